// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/instruction.hpp"

#include "base/limits.hpp"
#include "base/text.hpp"
#include "project/dockerfile/characters.hpp"
#include "project/dockerfile/words.hpp"

#include <algorithm>
#include <array>

namespace secaudit::project::dockerfile {
namespace {

struct Known {
  std::string_view name;
  ArgumentKind kind;
};
constexpr std::array<Known, 18> known{{
    {"ADD", ArgumentKind::json_words},
    {"ARG", ArgumentKind::names},
    {"CMD", ArgumentKind::command},
    {"COPY", ArgumentKind::json_words},
    {"ENTRYPOINT", ArgumentKind::command},
    {"ENV", ArgumentKind::pairs},
    {"EXPOSE", ArgumentKind::words},
    {"FROM", ArgumentKind::words},
    {"HEALTHCHECK", ArgumentKind::health},
    {"LABEL", ArgumentKind::pairs},
    {"MAINTAINER", ArgumentKind::text},
    {"ONBUILD", ArgumentKind::trigger},
    {"RUN", ArgumentKind::command},
    {"SHELL", ArgumentKind::command},
    {"STOPSIGNAL", ArgumentKind::text},
    {"USER", ArgumentKind::text},
    {"VOLUME", ArgumentKind::json_words},
    {"WORKDIR", ArgumentKind::text},
}};

class Reader {
 public:
  Reader(char escape, std::vector<model::Diagnostic>& diagnostics)
      : escape_(escape), diagnostics_(diagnostics) {}

  void read(const Located& line, bool behind_onbuild, Parsed& out);

 private:
  void arguments(ArgumentKind kind, const Located& rest, Parsed& out);
  void pairs(const Located& rest, Parsed& out);
  void command(const Located& rest, Parsed& out);
  bool json(const Located& rest, Parsed& out);

  static void add(Located text, Parsed& out) {
    out.instruction.arguments.push_back({text.text(), text.span()});
    out.texts.push_back(std::move(text));
  }

  void fail(const model::Span& span, std::string message, std::string hint, Parsed& out) {
    out.tree_error = true;
    if (diagnostics_.size() < limits::dockerfile_diagnostics) {
      diagnostics_.push_back({span, std::move(message), std::move(hint), true});
    }
  }

  char escape_;
  std::vector<model::Diagnostic>& diagnostics_;
};

void Reader::read(const Located& line, bool behind_onbuild, Parsed& out) {
  const std::vector<Located> parts = first_word_and_rest(trimmed(line));
  model::Instruction& instruction = out.instruction;
  instruction.written = parts.front().text();
  instruction.name = base::to_upper(instruction.written);
  instruction.name_span = parts.front().span();
  instruction.onbuild = behind_onbuild;
  const Located none = line.sub(line.size(), line.size());
  const Located& behind = parts.size() > 1 ? parts[1] : none;
  instruction.original = std::string(trim_space(behind.text()));
  const ArgumentKind kind = argument_kind(instruction.name);
  if (kind == ArgumentKind::trigger && !behind_onbuild && !behind.empty()) {
    read(behind, true, out);
    if (out.instruction.name == "ONBUILD" || out.instruction.name == "FROM"
        || out.instruction.name == "MAINTAINER") {
      out.trigger_error = out.instruction.name;
    }
    return;
  }
  Flags flags = leading_flags(behind);
  for (const Located& flag : flags.flags) {
    instruction.flags.push_back({flag.text(), flag.span()});
  }
  arguments(kind, trimmed(flags.rest), out);
}

void Reader::arguments(ArgumentKind kind, const Located& rest, Parsed& out) {
  if (rest.empty()) {
    return;
  }
  switch (kind) {
  case ArgumentKind::words:
  case ArgumentKind::unknown:
  case ArgumentKind::trigger:
    for (Located& word : plain_words(rest)) {
      add(std::move(word), out);
    }
    return;
  case ArgumentKind::json_words:
    if (!json(rest, out)) {
      arguments(ArgumentKind::words, rest, out);
    }
    return;
  case ArgumentKind::command:
    command(rest, out);
    return;
  case ArgumentKind::health: {
    const std::string_view text = rest.text();
    std::size_t end = 0;
    while (end < text.size() && space_length(text.substr(end)) == 0) {
      ++end;
    }
    add(rest.sub(0, end), out);
    command(trimmed(rest.sub(end, text.size())), out);
    return;
  }
  case ArgumentKind::pairs:
    pairs(rest, out);
    return;
  case ArgumentKind::names:
    for (Located& word : quoted_words(rest, escape_)) {
      add(std::move(word), out);
    }
    return;
  case ArgumentKind::text:
    add(rest, out);
    return;
  }
}

void Reader::command(const Located& rest, Parsed& out) {
  if (!rest.empty() && !json(rest, out)) {
    add(rest, out);
  }
}

bool Reader::json(const Located& rest, Parsed& out) {
  JsonWords words = json_words(rest);
  if (words.kind == JsonWords::Kind::no_json) {
    return false;
  }
  out.instruction.json = true;
  if (words.kind == JsonWords::Kind::other_values) {
    fail(rest.span(), "found a JSON array with values that are no strings, expected strings only",
         "put every element in double quotes", out);
    return true;
  }
  for (std::size_t i = 0; i < words.words.size(); ++i) {
    out.instruction.arguments.push_back({words.words[i].text(), words.spans[i]});
    out.texts.push_back(std::move(words.words[i]));
  }
  return true;
}

void Reader::pairs(const Located& rest, Parsed& out) {
  std::vector<Located> words = quoted_words(rest, escape_);
  if (words.empty()) {
    return;
  }
  const auto has_equals = [](const Located& word) {
    return word.text().find('=') != std::string::npos;
  };
  if (!has_equals(words.front())) {
    std::vector<Located> parts = first_word_and_rest(rest);
    if (parts.size() < 2) {
      fail(rest.span(), "found " + out.instruction.name + " with a name alone, expected name=value",
           "add a value", out);
    }
    for (Located& part : parts) {
      add(std::move(part), out);
    }
    return;
  }
  for (Located& word : words) {
    if (!has_equals(word)) {
      // The word itself may be the second half of a secret: it is not shown.
      fail(word.span(), "found a word without '=', expected name=value",
           "quote values that hold blanks", out);
      continue;
    }
    add(std::move(word), out);
  }
}

} // namespace

ArgumentKind argument_kind(std::string_view upper_name) {
  const auto found = std::find_if(known.begin(), known.end(),
                                  [&](const Known& entry) { return entry.name == upper_name; });
  return found == known.end() ? ArgumentKind::unknown : found->kind;
}

std::vector<std::string_view> instruction_names() {
  std::vector<std::string_view> names;
  for (const Known& entry : known) {
    names.push_back(entry.name);
  }
  return names;
}

Parsed read_instruction(const LogicalLine& line, char escape,
                        std::vector<model::Diagnostic>& diagnostics) {
  Parsed result;
  Reader(escape, diagnostics).read(line.text, false, result);
  result.instruction.comments = line.comments;
  result.instruction.span = trimmed(line.text).span();
  return result;
}

} // namespace secaudit::project::dockerfile
