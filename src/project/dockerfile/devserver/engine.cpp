// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/devserver/engine.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "project/dockerfile/devserver/python_source.hpp"
#include "project/dockerfile/located.hpp"
#include "project/dockerfile/paths.hpp"
#include "project/dockerfile/shell/view.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <set>

namespace secaudit::project::dockerfile::devserver {
namespace {

constexpr int hops = 6;
using Words = std::vector<std::string>;

bool is_option(const std::string& word) {
  return word.size() > 1 && word.starts_with('-');
}

int rank(Kind kind) {
  return kind == Kind::development ? 2 : kind == Kind::production ? 1 : 0;
}

std::string shown(const Words& words) {
  return base::truncate(base::printable(base::join(words, " ")), 100);
}

Outcome known(Kind kind, std::string server, const Line& line) {
  Outcome outcome;
  outcome.verdict.kind = kind;
  outcome.verdict.server = std::move(server);
  outcome.chain.push_back({model::Via::written, line.span, shown(line.words)});
  return outcome;
}

void drop(Line& line, std::size_t count) {
  const auto end = static_cast<std::ptrdiff_t>(std::min(count, line.words.size()));
  line.words.erase(line.words.begin(), line.words.begin() + end);
  line.unresolved.erase(line.unresolved.begin(), line.unresolved.begin() + end);
}

std::optional<std::size_t> index_of(const Words& words, std::string_view word) {
  const auto found = std::find(words.begin(), words.end(), word);
  return found == words.end() ? std::nullopt
                              : std::optional(static_cast<std::size_t>(found - words.begin()));
}

std::size_t first_operand(const Words& words, std::size_t from) {
  while (from < words.size() && is_option(words[from])) {
    ++from;
  }
  return from;
}

bool looks_like_version(std::string_view text) {
  return text.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool is_python(const std::string& program) {
  return program.starts_with("python") && looks_like_version(std::string_view(program).substr(6));
}

model::Span place_of(const ContainerFile& file, std::size_t offset) {
  const FileText text(file.text, file.shown);
  const model::Position position = text.position(offset);
  return {file.shown, position, position};
}

} // namespace

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
    line.operator_before = command.operator_before;
    Outcome outcome = judge(std::move(line), directory, depth);
    if (worst.chain.empty() || rank(outcome.verdict.kind) >= rank(worst.verdict.kind)) {
      worst = std::move(outcome);
    }
    if (worst.verdict.kind == Kind::development) {
      break;
    }
  }
  return worst;
}

