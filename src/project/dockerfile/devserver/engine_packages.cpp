// SPDX-License-Identifier: Apache-2.0
#include "base/json.hpp"
#include "base/text.hpp"
#include "project/dockerfile/devserver/engine.hpp"
#include "project/dockerfile/paths.hpp"
#include "project/dockerfile/shell/view.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>

namespace secaudit::project::dockerfile::devserver {
namespace {

using Words = std::vector<std::string>;

/// Where a package manager is told to work, and which of its words is its own command.
struct PackageCall {
  std::string folder;
  std::size_t at = 1;
  bool watches = false; ///< bun's own development modes
};

PackageCall package_call(const Words& words, const std::string& directory) {
  constexpr std::array<std::string_view, 4> folders{"--prefix", "-C", "--cwd", "--dir"};
  constexpr std::array<std::string_view, 4> values{"--filter", "-F", "-w", "--workspace"};
  PackageCall call{directory, 1, false};
  while (call.at < words.size() && is_option(words[call.at])) {
    const std::string& option = words[call.at];
    call.watches = call.watches || option == "--hot" || option == "--watch";
    const bool moves = std::find(folders.begin(), folders.end(), option) != folders.end();
    const bool value = moves || std::find(values.begin(), values.end(), option) != values.end();
    if (moves && call.at + 1 < words.size()) {
      call.folder = joined_path(directory, words[call.at + 1]);
    } else if (option.starts_with("--prefix=") || option.starts_with("--cwd=")) {
      call.folder = joined_path(directory, option.substr(option.find('=') + 1));
    }
    call.at += value ? std::size_t{2} : std::size_t{1};
  }
  // npm takes --prefix behind its command as well.
  const auto prefix = index_of(words, "--prefix");
  if (prefix && *prefix > call.at && *prefix + 1 < words.size()) {
    call.folder = joined_path(directory, words[*prefix + 1]);
  }
  return call;
}

bool is_package_tool(std::string_view name) {
  constexpr std::array<std::string_view, 14> tools{"ci",      "install", "i",     "test",   "t",
                                                   "add",     "build",   "audit", "init",   "prune",
                                                   "publish", "config",  "cache", "version"};
  return std::find(tools.begin(), tools.end(), name) != tools.end();
}

} // namespace

std::optional<Outcome> Engine::package_script(const Line& line, const std::string& directory,
                                              int depth) const {
  const Words& words = line.words;
  const std::string& manager = words.front();
  const bool runs_names = manager == "yarn" || manager == "pnpm" || manager == "bun";
  if (manager != "npm" && !runs_names) {
    return std::nullopt;
  }
  const PackageCall call = package_call(words, directory);
  if (manager == "bun" && call.watches) {
    return std::nullopt;
  }
  if (call.at >= words.size()) {
    return known(Kind::production, "", line); // installs
  }
  const bool run = words[call.at] == "run" || words[call.at] == "run-script";
  const std::size_t name_at = run ? first_operand(words, call.at + 1) : call.at;
  if (name_at >= words.size() || line.unresolved[name_at] || words[name_at].starts_with('$')) {
    return known(Kind::unknown, "", line);
  }
  const std::string& name = words[name_at];
  if (!run && is_package_tool(name)) {
    return known(Kind::production, "", line);
  }
  if (manager == "bun" && base::contains(name, ".")) {
    return known(Kind::production, "bun", line);
  }
  if (!run && !runs_names && name != "start" && name != "stop" && name != "restart") {
    return known(Kind::production, "", line);
  }
  Line rest = line;
  drop(rest, name_at);
  rest.words.insert(rest.words.begin(), manager);
  rest.unresolved.insert(rest.unresolved.begin(), false);
  return run_script(name, rest, call.folder, depth);
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
    if (worse(outcome.verdict.kind, worst.verdict.kind)) {
      outcome.chain.insert(outcome.chain.begin(), worst.chain.front());
      worst = std::move(outcome);
    }
  }
  return worst;
}

} // namespace secaudit::project::dockerfile::devserver
