// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/devserver/line.hpp"

#include "base/text.hpp"
#include "project/dockerfile/shell/view.hpp"

#include <algorithm>
#include <array>

namespace secaudit::project::dockerfile::devserver {
namespace {

using Words = std::vector<std::string>;

template <std::size_t N>
bool one_of(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

constexpr std::array<std::string_view, 8> behind_run{"poetry", "pipenv", "uv",    "pdm",
                                                     "hatch",  "conda",  "mamba", "rye"};
constexpr std::array<std::string_view, 10> run_options{
    "-n",      "--name",   "--with",      "--env-file", "--extra",
    "--group", "--python", "--directory", "--project",  "-p"};
constexpr std::array<std::string_view, 5> behind_exec{"bundle", "pnpm", "yarn", "npm", "rbenv"};
constexpr std::array<std::string_view, 13> direct{
    "npx",    "bunx",         "pnpx",        "cross-env",      "cross-env-shell",
    "thrust", "spring",       "ddtrace-run", "newrelic-admin", "opentelemetry-instrument",
    "honcho", "with-contenv", "env-cmd"};
constexpr std::array<std::string_view, 9> behind_dashes{
    "dotenv",      "doppler",   "wait-for-it", "wait-for-it.sh", "dockerize", "wait-for",
    "wait-for.sh", "infisical", "op"};

/// Number of words of the runner in front of the command, 0 when it is none.
std::size_t runner_length(const Words& words) {
  const std::string name = shell::program_name(words.front());
  if (one_of(behind_run, name)) {
    const auto run = index_of(words, "run");
    std::size_t at = run ? *run + 1 : words.size();
    while (at < words.size() && is_option(words[at])) {
      at += one_of(run_options, words[at]) ? std::size_t{2} : std::size_t{1};
    }
    return run ? at : 0;
  }
  const bool executes = words[1] == "exec" || words[1] == "dlx" || words[1] == "x";
  if (executes && one_of(behind_exec, name)) {
    return first_operand(words, 2);
  }
  if (one_of(direct, name)) {
    std::size_t at = first_operand(words, 1);
    while (at < words.size() && (base::contains(words[at], "=") || words[at] == "run-program")) {
      ++at;
    }
    return at;
  }
  const auto dashes = index_of(words, "--");
  if (dashes && *dashes + 1 < words.size() && one_of(behind_dashes, name)) {
    return *dashes + 1;
  }
  return name == "iex" ? index_of(words, "mix").value_or(0) : 0;
}

} // namespace

bool is_option(const std::string& word) {
  return word.size() > 1 && word.starts_with('-');
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

std::string shown(const Words& words) {
  return base::truncate(base::printable(base::join(words, " ")), 100);
}

bool strip_runner(Line& line) {
  const std::size_t length = line.words.size() < 2 ? 0 : runner_length(line.words);
  drop(line, length);
  return length > 0;
}

} // namespace secaudit::project::dockerfile::devserver