Outcome Engine::judge(Line line, const std::string& directory, int depth) const {
  std::string folder = directory;
  for (int i = 0; i < hops && strip_runner(line, folder); ++i) {
  }
  if (line.words.empty() || depth > hops) {
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
  if (auto outcome = interpreter(line, folder, depth)) {
    return *outcome;
  }
  if (auto outcome = several(line, folder, depth)) {
    return *outcome;
  }
  Line as_written = line;
  as_written.words.front() = written;
  Outcome outcome = program(line, folder, depth);
  const bool path = base::contains(written, "/");
  const bool script = written.ends_with(".py") || written.ends_with(".sh")
                      || written.ends_with(".rb") || written.ends_with(".js");
  if (outcome.verdict.kind == Kind::unknown && path && !script && !line.unresolved.front()
      && shell::language_of(written) == shell::Language::none) {
    outcome.verdict.kind = Kind::production; // a compiled program
  }
  return outcome;
}

bool Engine::strip_runner(Line& line, std::string& directory) const {
  if (line.words.size() < 2) {
    return false;
  }
  const Words& words = line.words;
  const std::string name = shell::program_name(words.front());
  constexpr std::array<std::string_view, 8> with_run{"poetry", "pipenv", "uv",    "pdm",
                                                     "hatch",  "conda",  "mamba", "rye"};
  if (std::find(with_run.begin(), with_run.end(), name) != with_run.end()) {
    const auto run = index_of(words, "run");
    if (!run) {
      return false;
    }
    std::size_t at = *run + 1;
    while (at < words.size() && is_option(words[at])) {
      const bool value = words[at] == "-n" || words[at] == "--name" || words[at] == "--with"
                         || words[at] == "--env-file" || words[at] == "--extra"
                         || words[at] == "--group" || words[at] == "--python"
                         || words[at] == "--directory" || words[at] == "--project";
      at += value ? 2 : 1;
    }
    drop(line, at);
    return true;
  }
  if ((name == "bundle" || name == "pnpm" || name == "yarn" || name == "npm" || name == "rbenv")
      && (words[1] == "exec" || words[1] == "dlx" || words[1] == "x")) {
    drop(line, first_operand(words, 2));
    return true;
  }
  constexpr std::array<std::string_view, 14> plain{
      "npx",    "bunx",   "pnpx",         "cross-env",      "cross-env-shell",
      "thrust", "spring", "ddtrace-run",  "newrelic-admin", "opentelemetry-instrument",
      "honcho", "nodenv", "with-contenv", "pyenv"};
  if (std::find(plain.begin(), plain.end(), name) != plain.end()) {
    std::size_t at = first_operand(words, 1);
    while (at < words.size()
           && (words[at].find('=') != std::string::npos || words[at] == "run-program")) {
      ++at;
    }
    drop(line, at);
    return true;
  }
  constexpr std::array<std::string_view, 9> behind_dashes{
      "dotenv",      "doppler",   "wait-for-it", "wait-for-it.sh", "dockerize", "wait-for",
      "wait-for.sh", "infisical", "op"};
  const auto dashes = index_of(words, "--");
  if (dashes && *dashes + 1 < words.size()
      && std::find(behind_dashes.begin(), behind_dashes.end(), name) != behind_dashes.end()) {
    drop(line, *dashes + 1);
    return true;
  }
  if (name == "iex" && index_of(words, "mix")) {
    drop(line, *index_of(words, "mix"));
    return true;
  }
  (void)directory;
  return false;
}

std::optional<Outcome> Engine::package_script(const Line& line, const std::string& directory,
                                              int depth) const {
  const Words& words = line.words;
  const std::string& manager = words.front();
  const bool yarn = manager == "yarn" || manager == "pnpm" || manager == "bun";
  if (manager != "npm" && !yarn) {
    return std::nullopt;
  }
  std::string folder = directory;
  std::size_t at = 1;
  while (at < words.size() && is_option(words[at])) {
    const std::string& option = words[at];
    if (manager == "bun" && (option == "--hot" || option == "--watch")) {
      return std::nullopt;
    }
    const bool moves =
        option == "--prefix" || option == "-C" || option == "--cwd" || option == "--dir";
    const bool value = moves || option == "--filter" || option == "-F" || option == "-w"
                       || option == "--workspace";
    if (moves && at + 1 < words.size()) {
      folder = joined_path(folder, words[at + 1]);
    } else if (option.starts_with("--prefix=") || option.starts_with("--cwd=")) {
      folder = joined_path(folder, option.substr(option.find('=') + 1));
    }
    at += value ? 2 : 1;
  }
  if (at >= words.size()) {
    return known(Kind::production, "", line); // installs
  }
  std::string name = words[at];
  std::size_t name_at = at;
  const bool run = name == "run" || name == "run-script" || name == "rum";
  if (run) {
    name_at = first_operand(words, at + 1);
    if (name_at >= words.size()) {
      return known(Kind::unknown, "", line);
    }
    name = words[name_at];
    const auto prefix = index_of(words, "--prefix");
    if (prefix && *prefix + 1 < words.size()) {
      folder = joined_path(directory, words[*prefix + 1]);
    }
  }
  if (line.unresolved[name_at] || name.starts_with('$')) {
    return known(Kind::unknown, "", line);
  }
  constexpr std::array<std::string_view, 14> tools{"ci",      "install", "i",     "test",   "t",
                                                   "add",     "build",   "audit", "init",   "prune",
                                                   "publish", "config",  "cache", "version"};
  if (!run && std::find(tools.begin(), tools.end(), name) != tools.end()) {
    return known(Kind::production, "", line);
  }
  if (manager == "bun" && name.find('.') != std::string::npos) {
    return known(Kind::production, "bun", line);
  }
  if (run || yarn || name == "start" || name == "stop" || name == "restart") {
    Line rest = line;
    drop(rest, name_at);
    rest.words.insert(rest.words.begin(), manager);
    rest.unresolved.insert(rest.unresolved.begin(), false);
    return run_script(name, rest, folder, depth);
  }
  return known(Kind::production, "", line);
}

Outcome Engine::run_script(const std::string& name, const Line& line, const std::string& directory,
                           int depth) const {
  Outcome outcome = known(Kind::unknown, "", line);
  const auto manifest = files_.read(joined_path(directory, "package.json"));
  const auto document = manifest ? base::parse_json(manifest->text)
                                 : base::Result<boost::json::value>(base::fail(""));
  const bool npm = line.words.front() == "npm";
  const auto* scripts = document ? base::find(*document, "scripts") : nullptr;
  const std::string script(scripts != nullptr ? base::string_at(*scripts, name)
                                              : std::string_view());
  if (script.empty()) {
    if (document && npm && name == "start") {
      outcome.verdict.kind = Kind::production; // npm's default: node server.js
      outcome.verdict.server = "node";
    } else if (!npm && line.words.size() > 1) {
      // yarn, pnpm and bun also run the program of that name.
      Line program_line = line;
      drop(program_line, 1);
      Outcome direct = judge(program_line, directory, depth + 1);
      direct.chain.insert(direct.chain.begin(), outcome.chain.begin(), outcome.chain.end());
      return direct;
    }
    return outcome;
  }
  const std::size_t in_scripts =
      std::min(manifest->text.find("\"scripts\""), manifest->text.size());
  const std::size_t key = manifest->text.find("\"" + name + "\"", in_scripts);
  const model::Span place = place_of(*manifest, key == std::string::npos ? 0 : key);
  outcome.chain.push_back({model::Via::written, place, name + ": " + shown({script})});
  const shell::Values values = [this](std::string_view variable) {
    return environment_.get(variable);
  };
  Outcome inner = judge_all(shell::read_text(script, values), directory, depth + 1);
  outcome.verdict = inner.verdict;
  outcome.problems = inner.problems;
  for (std::size_t i = 0; i < inner.chain.size(); ++i) {
    model::Origin step = inner.chain[i];
    step.span = step.span.known() ? step.span : place;
    outcome.chain.push_back(std::move(step));
  }
  return outcome;
}

std::optional<Outcome> Engine::several(const Line& line, const std::string& directory,
                                       int depth) const {
  const std::string& name = line.words.front();
  const bool scripts = name == "run-p" || name == "run-s" || name == "npm-run-all";
  if (name != "concurrently" && !scripts) {
    return std::nullopt;
  }
  Outcome worst = known(Kind::unknown, "", line);
  for (std::size_t i = 1; i < line.words.size(); ++i) {
    std::string text = line.words[i];
    if (is_option(text)) {
      continue;
    }
    if (text.starts_with("npm:")) {
      text = "npm run " + text.substr(4);
    } else if (scripts) {
      text = "npm run " + text;
    }
    const shell::Values none = [](std::string_view) { return std::nullopt; };
    Outcome outcome = judge_all(shell::read_text(text, none), directory, depth + 1);
    if (rank(outcome.verdict.kind) > rank(worst.verdict.kind)) {
      outcome.chain.insert(outcome.chain.begin(), worst.chain.front());
      worst = std::move(outcome);
    }
  }
  return worst;
}

std::optional<Outcome> Engine::python(const Line& line, const std::string& directory,
                                      int depth) const {
  const Words& words = line.words;
  if (!is_python(words.front())) {
    return std::nullopt;
  }
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "-c") {
      return known(Kind::unknown, "", line);
    }
    if (word == "-m" && i + 1 < words.size()) {
      const std::string module = words[i + 1];
      Line inner = line;
      drop(inner, i + 1);
      if (module == "debugpy" || module == "pdb" || module == "coverage") {
        const std::size_t next = index_of(inner.words, "-m").value_or(0);
        if (next > 0) {
          drop(inner, next - 1);
          inner.words.front() = words.front();
          Outcome outcome = judge(inner, directory, depth + 1);
          outcome.verdict.debugger = outcome.verdict.debugger || module == "debugpy";
          return outcome;
        }
      }
      if (auto verdict = judge_by_table(inner.words, environment_)) {
        return program(inner, directory, depth);
      }
      const std::string path = base::replace_all(module, ".", "/");
      return python_file({path + "/__main__.py", path + ".py"}, line, directory);
    }
    if (word == "-W" || word == "-X") {
      ++i;
    } else if (!is_option(word)) {
      Line inner = line;
      drop(inner, i);
      inner.words.front() = shell::program_name(word);
      const bool manage = inner.words.front() == "manage.py";
      const bool installed = base::contains(word, "/bin/");
      if (manage || installed) {
        return program(inner, directory, depth);
      }
      return line.unresolved[i] ? known(Kind::unknown, "", line)
                                : python_file({word}, line, directory);
    }
  }
  return known(Kind::unknown, "", line);
}

