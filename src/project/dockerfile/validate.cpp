// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/validate.hpp"

#include "base/limits.hpp"
#include "base/text.hpp"
#include "project/dockerfile/mounts.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

namespace secaudit::project::dockerfile {
namespace {

/// Longer words are no misspelt instruction.
constexpr std::size_t longest_instruction = 16;

struct FlagRule {
  std::string_view instruction;
  std::string_view flag;
  enum class Kind { value, boolean, repeated } kind;
};
constexpr std::array<FlagRule, 23> flag_rules{{
    {"FROM", "platform", FlagRule::Kind::value},
    {"RUN", "mount", FlagRule::Kind::repeated},
    {"RUN", "network", FlagRule::Kind::value},
    {"RUN", "security", FlagRule::Kind::value},
    {"RUN", "device", FlagRule::Kind::repeated},
    {"COPY", "from", FlagRule::Kind::value},
    {"COPY", "chown", FlagRule::Kind::value},
    {"COPY", "chmod", FlagRule::Kind::value},
    {"COPY", "link", FlagRule::Kind::boolean},
    {"COPY", "parents", FlagRule::Kind::boolean},
    {"COPY", "exclude", FlagRule::Kind::repeated},
    {"ADD", "chown", FlagRule::Kind::value},
    {"ADD", "chmod", FlagRule::Kind::value},
    {"ADD", "link", FlagRule::Kind::boolean},
    {"ADD", "checksum", FlagRule::Kind::value},
    {"ADD", "keep-git-dir", FlagRule::Kind::boolean},
    {"ADD", "unpack", FlagRule::Kind::boolean},
    {"ADD", "exclude", FlagRule::Kind::repeated},
    {"HEALTHCHECK", "interval", FlagRule::Kind::value},
    {"HEALTHCHECK", "timeout", FlagRule::Kind::value},
    {"HEALTHCHECK", "start-period", FlagRule::Kind::value},
    {"HEALTHCHECK", "start-interval", FlagRule::Kind::value},
    {"HEALTHCHECK", "retries", FlagRule::Kind::value},
}};

std::string shown(std::string_view text) {
  return "'" + base::truncate(base::printable(text), 60) + "'";
}

/// A Go duration such as 1m30s, in nanoseconds; nothing when it is none.
std::optional<double> go_duration(std::string_view text) {
  double sign = 1;
  if (text.starts_with('-') || text.starts_with('+')) {
    sign = text.front() == '-' ? -1 : 1;
    text.remove_prefix(1);
  }
  if (text == "0") {
    return 0;
  }
  constexpr std::array<std::pair<std::string_view, double>, 8> units{{{"ns", 1},
                                                                      {"us", 1e3},
                                                                      {"µs", 1e3},
                                                                      {"μs", 1e3},
                                                                      {"ms", 1e6},
                                                                      {"s", 1e9},
                                                                      {"m", 60e9},
                                                                      {"h", 3600e9}}};
  double total = 0;
  bool any = false;
  while (!text.empty()) {
    double number = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    if (error != std::errc{}) {
      return std::nullopt;
    }
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    const auto unit = std::find_if(units.begin(), units.end(), [&](const auto& entry) {
      return text.starts_with(entry.first);
    });
    if (unit == units.end()) {
      return std::nullopt;
    }
    total += number * unit->second;
    text.remove_prefix(unit->first.size());
    any = true;
  }
  return any ? std::optional(sign * total) : std::nullopt;
}

class Validator {
 public:
  Validator(const Parsed& parsed, std::vector<model::Diagnostic>& diagnostics)
      : parsed_(parsed), instruction_(parsed.instruction), diagnostics_(diagnostics) {}

  void run() {
    if (!parsed_.trigger_error.empty()) {
      fail(instruction_.name_span,
           "found " + parsed_.trigger_error
               + " behind ONBUILD, "
                 "where it is not allowed",
           "name another instruction");
      return;
    }
    if (argument_kind(instruction_.name) == ArgumentKind::unknown) {
      unknown_instruction();
      return;
    }
    flags();
    if (!parsed_.tree_error) {
      arguments();
    }
  }

 private:
  void fail(const model::Span& span, std::string message, std::string hint) {
    if (diagnostics_.size() < limits::dockerfile_diagnostics) {
      diagnostics_.push_back({span, std::move(message), std::move(hint), true});
    }
  }

  void unknown_instruction();
  void flags();
  void flag(const model::Word& word, std::set<std::string>& seen);
  void flag_value(const FlagRule& rule, const std::string& value, const model::Span& span);
  void arguments();
  void health();
  void names_given();
  void at_least(std::size_t count) {
    if (instruction_.arguments.size() < count) {
      const bool two = count > 1;
      fail(instruction_.span,
           "found " + instruction_.name + " with " + std::to_string(instruction_.arguments.size())
               + (instruction_.arguments.size() == 1 ? " argument" : " arguments")
               + ", expected at least " + (two ? "two" : "one"),
           two ? "name the source and the destination" : "add what is missing");
    }
  }

