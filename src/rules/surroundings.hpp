// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/image.hpp"
#include "model/source.hpp"
#include "rules/rule.hpp"

#include <map>
#include <string>
#include <vector>

namespace secaudit::rules {

/// A remark of ShellCheck about the commands of a Dockerfile.
struct ShellRemark {
  std::string file; ///< as in Dockerfile::file
  int line = 0;
  int column = 0;
  std::string level; ///< error, warning, info, style
  std::string code;  ///< "SC2086"
  std::string message;
};

/// A comment of ours in a Dockerfile by which a finding is ignored that is not there.
struct IdleComment {
  model::Span span;
  std::string rule;
  std::string why;
};

/// What a run knows besides its subjects: what the project's configuration asks for, what the
/// engine said of base images, what another tool said.
struct Surroundings {
  std::vector<std::string> registries;       ///< allowed ones, as patterns; empty: any
  std::map<std::string, std::string> labels; ///< that an image has to have, with their kind
  bool only_those_labels = false;
  std::map<std::string, model::ImageConfig> base_images; ///< by their name as FROM resolves it
  std::vector<ShellRemark> shell_remarks;
  bool shell_checked = false; ///< ShellCheck was asked
  std::vector<IdleComment> idle_comments;
};

/// The kinds of a label's value that DF903 knows.
bool is_label_kind(std::string_view kind);

/// Those of this run; whoever runs the rules lays them into the memo of the context.
const Surroundings& surroundings(const Context& context);

/// What the image under a stage sets, by inspection: as the engine has the base image, nullptr when
/// nobody asked it or it does not have the image.
const model::ImageConfig* inspected_base(const model::DockerfileUse& use, const model::Stage& stage,
                                         const Context& context);
/// Whether the image under a stage sets an environment variable, by inspection.
bool base_sets(const model::DockerfileUse& use, const model::Stage& stage, const Context& context,
               std::string_view variable);

} // namespace secaudit::rules
