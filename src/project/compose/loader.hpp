// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/host.hpp"
#include "model/project.hpp"
#include "project/compose/canonical.hpp"
#include "project/compose/environment.hpp"
#include "project/compose/yaml_build.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace secaudit::project::compose {

/// Reads compose files into one tree: variables, extends, resets, includes, merge, in the order
/// that compose.md 2.1 gives. Goes on after errors; they are in `diagnostics`.
class Loader {
 public:
  Loader(const host::Host& host, std::string directory, std::string home)
      : host_(host), directory_(std::move(directory)), home_(std::move(home)) {}

  /// Merges a file onto what is there. False when it could not be read at all.
  bool add(const std::string& path, const Environment& environment);

  model::Node root;
  std::vector<model::FileName> files;
  std::vector<model::Diagnostic> diagnostics;
  std::vector<model::Variable> unset;

 private:
  struct File {
    model::Node root;
    std::vector<Path> replaced;
  };
  std::optional<std::string> read_text(const std::string& path, const model::Span& use);
  std::vector<File> read(const std::string& path, const Environment& environment,
                         const model::Span& use);
  void canonicalise(model::Node& root, const std::string& directory);
  void extend_all(model::Node& root, const std::string& path, const Environment& environment);
  bool extend(model::Node& root, const std::string& name, const std::string& path,
              const Environment& environment, std::set<std::string>& open);
  std::optional<model::Node> base_of(model::Node& root, const model::Node& extends,
                                     const std::string& path, const Environment& environment,
                                     std::set<std::string>& open);
  void include_all(const model::Node& root, const Environment& environment);
  void include(const model::Node& entry, const Environment& environment);
  void take_included(Loader included);
  void error(const model::Span& span, std::string message, std::string hint = {});

  const host::Host& host_;
  std::string directory_;
  std::string home_;
  int depth_ = 0;
};

} // namespace secaudit::project::compose
