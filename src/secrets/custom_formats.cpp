// SPDX-License-Identifier: Apache-2.0
#include "secrets/custom_formats.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>

namespace secaudit::secrets {
namespace {

/// Enough for any pattern that describes a token, and too little to fill the memory.
constexpr std::int64_t pattern_memory = std::int64_t{8} * 1024 * 1024;

re2::RE2::Options options() {
  re2::RE2::Options made(re2::RE2::Latin1);
  made.set_log_errors(false);
  made.set_max_mem(pattern_memory);
  return made;
}

re2::StringPiece piece_of(std::string_view text) {
  return {text.data(), text.size()};
}

} // namespace

struct CustomSearch::Compiled {
  CustomFormat format;
  std::unique_ptr<re2::RE2> pattern;
};

std::optional<std::string> fault_of(const CustomFormat& format) {
  constexpr std::array<std::string_view, 5> severities{"critical", "high", "medium", "low", "info"};
  if (std::find(severities.begin(), severities.end(), format.severity) == severities.end()) {
    return "`severity` has to be critical, high, medium, low or info";
  }
  const re2::RE2 pattern(piece_of(format.pattern), options());
  if (!pattern.ok()) {
    return "`pattern` is no regular expression of RE2: " + pattern.error();
  }
  if (re2::RE2::FullMatch("", pattern)) {
    return "`pattern` matches an empty text";
  }
  return std::nullopt;
}

CustomSearch::CustomSearch(const std::vector<CustomFormat>& formats) {
  for (const CustomFormat& format : formats) {
    if (!fault_of(format)) {
      formats_.push_back({format, std::make_unique<re2::RE2>(piece_of(format.pattern), options())});
    }
  }
}

CustomSearch::~CustomSearch() = default;
CustomSearch::CustomSearch(CustomSearch&&) noexcept = default;
CustomSearch& CustomSearch::operator=(CustomSearch&&) noexcept = default;

void CustomSearch::scan(std::string_view text, std::size_t from, std::size_t to,
                        std::vector<Candidate>& found) const {
  for (const Compiled& compiled : formats_) {
    const int groups = std::min(compiled.pattern->NumberOfCapturingGroups(), 1) + 1;
    std::array<re2::StringPiece, 2> parts;
    std::size_t at = from;
    while (at < to
           && compiled.pattern->Match(piece_of(text), at, text.size(), re2::RE2::UNANCHORED,
                                      parts.data(), groups)) {
      const auto whole = static_cast<std::size_t>(parts[0].data() - text.data());
      if (whole >= to) {
        break;
      }
      const bool grouped = groups == 2 && parts[1].data() != nullptr && !parts[1].empty();
      const re2::StringPiece& secret = grouped ? parts[1] : parts[0];
      const auto begin = static_cast<std::size_t>(secret.data() - text.data());
      Piece{text, FileKind::plain, 0, found}.add(compiled.format.id, compiled.format.title,
                                                 compiled.format.severity, begin,
                                                 begin + secret.size(), Confidence::strong);
      at = whole + std::max<std::size_t>(parts[0].size(), 1);
    }
  }
}

} // namespace secaudit::secrets
