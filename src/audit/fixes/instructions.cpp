// SPDX-License-Identifier: Apache-2.0
#include "audit/fixes/place.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace secaudit::audit {
namespace {

using Maybe = std::optional<Edit>;

std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    out += c == '"' || c == '\\' ? "\\" : "";
    out += c;
  }
  return out + '"';
}

bool plain(std::string_view text, std::string_view unwanted) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return static_cast<unsigned char>(c) >= 0x20 && unwanted.find(c) == std::string_view::npos;
  });
}

/// Single quotes where JSON wants double ones.
Maybe json_quotes(const Place& place) {
  const model::Instruction& instruction = *place.instruction;
  if (instruction.arguments.size() != 1) {
    return std::nullopt;
  }
  const model::Span& span = instruction.arguments.front().span;
  std::string text(place.at(span));
  if (text.find('"') != std::string::npos || text.find('\\') != std::string::npos
      || !text.ends_with(']')) {
    return std::nullopt;
  }
  std::replace(text.begin(), text.end(), '\'', '"');
  return place.replace(span, std::move(text));
}

Maybe no_empty_line(const Place& place) {
  const auto* source = std::get_if<model::SourceEvidence>(&place.finding.evidence.front());
  return source == nullptr ? std::nullopt : place.remove_lines(source->span);
}

Maybe no_instruction(const Place& place) {
  return place.remove_lines(place.instruction->span);
}

Maybe small_protocol(const Place& place) {
  const auto* source = std::get_if<model::SourceEvidence>(&place.finding.evidence.front());
  const std::string_view written = place.at(source->span);
  const std::string small = base::to_lower(written);
  return small == written ? std::nullopt : place.replace(source->span, small);
}

Maybe slash(const Place& place) {
  const model::Instruction& copy = *place.instruction;
  return copy.json || copy.arguments.empty() || copy.arguments.back().text.ends_with('"')
             ? std::nullopt
             : place.insert(copy.arguments.back().span.end, "/");
}

Maybe equals_sign(const Place& place) {
  const auto& words = place.instruction->arguments;
  if (words.size() != 2) {
    return std::nullopt;
  }
  const std::string_view value = place.at(words[1].span);
  const bool blanks = value.find_first_of(" \t") != std::string_view::npos;
  // Quotes, escapes and line ends inside would have to be written anew.
  if (value.empty() || !plain(value, blanks ? "\"'\\\n" : "\\\n")) {
    return std::nullopt;
  }
  model::Span span = words[0].span;
  span.begin = words[0].span.end;
  span.end = words[1].span.end;
  const std::string text(value);
  return place.replace(span, "=" + (blanks ? "\"" + text + "\"" : text));
}

Maybe authors(const Place& place) {
  const model::Instruction& maintainer = *place.instruction;
  const std::string text(base::trim(maintainer.original));
  if (maintainer.span.begin.line != maintainer.span.end.line || !plain(text, "\"\\$")
      || place.dockerfile.stages.empty()
      || maintainer.span.begin < place.dockerfile.stages.front().span.begin) {
    return std::nullopt;
  }
  return place.replace(maintainer.span,
                       "LABEL org.opencontainers.image.authors=" + json_string(text));
}

Maybe errexit(const Place& place) {
  const auto& documents = place.instruction->heredocs;
  return documents.size() != 1 || base::trim(documents.front().content).starts_with("#!")
             ? std::nullopt
             : place.insert(documents.front().span.begin, "set -e\n");
}

Maybe no_platform(const Place& place) {
  const auto& flags = place.instruction->flags;
  if (flags.size() != 1 || !flags.front().text.starts_with("--platform=")) {
    return std::nullopt;
  }
  auto edit = place.replace(flags.front().span, "");
  while (edit && edit->end < place.text.size() && place.text[edit->end] == ' ') {
    ++edit->end;
  }
  return edit;
}

Maybe no_architecture(const Place& place) {
  const auto& words = place.instruction->arguments;
  const std::size_t cut = words.empty() ? std::string::npos : words.front().text.find('/');
  if (cut == std::string::npos || place.at(words.front().span) != words.front().text) {
    return std::nullopt;
  }
  return place.replace(words.front().span, words.front().text.substr(cut + 1));
}

Maybe copy_for_add(const Place& place) {
  for (const model::Word& flag : place.instruction->flags) {
    if (flag.text.starts_with("--checksum") || flag.text.starts_with("--keep-git-dir")
        || flag.text.starts_with("--unpack")) {
      return std::nullopt;
    }
  }
  return place.replace(place.instruction->name_span,
                       place.instruction->written == "add" ? "copy" : "COPY");
}

Maybe arg_for_env(const Place& place) {
  const auto& words = place.instruction->arguments;
  return words.size() == 1 && words.front().text.starts_with("DEBIAN_FRONTEND=")
             ? place.replace(place.instruction->name_span, "ARG")
             : std::nullopt;
}

/// The words of a plain command as a JSON array.
Maybe exec_form(const Place& place) {
  const model::Instruction& start = *place.instruction;
  if (start.commands.size() != 1 || start.arguments.size() != 1) {
    return std::nullopt;
  }
  const model::ShellCommand& command = start.commands.front();
  if (!command.assignments.empty() || !command.wrappers.empty() || !command.redirects.empty()
      || !plain(place.at(start.arguments.front().span), "$|&;<>*?`(){}[]~!#\\\"'\n")) {
    return std::nullopt;
  }
  std::string out;
  for (const model::ShellWord& word : command.words) {
    out += (out.empty() ? "[" : ", ") + json_string(word.text);
  }
  return place.replace(start.arguments.front().span, out + "]");
}

Maybe one_case(const Place& place) {
  const std::string& written = place.instruction->written;
  return written == place.instruction->name
             ? std::nullopt
             : place.replace(place.instruction->name_span, place.instruction->name);
}

Maybe unbuffered(const Place& place) {
  const model::Span& from = place.instruction->span;
  return place.instruction->name == "FROM" && from.begin.line == from.end.line
             ? place.insert(from.end, "\nENV PYTHONUNBUFFERED=1")
             : std::nullopt;
}

} // namespace

Fixer instruction_fixer(std::string_view rule) {
  constexpr std::array<std::pair<std::string_view, Fixer>, 15> fixers{{{"DF004", json_quotes},
                                                                       {"DF005", no_empty_line},
                                                                       {"DF012", no_instruction},
                                                                       {"DF013", small_protocol},
                                                                       {"DF014", slash},
                                                                       {"DF020", no_platform},
                                                                       {"DF022", equals_sign},
                                                                       {"DF023", one_case},
                                                                       {"DF024", authors},
                                                                       {"DF026", errexit},
                                                                       {"DF116", no_architecture},
                                                                       {"DF219", arg_for_env},
                                                                       {"DF621", exec_form},
                                                                       {"DF638", unbuffered},
                                                                       {"DF703", copy_for_add}}};
  const auto found = std::find_if(fixers.begin(), fixers.end(),
                                  [&](const auto& entry) { return entry.first == rule; });
  return found == fixers.end() ? nullptr : found->second;
}

} // namespace secaudit::audit
