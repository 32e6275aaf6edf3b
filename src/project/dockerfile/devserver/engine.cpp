// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/devserver/engine.hpp"

#include "base/limits.hpp"
#include "base/text.hpp"
#include "project/dockerfile/located.hpp"
#include "project/dockerfile/paths.hpp"
#include "project/dockerfile/shell/view.hpp"

#include <algorithm>

namespace secaudit::project::dockerfile::devserver {
namespace {

constexpr int hops = 6;

int rank(Kind kind) {
  return kind == Kind::development ? 2 : kind == Kind::production ? 1 : 0;
}

std::string gunicorn_config(const std::vector<std::string>& words) {
  std::string config = "gunicorn.conf.py";
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (words[i - 1] == "-c" || words[i - 1] == "--config") {
      config = words[i];
    } else if (words[i].starts_with("--config=")) {
      config = words[i].substr(9);
    }
  }
  return config.starts_with("file:") ? config.substr(5) : config;
}

} // namespace

Outcome Engine::known(Kind kind, std::string server, const Line& line) {
  Outcome outcome;
  outcome.verdict.kind = kind;
  outcome.verdict.server = std::move(server);
  outcome.chain.push_back({model::Via::written, line.span, shown(line.words)});
  return outcome;
}

model::Span Engine::place_of(const ContainerFile& file, std::size_t offset) {
  const FileText text(file.text, file.shown);
  const model::Position position = text.position(offset);
  return {file.shown, position, position};
}

bool Engine::worse(Kind a, Kind b) {
  return rank(a) > rank(b);
}

Outcome Engine::judge_all(const std::vector<model::ShellCommand>& commands,
                          const std::string& directory, int depth) const {
  Outcome worst;
  for (const model::ShellCommand& command : commands) {
    if (command.words.empty()) {
      continue;
    }
    Line line;
    for (const model::ShellWord& word : command.words) {
      line.words.push_back(word.text);
      line.unresolved.push_back(word.unresolved);
    }
    line.span = command.span;
    Outcome outcome = judge(std::move(line), directory, depth);
    if (worst.chain.empty() || rank(outcome.verdict.kind) >= rank(worst.verdict.kind)) {
      worst = std::move(outcome);
    }
    if (worst.verdict.kind == Kind::development || steps_ > limits::start_command_steps) {
      break;
    }
  }
  return worst;
}

Outcome Engine::judge(Line line, const std::string& folder, int depth) const {
  for (int i = 0; i < hops && strip_runner(line); ++i) {
  }
  // Scripts that start one another several times would multiply.
  if (line.words.empty() || depth > hops || ++steps_ > limits::start_command_steps) {
    return known(Kind::unknown, "", line);
  }
  if (auto outcome = entry_script(line, folder, depth)) {
    return *outcome;
  }
  // From here on the program goes by its base name.
  const std::string written = line.words.front();
  line.words.front() = shell::program_name(written);
  if (auto outcome = package_script(line, folder, depth)) {
    return *outcome;
  }
  if (auto outcome = python(line, folder, depth)) {
    return *outcome;
  }
  if (auto outcome = interpreter(line, folder)) {
    return *outcome;
  }
  if (auto outcome = several(line, folder, depth)) {
    return *outcome;
  }
  Outcome outcome = program(line, folder);
  const bool path = base::contains(written, "/");
  const bool script = written.ends_with(".py") || written.ends_with(".sh")
                      || written.ends_with(".rb") || written.ends_with(".js");
  if (outcome.verdict.kind == Kind::unknown && path && !script && !line.unresolved.front()
      && shell::language_of(written) == shell::Language::none) {
    outcome.verdict.kind = Kind::production; // a compiled program
  }
  return outcome;
}

std::optional<Outcome> Engine::interpreter(const Line& line, const std::string& directory) const {
  const std::vector<std::string>& words = line.words;
  const std::string& name = words.front();
  const std::size_t operand = first_operand(words, 1);
  const std::string file = operand < words.size() ? words[operand] : "";
  if (name == "php" && !file.empty() && !index_of(words, "-S")) {
    Line inner = line;
    drop(inner, operand);
    inner.words.front() = shell::program_name(file);
    const bool console = inner.words.front() == "artisan" || inner.words.front() == "console";
    return console ? program(inner, directory) : known(Kind::production, "", line);
  }
  if (name == "node" && !file.empty()) {
    if (const auto verdict = judge_by_table(words, environment_)) {
      return program(line, directory);
    }
    // A tool that is started by its file, such as node_modules/.bin/vite.
    if (base::contains(file, "node_modules/")) {
      Line inner = line;
      drop(inner, operand);
      inner.words.front() = base::replace_all(shell::program_name(file), ".js", "");
      return program(inner, directory);
    }
    Outcome outcome = known(Kind::production, "node", line);
    outcome.verdict.debugger = std::any_of(words.begin(), words.end(), [](const std::string& word) {
      return word.starts_with("--inspect");
    });
    return outcome;
  }
  if (name == "ruby" && !file.empty()) {
    const auto text = files_.read(joined_path(directory, file));
    if (text && base::contains(text->text, "WEBrick::HTTPServer")) {
      Outcome outcome = known(Kind::development, "webrick", line);
      outcome.verdict.rule = "DF603";
      return outcome;
    }
    const bool rails = shell::program_name(file) == "rails";
    if (rails) {
      Line inner = line;
      drop(inner, operand);
      inner.words.front() = "rails";
      return program(inner, directory);
    }
    return known(Kind::unknown, "", line);
  }
  return std::nullopt;
}

Outcome Engine::program(const Line& line, const std::string& directory) const {
  const auto verdict = judge_by_table(line.words, environment_);
  Outcome outcome = known(Kind::unknown, "", line);
  if (!verdict) {
    return outcome;
  }
  outcome.verdict = *verdict;
  const std::string& name = line.words.front();
  if (verdict->kind == Kind::production && (name == "gunicorn" || name == "uvicorn")) {
    const auto file = name == "gunicorn"
                          ? files_.read(joined_path(directory, gunicorn_config(line.words)))
                          : std::nullopt;
    outcome.problems = settings_problems(line.words, environment_, file ? file->text : "");
  }
  return outcome;
}

} // namespace secaudit::project::dockerfile::devserver