  const Parsed& parsed_;
  const model::Instruction& instruction_;
  std::vector<model::Diagnostic>& diagnostics_;
};

void Validator::unknown_instruction() {
  std::string hint = "a line that goes on needs a continuation at the end of the one before";
  std::size_t nearest = 3;
  for (const std::string_view name : instruction_names()) {
    const std::size_t distance = base::edit_distance(instruction_.name, name, 2);
    if (distance < nearest) {
      nearest = distance;
      hint = "did you mean " + std::string(name) + "?";
    }
  }
  // What is no Dockerfile (an .env file, say) must not have its lines in the report.
  const bool word =
      instruction_.written.size() <= longest_instruction
      && std::all_of(instruction_.written.begin(), instruction_.written.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
  fail(instruction_.name_span,
       (word ? "found the unknown instruction " + shown(instruction_.written)
             : "found something that is no instruction")
           + ", expected one of Dockerfile's 18",
       std::move(hint));
}

void Validator::flags() {
  std::set<std::string> seen;
  for (const model::Word& word : instruction_.flags) {
    flag(word, seen);
  }
}

void Validator::flag(const model::Word& word, std::set<std::string>& seen) {
  const std::string_view text = std::string_view(word.text).substr(2);
  const std::size_t equals = text.find('=');
  const std::string name(text.substr(0, equals));
  const auto rule = std::find_if(flag_rules.begin(), flag_rules.end(), [&](const FlagRule& entry) {
    return entry.instruction == instruction_.name && entry.flag == name;
  });
  if (rule == flag_rules.end()) {
    fail(word.span, "found the unknown flag " + shown("--" + name) + " of " + instruction_.name,
         "remove it or check its spelling");
    return;
  }
  if (rule->kind != FlagRule::Kind::repeated && !seen.insert(name).second) {
    fail(word.span, "found the flag --" + name + " twice, expected once", "remove one of them");
    return;
  }
  if (equals == std::string_view::npos) {
    if (rule->kind != FlagRule::Kind::boolean) {
      fail(word.span, "found the flag --" + name + " without a value",
           "write --" + name + "=VALUE");
    }
    return;
  }
  flag_value(*rule, std::string(text.substr(equals + 1)), word.span);
}

void Validator::flag_value(const FlagRule& rule, const std::string& value,
                           const model::Span& span) {
  const std::string name = "--" + std::string(rule.flag);
  if (rule.kind == FlagRule::Kind::boolean) {
    const std::string lower = base::to_lower(value);
    if (lower != "true" && lower != "false" && !base::contains(value, "$")) {
      fail(span, "found " + shown(value) + " for " + name + ", expected true or false",
           "write " + name + " alone");
    }
  } else if (rule.flag == "mount") {
    if (const RunMount mount = parse_mount(value); mount.error) {
      fail(span, "found a mount that is not valid: " + base::printable(*mount.error),
           "see the documentation of RUN --mount");
    }
  } else if (rule.flag == "retries") {
    int number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc{} || end != value.data() + value.size() || number < 0) {
      fail(span, "found " + shown(value) + " for --retries, expected a number from 0 on",
           "write a number such as 3");
    }
  } else if (rule.instruction == "HEALTHCHECK") {
    const std::optional<double> duration = go_duration(value);
    if (!duration || (*duration != 0 && *duration < 1e6)) {
      fail(span, "found " + shown(value) + " for " + name + ", expected a duration of 1ms or more",
           "write a duration such as 30s");
    }
  }
}

void Validator::arguments() {
  const std::string& name = instruction_.name;
  const std::vector<model::Word>& words = instruction_.arguments;
  if (name == "FROM") {
    const bool stage = words.size() == 3 && base::equals_ignoring_case(words[1].text, "as");
    if (words.size() != 1 && !stage) {
      fail(instruction_.span,
           "found FROM with " + std::to_string(words.size())
               + " words, expected `FROM image` or `FROM image AS name`",
           "name an image and, behind AS, one name");
    }
  } else if (name == "COPY" || name == "ADD") {
    at_least(2);
    if (words.size() > 1 && !instruction_.json && heredoc_word(words.back().text).heredoc) {
      fail(words.back().span, "found a here-document as the destination of " + name,
           "put the destination behind it");
    }
  } else if (name == "SHELL") {
    at_least(1);
    if (!words.empty() && !instruction_.json) {
      fail(instruction_.span,
           "found SHELL without a JSON array, expected [\"program\", \"option\"]",
           "write it as a JSON array with double quotes");
    }
  } else if (name == "HEALTHCHECK") {
    health();
  } else if (name == "ENV" || name == "LABEL" || name == "ARG") {
    names_given();
  } else if (name != "RUN" && name != "CMD" && name != "ENTRYPOINT") {
    at_least(1);
  }
}

void Validator::names_given() {
  at_least(1);
  const std::vector<model::Word>& words = instruction_.arguments;
  if (instruction_.name != "ARG" && !words.empty()
      && words.front().text.find('=') == std::string::npos) {
    return; // the old form: whatever follows the name is its value
  }
  for (const model::Word& word : words) {
    if (word.text.starts_with('=')) {
      fail(word.span, "found a value without a name in front of its '='", "name it");
    }
  }
}

void Validator::health() {
  const std::vector<model::Word>& words = instruction_.arguments;
  at_least(1);
  if (words.empty()) {
    return;
  }
  const std::string type = base::to_upper(words.front().text);
  if (type == "NONE" && words.size() > 1) {
    fail(words[1].span, "found arguments behind HEALTHCHECK NONE, expected none", "remove them");
  } else if (type == "CMD" && words.size() < 2) {
    fail(instruction_.span, "found HEALTHCHECK CMD without a command", "add the command");
  } else if (type != "CMD" && type != "NONE") {
    fail(words.front().span,
         "found " + shown(words.front().text) + " behind HEALTHCHECK, expected CMD or NONE",
         "write CMD in front of the command");
  }
}

} // namespace

void validate(const Parsed& parsed, std::vector<model::Diagnostic>& diagnostics) {
  Validator(parsed, diagnostics).run();
}

} // namespace secaudit::project::dockerfile
