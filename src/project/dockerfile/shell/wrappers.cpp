// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/shell/wrappers.hpp"

#include "base/text.hpp"
#include "project/dockerfile/shell/scan.hpp"

#include <algorithm>
#include <array>

namespace secaudit::project::dockerfile::shell {
namespace {

struct Wrapper {
  std::string_view name;
  std::string_view with_value;      ///< short options that take a value
  std::string_view long_with_value; ///< blank-separated long ones
  int operands;                     ///< words in front of the command: a user, a folder, a duration
};
constexpr std::array<Wrapper, 35> wrappers{{
    {"sudo", "ugpCcrtTUDRh", "--user --group --prompt --chdir --chroot --host", 0},
    {"doas", "uC", "", 0},
    {"env", "uCS", "--unset --chdir --split-string", 0},
    {"command", "", "", 0},
    {"builtin", "", "", 0},
    {"exec", "a", "", 0},
    {"nice", "n", "--adjustment", 0},
    {"ionice", "cnpPu", "--class --classdata", 0},
    {"time", "fo", "--format --output", 0},
    {"timeout", "ks", "--kill-after --signal", 1},
    {"xargs", "InPLdaEs", "--replace --max-args --max-procs --delimiter --arg-file", 0},
    {"nohup", "", "", 0},
    {"setsid", "", "", 0},
    {"stdbuf", "ioe", "--input --output --error", 0},
    {"chroot", "", "--userspec --groups", 1},
    {"gosu", "", "", 1},
    {"su-exec", "", "", 1},
    {"setpriv", "",
     "--reuid --regid --groups --inh-caps --ambient-caps --bounding-set --securebits", 0},
    {"runuser", "ugG", "--user --group", 0},
    {"chpst", "uUbemdocrtPv", "", 0},
    {"s6-setuidgid", "", "", 1},
    {"setuidgid", "", "", 1},
    {"busybox", "", "", 0},
    {"tini", "pe", "", 0},
    {"tini-static", "pe", "", 0},
    {"dumb-init", "r", "--rewrite", 0},
    {"docker-init", "pe", "", 0},
    {"catatonit", "", "", 0},
    {"fakeroot", "", "", 0},
    {"eatmydata", "", "", 0},
    {"unbuffer", "", "", 0},
    {"linux32", "", "", 0},
    {"linux64", "", "", 0},
    {"chronic", "", "", 0},
    {"watch", "nd", "--interval", 0},
}};

bool is_assignment(const Field& word) {
  const std::size_t length = identifier_length(word.text.text());
  return length > 0 && length < word.text.size() && word.text.text()[length] == '=';
}

bool listed(std::string_view list, std::string_view name) {
  for (const std::string_view entry : base::split(list, ' ')) {
    if (entry == name && !name.empty()) {
      return true;
    }
  }
  return false;
}

/// Number of words that the option at words[at] takes up.
std::size_t option_length(const Wrapper& wrapper, const std::string& option) {
  if (option.starts_with("--")) {
    return listed(wrapper.long_with_value, option) ? 2 : 1;
  }
  // In a bundle, a value is what follows the option's letter, or the next word.
  const std::size_t letter = option.find_first_of(wrapper.with_value, 1);
  return !wrapper.with_value.empty() && letter == option.size() - 1 ? 2 : 1;
}

Unwrapped shell_script(const std::vector<Field>& words, Language language) {
  Unwrapped result;
  result.language = language;
  bool script = false;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string& word = words[i].text.text();
    const bool option = word.starts_with('-') || word.starts_with('+');
    if (!option) {
      if (script) {
        result.kind = Unwrapped::Kind::script;
        result.next = i;
      }
      return result;
    }
    const bool longer = word.starts_with("--");
    script = script || (!longer && word.find('c') != std::string::npos);
    if (!longer && word.ends_with('o')) {
      ++i; // -o pipefail
    }
  }
  return result;
}

Unwrapped other_shell(const std::vector<Field>& words, Language language) {
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string word = base::to_lower(words[i].text.text());
    const bool command = language == Language::cmd
                             ? word == "/c" || word == "/k"
                             : word.size() > 1 && std::string_view("-command").starts_with(word);
    if (command && i + 1 < words.size()) {
      return {Unwrapped::Kind::joined, i + 1, {}, language};
    }
  }
  return {};
}

Unwrapped su(const std::vector<Field>& words) {
  for (std::size_t i = 1; i + 1 < words.size(); ++i) {
    const std::string& word = words[i].text.text();
    if (word == "-c" || word == "--command" || word == "-lc") {
      return {Unwrapped::Kind::script, i + 1, {}, Language::posix};
    }
  }
  return {};
}

Unwrapped through(const Wrapper& wrapper, const std::vector<Field>& words) {
  Unwrapped result;
  std::size_t at = 1;
  while (at < words.size()) {
    const std::string& word = words[at].text.text();
    if (word == "--") {
      ++at;
      break;
    }
    const bool queries = wrapper.name == "command" && (word == "-v" || word == "-V");
    if (queries) {
      return {};
    }
    if (word.size() > 1 && word.starts_with('-')) {
      at += option_length(wrapper, word);
    } else {
      break;
    }
  }
  at += static_cast<std::size_t>(wrapper.operands);
  while (at < words.size() && is_assignment(words[at])) {
    result.assignments.push_back(at++);
  }
  if (at < words.size()) {
    result.kind = Unwrapped::Kind::argv;
    result.next = at;
  }
  return result;
}

} // namespace

Unwrapped unwrap(const std::vector<Field>& words) {
  const std::string name = program_name(words.front().text.text());
  const Language language = language_of(name);
  if (language == Language::posix) {
    return shell_script(words, language);
  }
  if (language != Language::none) {
    return other_shell(words, language);
  }
  if (name == "su") {
    return su(words);
  }
  if (name == "eval" && words.size() > 1) {
    return {Unwrapped::Kind::joined, 1, {}, Language::posix};
  }
  const auto wrapper = std::find_if(wrappers.begin(), wrappers.end(),
                                    [&](const Wrapper& entry) { return entry.name == name; });
  return wrapper == wrappers.end() ? Unwrapped{} : through(*wrapper, words);
}

} // namespace secaudit::project::dockerfile::shell
