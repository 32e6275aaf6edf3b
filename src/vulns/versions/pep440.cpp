// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "vulns/versions/digits.hpp"
#include "vulns/versions/read_once.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace secaudit::vulns {
namespace {

constexpr std::size_t usual_numbers = 4;

/// Pieces of its source.
struct Version {
  std::string_view epoch;
  std::vector<std::string_view> release; ///< without trailing zeros
  int phase = 3; ///< 0 a, 1 b, 2 rc, 3 none; -1: a development release of no phase
  std::string_view phase_number;
  bool post = false;
  std::string_view post_number;
  bool development = false;
  std::string_view development_number;
  std::vector<std::string_view> local;
};

bool separates(char c) {
  return c == '.' || c == '-' || c == '_';
}

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(base::trim(text)) {}

  std::optional<Version> read() {
    rest_.remove_prefix(rest_.starts_with('v') || rest_.starts_with('V') ? 1 : 0);
    if (!release()) {
      return std::nullopt;
    }
    phase();
    post();
    development();
    if (rest_.starts_with('+') && !local()) {
      return std::nullopt;
    }
    if (version_.phase == 3 && !version_.post && version_.development) {
      version_.phase = -1;
    }
    return rest_.empty() ? std::optional(std::move(version_)) : std::nullopt;
  }

 private:
  bool release() {
    const std::string_view first = take_while(rest_, is_digit);
    if (first.empty()) {
      return false;
    }
    version_.release.reserve(usual_numbers);
    if (rest_.starts_with('!')) {
      version_.epoch = first;
      rest_.remove_prefix(1);
      const std::string_view number = take_while(rest_, is_digit);
      if (number.empty()) {
        return false;
      }
      version_.release.push_back(without_zeros(number));
    } else {
      version_.release.push_back(without_zeros(first));
    }
    while (rest_.size() > 1 && rest_.front() == '.' && is_digit(rest_[1])) {
      rest_.remove_prefix(1);
      version_.release.push_back(without_zeros(take_while(rest_, is_digit)));
    }
    while (!version_.release.empty() && version_.release.back().empty()) {
      version_.release.pop_back();
    }
    return true;
  }

  /// [separator] word [separator] number; what does not fit is put back.
  template <std::size_t N>
  std::optional<std::size_t> word(const std::array<std::string_view, N>& words,
                                  std::string_view& number) {
    const std::string_view before = rest_;
    if (!rest_.empty() && separates(rest_.front())) {
      rest_.remove_prefix(1);
    }
    for (std::size_t i = 0; i < N; ++i) {
      if (compare_folded(rest_.substr(0, words[i].size()), words[i]) != 0) {
        continue;
      }
      rest_.remove_prefix(words[i].size());
      if (rest_.size() > 1 && separates(rest_.front()) && is_digit(rest_[1])) {
        rest_.remove_prefix(1);
      }
      number = take_while(rest_, is_digit);
      return i;
    }
    rest_ = before;
    return std::nullopt;
  }

  void phase() {
    constexpr std::array<std::string_view, 8> words{"alpha", "beta", "preview", "pre",
                                                    "rc",    "a",    "b",       "c"};
    constexpr std::array<int, 8> ranks{0, 1, 2, 2, 2, 0, 1, 2};
    if (const auto index = word(words, version_.phase_number)) {
      version_.phase = ranks[*index];
    }
  }

  void post() {
    if (rest_.size() > 1 && rest_.front() == '-' && is_digit(rest_[1])) {
      rest_.remove_prefix(1);
      version_.post = true;
      version_.post_number = take_while(rest_, is_digit);
      return;
    }
    constexpr std::array<std::string_view, 3> words{"post", "rev", "r"};
    version_.post = word(words, version_.post_number).has_value();
  }

  void development() {
    constexpr std::array<std::string_view, 1> words{"dev"};
    version_.development = word(words, version_.development_number).has_value();
  }

  bool local() {
    rest_.remove_prefix(1);
    for (;;) {
      const std::string_view part =
          take_while(rest_, [](char c) { return is_digit(c) || is_letter(c); });
      if (part.empty()) {
        return false;
      }
      version_.local.push_back(part);
      if (rest_.empty() || !separates(rest_.front())) {
        return true;
      }
      rest_.remove_prefix(1);
    }
  }

  std::string_view rest_;
  Version version_;
};

std::weak_ordering compare_release(const std::vector<std::string_view>& a,
                                   const std::vector<std::string_view>& b) {
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    const auto order = compare_numbers(i < a.size() ? a[i] : std::string_view{},
                                       i < b.size() ? b[i] : std::string_view{});
    if (order != 0) {
      return order;
    }
  }
  return std::weak_ordering::equivalent;
}

/// Absent is below present, or above it, then by number.
std::weak_ordering compare_optional(bool a, std::string_view a_number, bool b,
                                    std::string_view b_number, bool absent_below) {
  if (a != b) {
    return a == absent_below ? std::weak_ordering::greater : std::weak_ordering::less;
  }
  return compare_numbers(a_number, b_number);
}

std::weak_ordering compare_local(const std::vector<std::string_view>& a,
                                 const std::vector<std::string_view>& b) {
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
    const bool left = all_digits(a[i]);
    const bool right = all_digits(b[i]);
    if (left != right) {
      return left ? std::weak_ordering::greater : std::weak_ordering::less;
    }
    const auto order = left ? compare_numbers(a[i], b[i]) : compare_folded(a[i], b[i]);
    if (order != 0) {
      return order;
    }
  }
  return a.size() <=> b.size();
}

std::optional<Version> read(std::string_view text) {
  return Reader(text).read();
}

std::weak_ordering compare(const Version& a, const Version& b) {
  const std::array<std::weak_ordering, 7> orders{
      compare_numbers(a.epoch, b.epoch),
      compare_release(a.release, b.release),
      std::weak_ordering(a.phase <=> b.phase),
      compare_numbers(a.phase_number, b.phase_number),
      compare_optional(a.post, a.post_number, b.post, b.post_number, true),
      compare_optional(a.development, a.development_number, b.development, b.development_number,
                       false),
      compare_local(a.local, b.local),
  };
  const auto decided =
      std::find_if(orders.begin(), orders.end(), [](std::weak_ordering o) { return o != 0; });
  return decided == orders.end() ? std::weak_ordering::equivalent : *decided;
}

} // namespace

Order compare_pep440(std::string_view a, std::string_view b) {
  return compare_read<read, compare>(a, b);
}
std::optional<Comparer> pep440_comparer(std::string_view version) {
  return comparer_read<read, compare>(version);
}

} // namespace secaudit::vulns
