// SPDX-License-Identifier: Apache-2.0
// Short questions that many rules about Dockerfiles ask, on top of dockerfile_facts.hpp.
#pragma once

#include "rules/dockerfile_facts.hpp"

#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::rules {

/// Whether a text equals one of the words.
bool one_of(std::string_view text, std::initializer_list<std::string_view> words);

/// COPY or ADD.
bool is_copy(const model::Instruction& instruction);
/// The sources of a COPY or ADD without its here-documents, and its destination ("" when absent).
std::vector<std::string> copy_sources(const model::Instruction& copy);
std::string copy_destination(const model::Instruction& copy);
/// A word without the quotes around it, which the builder takes off.
std::string unquoted(std::string_view word);
/// A source that takes the whole context along: `.`, `./`, `*`, `/`.
bool is_wide_source(std::string_view source);
/// http, https, ftp, git: what is fetched instead of read from the context.
bool is_address(std::string_view text);

/// The shell that reads the RUN instructions at a place of the file.
enum class ShellKind { posix, powershell, cmd };
/// The SHELL in force there, nullptr for the default.
const model::Instruction* shell_instruction_at(const model::DockerfileUse& use,
                                               const Placed& where);
ShellKind shell_at(const model::DockerfileUse& use, const Placed& where);

/// The service that builds the file, or nullptr.
const model::Service* service_of(const model::DockerfileUse& use, const Context& context);
/// The stage that is deployed; nullptr for files and targets of development.
const model::Stage* deployed_stage(const model::DockerfileUse& use);
/// What the container starts: the commands of ENTRYPOINT, then those of CMD.
std::vector<const model::ShellCommand*> start_commands(const model::DockerfileUse& use,
                                                       const model::Stage& stage);

/// Whether one of the options is given, with or without `=value`.
bool has_any(const model::ShellCommand& command, std::initializer_list<std::string_view> options);
/// The value of `--name value` or `--name=value`.
std::optional<std::string> option_value(const model::ShellCommand& command,
                                        std::initializer_list<std::string_view> names);

/// The fields of a `--mount` by name; `type` is filled in.
struct MountFields {
  std::string type = "bind", from, source, target, mode;
  const model::Word* flag = nullptr;
};
std::vector<MountFields> mounts_of(const model::Instruction& run);

/// The value of an ENV or ARG in force at an instruction, by its name; nothing when it is not set
/// in the file.
std::optional<std::string> value_at(const model::DockerfileUse& use, const Placed& where,
                                    std::string_view name);
/// The working directory along a file: fed with every instruction in order, through the stages.
class Folders {
 public:
  void take(const Placed& item);
  /// A path as it counts from the instruction taken last.
  std::string absolute(std::string_view path) const;

 private:
  std::string folder_ = "/";
  std::map<std::size_t, std::string> left_; ///< where each stage ends
};

/// Names of `$NAME` and `${NAME…}` in a text that the builder expands; those with a default word
/// are left out.
std::vector<std::string> variables_in(std::string_view text, char escape);
/// ARG names that the builder knows without a declaration (platforms, proxies).
bool is_builtin_argument(std::string_view name);

/// The stages that the deployed one is made of: its chain and what they copy or mount from.
std::set<std::size_t> reachable_stages(const model::DockerfileUse& use);

using PackageLook =
    std::function<void(const PackageCall&, const Placed& run, std::vector<Issue>& issues)>;
/// Runs over the calls of package managers in all RUN instructions.
Verdict judge_packages(const model::DockerfileUse& use, const PackageLook& look);
/// `final` in the deployed image, one step lower in a stage that only builds.
Severity by_place(const Placed& where, Severity final);

/// An image that files come from besides those of FROM: by `COPY --from` or a mount.
struct SourceImage {
  Placed place;
  std::string written;
  ImageName image;
};
/// Those of a file: names that are no stage, no number, no named context and no variable.
std::vector<SourceImage> source_images(const model::DockerfileUse& use, const Context& context);

} // namespace secaudit::rules
