// SPDX-License-Identifier: Apache-2.0
// What the rules about Dockerfiles share (rules/dockerfile.md sections 3 and 5).
#pragma once

#include "rules/image_name.hpp"
#include "rules/rule.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::rules {

/// An instruction with what the rules want to know of its place.
struct Placed {
  const model::Instruction& instruction;
  std::size_t index = 0;
  const model::Stage& stage;
  bool final = false; ///< of the chain of stages that makes the image
};

/// Every instruction of every stage, in order.
std::vector<Placed> placed(const model::DockerfileUse& use);
/// Those of one name.
std::vector<Placed> placed(const model::DockerfileUse& use, std::string_view name);

/// The image under a stage, through its parents; empty when unknown.
ImageName image_under(const model::DockerfileUse& use, const model::Stage& stage);
/// Stages whose FROM names an image: no earlier stage, no `scratch`, no unresolved variable.
bool names_image(const model::DockerfileUse& use, const model::Stage& stage);
/// The stage that FROM names is part of the image.
bool is_final(const model::DockerfileUse& use, const model::Stage& stage);
/// A Dockerfile for development or tests by its name, or such a target.
bool is_development(const model::DockerfileUse& use);

/// A call of a package manager: `apt-get -y install curl`.
struct PackageCall {
  std::string tool; ///< apt-get, apt, apk, yum, dnf, microdnf, zypper, pacman, pip, npm, …
  std::string verb; ///< install, add, update, …
  std::vector<const model::ShellWord*> operands; ///< behind the verb, without options
  const model::ShellCommand* command = nullptr;
};
/// The calls in a RUN in their order.
std::vector<PackageCall> package_calls(const model::Instruction& run);

/// Whether a short option is given alone or in a bundle: `y` in -qqy.
bool has_short(const model::ShellCommand& command, char option);
/// Whether a cache or tmpfs mount of the RUN covers a path.
bool mounts_over(const model::Instruction& run, std::string_view path);
/// Whether some command of the RUN from `first` on removes what lies at a path.
bool removes(const model::Instruction& run, std::string_view path, std::size_t first = 0);

/// The command as text, cut to one line.
std::string text_of(const model::ShellCommand& command);

/// Issues with the place, the excerpt and a key that does not move with lines.
Issue about(const model::ShellCommand& command, const Placed& where, Severity severity,
            std::string message, std::string remedy);
Issue about(const Placed& where, Severity severity, std::string message, std::string remedy);
Issue about(const model::Stage& stage, Severity severity, std::string message, std::string remedy);

/// One step down, at least info; for findings of build stages.
Severity lowered(Severity severity);

using BaseLook =
    std::function<void(const model::Stage&, const ImageName& image, std::vector<Issue>&)>;
/// Runs over the stages whose FROM names an image.
Verdict judge_base_images(const model::DockerfileUse& use, const BaseLook& look);
using CommandLook =
    std::function<void(const model::ShellCommand&, const Placed&, std::vector<Issue>&)>;
/// Runs over the commands of all RUN instructions.
Verdict judge_commands(const model::DockerfileUse& use, const CommandLook& look);
using RunLook = std::function<void(const Placed&, std::vector<Issue>&)>;
/// Runs over the instructions of one name.
Verdict judge_instructions(const model::DockerfileUse& use, std::string_view name,
                           const RunLook& look);

} // namespace secaudit::rules
