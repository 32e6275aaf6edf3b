// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/limits.hpp"
#include "model/dockerfile.hpp"
#include "project/dockerfile/shell/view.hpp"
#include "project/dockerfile/shell/word.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace secaudit::project::dockerfile::shell {

/// Where a list of commands stands.
struct Place {
  std::string operator_before;
  int depth = 0;
  bool conditional = false;
  std::vector<std::string> wrappers;
};

/// Collects the commands of an instruction; shared by the scripts that it holds.
class Collector {
 public:
  explicit Collector(const Values& values) : build_values_(values) {}
  Collector(const Collector&) = delete;
  Collector& operator=(const Collector&) = delete;

  /// Reads a whole script at that place.
  void script(const Located& text, Language language, const Place& place,
              const std::vector<Located>* heredocs = nullptr);
  /// Takes one simple command: emits it, or what it starts.
  void command(std::vector<Field> words, model::ShellCommand command, const Place& place,
               const Located* input = nullptr);

  const Values& values() const { return values_; }
  /// Notes an assignment; a value that is not known hides the build's.
  void assign(const std::string& name, std::optional<std::string> value) {
    assigned_[name] = std::move(value);
  }
  bool full() const { return commands_.size() >= limits::shell_commands; }
  std::vector<model::ShellCommand> take() { return std::move(commands_); }

 private:
  void emit(std::vector<Field> words, model::ShellCommand command, const Place& place);
  void windows(const Located& text, Language language, const Place& place);

  const Values& build_values_;
  std::map<std::string, std::optional<std::string>, std::less<>> assigned_;
  const Values values_ = [this](std::string_view name) -> std::optional<std::string> {
    const auto found = assigned_.find(name);
    return found != assigned_.end() ? found->second : build_values_(name);
  };
  std::vector<model::ShellCommand> commands_;
};

} // namespace secaudit::project::dockerfile::shell