Outcome Engine::python_file(const std::vector<std::string>& names, const Line& line,
                            const std::string& directory) const {
  Outcome outcome = known(Kind::unknown, "", line);
  for (const std::string& name : names) {
    const auto file = files_.read(joined_path(directory, name));
    if (!file) {
      continue;
    }
    const std::string folder = file->path.substr(0, file->path.rfind('/') + 1);
    const Modules modules = [&](std::string_view dotted) -> std::optional<std::string> {
      const std::string path = base::replace_all(dotted, ".", "/");
      const std::string base = path.starts_with('/') ? path.substr(1) : path;
      for (const std::string& root : {folder, directory + "/"}) {
        for (const char* ending : {".py", "/__init__.py"}) {
          if (auto text = files_.read(root + base + ending)) {
            return std::move(text->text);
          }
        }
      }
      return std::nullopt;
    };
    const PythonVerdict found = judge_python(file->text, modules);
    outcome.verdict = found.verdict;
    const bool dev = found.verdict.kind == Kind::development;
    outcome.chain.push_back({model::Via::written, place_of(*file, dev ? found.offset : 0),
                             dev ? found.verdict.server : "no development server found"});
    return outcome;
  }
  return outcome;
}

std::optional<Outcome> Engine::interpreter(const Line& line, const std::string& directory,
                                           int depth) const {
  const Words& words = line.words;
  const std::string& name = words.front();
  const std::size_t operand = first_operand(words, 1);
  const std::string file = operand < words.size() ? words[operand] : "";
  if (name == "php" && !file.empty() && !index_of(words, "-S")) {
    Line inner = line;
    drop(inner, operand);
    inner.words.front() = shell::program_name(file);
    const bool console = inner.words.front() == "artisan" || inner.words.front() == "console";
    return console ? program(inner, directory, depth) : known(Kind::production, "", line);
  }
  if (name == "node" && !file.empty()) {
    if (const auto verdict = judge_by_table(words, environment_)) {
      return program(line, directory, depth);
    }
    // A tool that is started by its file, such as node_modules/.bin/vite.
    if (base::contains(file, "node_modules/")) {
      Line inner = line;
      drop(inner, operand);
      inner.words.front() = base::replace_all(shell::program_name(file), ".js", "");
      return program(inner, directory, depth);
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
      return program(inner, directory, depth);
    }
    return known(Kind::unknown, "", line);
  }
  return std::nullopt;
}

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

Outcome Engine::program(const Line& line, const std::string& directory, int depth) const {
  (void)depth;
  const auto verdict = judge_by_table(line.words, environment_);
  Outcome outcome = known(Kind::unknown, "", line);
  if (!verdict) {
    return outcome;
  }
  outcome.verdict = *verdict;
  const std::string& name = line.words.front();
  if (verdict->kind == Kind::production && (name == "gunicorn" || name == "uvicorn")) {
    std::string config = "gunicorn.conf.py";
    for (std::size_t i = 1; i + 1 < line.words.size(); ++i) {
      if (line.words[i] == "-c" || line.words[i] == "--config") {
        config = line.words[i + 1];
      }
    }
    for (const std::string& word : line.words) {
      config = word.starts_with("--config=") ? word.substr(9) : config;
    }
    config = config.starts_with("file:") ? config.substr(5) : config;
    const auto file =
        name == "gunicorn" ? files_.read(joined_path(directory, config)) : std::nullopt;
    outcome.problems = settings_problems(line.words, environment_, file ? file->text : "");
  }
  return outcome;
}

} // namespace secaudit::project::dockerfile::devserver
