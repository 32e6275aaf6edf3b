// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "project/dockerfile/devserver/engine.hpp"
#include "project/dockerfile/located.hpp"
#include "project/dockerfile/paths.hpp"
#include "project/dockerfile/shell/view.hpp"

#include <algorithm>
#include <memory>

namespace secaudit::project::dockerfile::devserver {

std::optional<Outcome> Engine::entry_script(const Line& line, const std::string& directory,
                                            int depth) const {
  std::size_t at = 0;
  if (shell::language_of(line.words.front()) == shell::Language::posix) {
    at = first_operand(line.words, 1);
  }
  if (at >= line.words.size() || line.unresolved[at]
      || base::contains(line.words[at], "node_modules")) {
    return std::nullopt;
  }
  const std::string& path = line.words[at];
  const bool pathlike = base::contains(path, "/") || path.ends_with(".sh") || at > 0;
  // A bare name is looked up where images put their entrypoints.
  std::optional<ContainerFile> file =
      pathlike ? files_.read(joined_path(directory, path)) : files_.read("/usr/local/bin/" + path);
  if (!file) {
    return std::nullopt;
  }
  const bool script = at > 0 || file->text.starts_with("#!");
  const std::string first_line = file->text.substr(0, file->text.find('\n'));
  if (!script || (file->text.starts_with("#!") && first_line.find("sh") == std::string::npos)) {
    if (base::contains(first_line, "python") && shell::program_name(path) != "manage.py") {
      return python_file({path}, line, directory);
    }
    return std::nullopt;
  }
  auto source = std::make_shared<const FileText>(file->text, file->shown);
  Located text(source);
  text.append(source->text(), 0);
  const shell::Values values = [this](std::string_view name) { return environment_.get(name); };
  std::vector<model::ShellCommand> commands =
      shell::read_script(text, shell::Language::posix, values);
  Outcome outcome = known(Kind::unknown, "", line);
  // `exec "$@"` hands over to what was given as arguments.
  const auto hands_over =
      std::find_if(commands.begin(), commands.end(), [](const model::ShellCommand& command) {
        return !command.words.empty() && command.words.front().text == "$@";
      });
  const bool passes = hands_over != commands.end();
  commands.erase(std::remove_if(commands.begin(), commands.end(),
                                [](const model::ShellCommand& command) {
                                  return command.words.empty() || command.words.front().unresolved;
                                }),
                 commands.end());
  Outcome inner = judge_all(commands, directory, depth + 1);
  if (passes && inner.verdict.kind != Kind::development && at + 1 < line.words.size()) {
    Line rest = line;
    drop(rest, at + 1);
    inner = judge(rest, directory, depth + 1);
  } else if (inner.verdict.kind == Kind::production && inner.verdict.server.empty()) {
    inner.verdict.kind = Kind::unknown; // tools of the script, none of them the server
  }
  outcome.verdict = inner.verdict;
  outcome.problems = inner.problems;
  outcome.chain.insert(outcome.chain.end(), inner.chain.begin(), inner.chain.end());
  return outcome;
}

} // namespace secaudit::project::dockerfile::devserver
