// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/search.hpp"

#include <re2/re2.h>

#include <algorithm>

namespace secaudit::audit {

struct Patterns::Compiled {
  std::vector<std::unique_ptr<re2::RE2>> expressions;
};

Patterns::Patterns(const std::vector<std::string>& expressions, bool ignore_case)
    : compiled_(std::make_unique<Compiled>()) {
  re2::RE2::Options options(re2::RE2::Quiet);
  options.set_case_sensitive(!ignore_case);
  for (const std::string& expression : expressions) {
    // Multi-line: `^` and `$` stand for the borders of a line.
    auto compiled = std::make_unique<re2::RE2>("(?m)" + expression, options);
    if (compiled->ok()) {
      compiled_->expressions.push_back(std::move(compiled));
    } else {
      refused_.push_back(expression);
    }
  }
}

Patterns::~Patterns() = default;
Patterns::Patterns(Patterns&&) noexcept = default;
Patterns& Patterns::operator=(Patterns&&) noexcept = default;

std::optional<Patterns::Match> Patterns::find(std::string_view text, std::size_t from) const {
  std::optional<Match> first;
  const re2::StringPiece input(text.data(), text.size());
  for (const auto& expression : compiled_->expressions) {
    re2::StringPiece whole;
    if (!expression->Match(input, from, text.size(), re2::RE2::UNANCHORED, &whole, 1)) {
      continue;
    }
    // `^\s*` reaches over empty lines; the match is where something stands.
    const auto start = static_cast<std::size_t>(whole.data() - text.data());
    const std::size_t end = start + whole.size();
    const std::size_t offset = std::min(text.find_first_not_of(" \t\r\n", start), end);
    if (!first || offset < first->offset) {
      first = Match{offset, end - offset};
    }
  }
  return first;
}

} // namespace secaudit::audit
