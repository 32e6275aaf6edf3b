// SPDX-License-Identifier: Apache-2.0
// `docker scout cves --format packages`: sections of packages with their faults.
#include "base/text.hpp"
#include "vulns/scanners/formats.hpp"

#include <cctype>
#include <charconv>
#include <vector>

namespace secaudit::vulns {
namespace {

using model::ScanState;
using model::Vulnerability;

std::vector<std::string_view> words(std::string_view line) {
  std::vector<std::string_view> out;
  for (const std::string_view word : base::split(line, ' ')) {
    if (!word.empty()) {
      out.push_back(word);
    }
  }
  return out;
}

/// "   0C     0H     0M     7L  glibc 2.36-9+deb12u9".
bool is_count_line(const std::vector<std::string_view>& parts) {
  return parts.size() >= 6 && parts[0].ends_with('C') && parts[1].ends_with('H')
         && parts[2].ends_with('M') && parts[3].ends_with('L')
         && std::isdigit(static_cast<unsigned char>(parts[0].front())) != 0;
}

std::optional<std::size_t> number_before(std::string_view line, std::string_view mark) {
  const std::size_t at = line.find(mark);
  if (at == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view before = base::trim(line.substr(0, at));
  const std::size_t blank = before.rfind(' ');
  const std::string_view digits =
      blank == std::string_view::npos ? before : before.substr(blank + 1);
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc{} && end == digits.data() + digits.size() ? std::optional(value)
                                                                      : std::nullopt;
}

class Reader {
 public:
  ScanReading read(std::string_view text) {
    for (const std::string_view line : base::lines(text)) {
      take(line);
    }
    if (!clean_ && !detected_ && reading_.vulnerabilities.empty()) {
      return {};
    }
    conclude(reading_);
    if (clean_ && reading_.vulnerabilities.empty()) {
      reading_.state = ScanState::ok;
    } else if (detected_ && *detected_ > reading_.vulnerabilities.size()) {
      reading_.state = ScanState::partial;
      reading_.reason = "it counts " + std::to_string(*detected_) + " vulnerabilities and tells "
                        + std::to_string(reading_.vulnerabilities.size());
    }
    return std::move(reading_);
  }

 private:
  void take(std::string_view line) {
    const auto parts = words(line);
    if (base::contains(line, "No vulnerable package")) {
      clean_ = true;
    }
    for (const std::string_view mark : {" vulnerabilities found in", " vulnerabilities"}) {
      if (base::contains(line, "Detected ") || base::contains(line, "vulnerabilities found in")) {
        if (const auto count = number_before(line, mark)) {
          detected_ = *count;
        }
      }
    }
    if (is_count_line(parts)) {
      purl_.clear();
      // A fifth count, "1?", is of those that nobody rated.
      const std::size_t name = parts[4].ends_with('?') ? 5 : 4;
      package_ = name + 1 < parts.size() ? std::string(parts[name]) : "";
      version_ = name + 1 < parts.size() ? std::string(parts[name + 1]) : "";
    } else if (line.starts_with("pkg:")) {
      purl_ = base::trim(line);
    } else if (parts.size() >= 3 && (parts[0] == "✗" || parts[0] == "x")
               && (severity_word(parts[1]) || parts[1] == "UNSPECIFIED")
               && plausible_id(parts[2])) {
      begin(parts);
    } else if (!reading_.vulnerabilities.empty() && parts.size() >= 2) {
      detail(line);
    }
  }

  void begin(const std::vector<std::string_view>& parts) {
    Vulnerability v = found_by("scout", std::string(parts[2]), parts[1]);
    set_package(v, purl_);
    v.package = package_.empty() ? v.package : package_;
    v.version = version_.empty() ? v.version : version_;
    reading_.vulnerabilities.push_back(std::move(v));
  }

  void detail(std::string_view line) {
    Vulnerability& v = reading_.vulnerabilities.back();
    const std::string_view content = base::trim(line);
    const std::size_t colon = content.find(" : ");
    if (content.starts_with("https://")) {
      v.url = content;
    } else if (colon != std::string_view::npos) {
      const std::string_view key = base::trim(content.substr(0, colon));
      const std::string_view value = base::trim(content.substr(colon + 3));
      if (key == "Fixed version") {
        v.fixed = first_fix(value);
      } else if (key == "EPSS Score") {
        double score = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), score);
        v.epss = error == std::errc{} ? std::optional(score) : std::nullopt;
      }
    }
  }

  ScanReading reading_;
  std::string package_;
  std::string version_;
  std::string purl_;
  bool clean_ = false;
  std::optional<std::size_t> detected_;
};

} // namespace

ScanReading read_scout_text(std::string_view text) {
  return Reader().read(text);
}

} // namespace secaudit::vulns
