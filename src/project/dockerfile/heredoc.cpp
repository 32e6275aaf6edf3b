// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "project/dockerfile/characters.hpp"
#include "project/dockerfile/expand.hpp"
#include "project/dockerfile/instruction.hpp"

#include <charconv>

namespace secaudit::project::dockerfile {
namespace {

std::optional<std::string> nothing(std::string_view) {
  return std::nullopt;
}

/// Here-documents are lexed with a backslash, whatever the file's escape is.
Expansion lexed(std::string_view text, bool raw_quotes, bool raw_escapes) {
  ExpandOptions options;
  options.raw_quotes = raw_quotes;
  options.raw_escapes = raw_escapes;
  options.unset = Unset::keep;
  return expand(text, nothing, options);
}

} // namespace

HeredocParse heredoc_word(std::string_view word) {
  HeredocWord result;
  std::size_t digits = 0;
  while (digits < word.size() && word[digits] >= '0' && word[digits] <= '9') {
    ++digits;
  }
  std::from_chars(word.data(), word.data() + digits, result.descriptor);
  std::string_view rest = word.substr(digits);
  if (!rest.starts_with("<<")) {
    return {};
  }
  rest.remove_prefix(2);
  result.chomp = rest.starts_with('-');
  if (result.chomp) {
    rest.remove_prefix(1);
  }
  rest = trim_space(rest);
  if (rest.empty() || rest.find('<') != std::string_view::npos) {
    return {};
  }
  const Expansion plain = lexed(rest, false, false);
  const Expansion raw = lexed(rest, true, false);
  if (plain.error || raw.error) {
    return {std::nullopt, true};
  }
  if (plain.words.size() != 1 || raw.words.size() != 1) {
    return {};
  }
  result.name = plain.words.front();
  // A quote anywhere in the word keeps its content from being expanded; an escape does not.
  result.expand = plain.words.front() == raw.words.front();
  return {std::move(result), false};
}

std::vector<HeredocWord> heredoc_words(std::string_view line) {
  std::vector<HeredocWord> result;
  if (line.find("<<") == std::string_view::npos) {
    return result;
  }
  for (const std::string& word : lexed(line, true, true).words) {
    HeredocParse parsed = heredoc_word(word);
    if (parsed.heredoc) {
      result.push_back(std::move(*parsed.heredoc));
    }
  }
  return result;
}

bool can_have_heredocs(const model::Instruction& instruction) {
  const std::string& name = instruction.name;
  return (name == "RUN" || name == "COPY" || name == "ADD") && !instruction.json;
}

} // namespace secaudit::project::dockerfile
