// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "vulns/versions/digits.hpp"
#include "vulns/versions/read_once.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace secaudit::vulns {
namespace {

/// A number, a word, or a list (what stands behind a dash).
struct Item {
  enum class Kind { number, word, list };
  Kind kind = Kind::number;
  std::string text; ///< numbers without leading zeros
  std::vector<Item> items;
};

constexpr std::array<std::string_view, 7> qualifiers{"alpha",    "beta", "milestone", "rc",
                                                     "snapshot", "",     "sp"};
constexpr std::size_t release = 5;

/// Known qualifiers by their rank, unknown ones behind them by their text.
std::string rank(std::string_view word) {
  const auto found = std::find(qualifiers.begin(), qualifiers.end(), word);
  const auto index = static_cast<std::size_t>(found - qualifiers.begin());
  return found == qualifiers.end() ? std::to_string(qualifiers.size()) + "-" + std::string(word)
                                   : std::to_string(index);
}

bool is_null(const Item& item) {
  switch (item.kind) {
  case Item::Kind::number:
    return item.text.empty();
  case Item::Kind::word:
    return rank(item.text) == std::to_string(release);
  case Item::Kind::list:
    return item.items.empty();
  }
  return false;
}

/// Trailing zeros and empty qualifiers say nothing.
void normalise(std::vector<Item>& items) {
  for (std::size_t i = items.size(); i-- > 0;) {
    if (is_null(items[i])) {
      items.erase(items.begin() + static_cast<std::ptrdiff_t>(i));
    } else if (items[i].kind != Item::Kind::list) {
      break;
    }
  }
}

Item word_item(std::string_view text, bool digit_follows) {
  std::string word(text);
  if (digit_follows && word.size() == 1) {
    word = word == "a" ? "alpha" : word == "b" ? "beta" : word == "m" ? "milestone" : word;
  }
  word = word == "ga" || word == "final" || word == "release" ? "" : word == "cr" ? "rc" : word;
  return {Item::Kind::word, word, {}};
}

Item number_item(std::string_view text) {
  return {Item::Kind::number, std::string(without_zeros(text)), {}};
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(base::to_lower(text)) {}

  std::vector<Item> run() {
    lists_.emplace_back();
    for (; at_ < text_.size(); ++at_) {
      step(text_[at_]);
    }
    if (text_.size() > begin_) {
      open_before_word();
      flush(false);
    }
    while (lists_.size() > 1) {
      close();
    }
    normalise(lists_.front());
    return std::move(lists_.front());
  }

 private:
  void step(char c) {
    if (c == '.' || c == '-') {
      if (at_ == begin_) {
        lists_.back().push_back(number_item({}));
      } else {
        flush(false);
      }
      begin_ = at_ + 1;
      if (c == '-') {
        open();
      }
    } else if (is_digit(c)) {
      if (!digits_ && at_ > begin_) {
        open_before_word();
        flush(true);
        begin_ = at_;
        open();
      }
      digits_ = true;
    } else {
      if (digits_ && at_ > begin_) {
        flush(false);
        begin_ = at_;
        open();
      }
      digits_ = false;
    }
  }

  void flush(bool digit_follows) {
    const std::string_view part = std::string_view(text_).substr(begin_, at_ - begin_);
    lists_.back().push_back(digits_ ? number_item(part) : word_item(part, digit_follows));
  }

  void open() { lists_.emplace_back(); }

  /// ".x" stands for "-x" when x is a word.
  void open_before_word() {
    if (!digits_ && !lists_.back().empty()) {
      open();
    }
  }

  void close() {
    std::vector<Item> inner = std::move(lists_.back());
    lists_.pop_back();
    normalise(inner);
    lists_.back().push_back({Item::Kind::list, {}, std::move(inner)});
  }

  std::string text_;
  std::size_t at_ = 0;
  std::size_t begin_ = 0;
  bool digits_ = false;
  std::vector<std::vector<Item>> lists_;
};

std::weak_ordering compare_lists(const std::vector<Item>& a, const std::vector<Item>& b);

/// An item against nothing.
std::weak_ordering compare_to_nothing(const Item& item) {
  switch (item.kind) {
  case Item::Kind::number:
    return item.text.empty() ? std::weak_ordering::equivalent : std::weak_ordering::greater;
  case Item::Kind::word:
    return compare_text(rank(item.text), std::to_string(release));
  case Item::Kind::list:
    for (const Item& inner : item.items) {
      const auto order = compare_to_nothing(inner);
      if (order != 0) {
        return order;
      }
    }
    return std::weak_ordering::equivalent;
  }
  return std::weak_ordering::equivalent;
}

std::weak_ordering compare_items(const Item& a, const Item& b) {
  if (a.kind != b.kind) {
    // word < list < number
    constexpr std::array<int, 3> order{2, 0, 1};
    return order[static_cast<std::size_t>(a.kind)] <=> order[static_cast<std::size_t>(b.kind)];
  }
  switch (a.kind) {
  case Item::Kind::number:
    return compare_numbers(a.text, b.text);
  case Item::Kind::word:
    return compare_text(rank(a.text), rank(b.text));
  case Item::Kind::list:
    return compare_lists(a.items, b.items);
  }
  return std::weak_ordering::equivalent;
}

std::weak_ordering compare_lists(const std::vector<Item>& a, const std::vector<Item>& b) {
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    std::weak_ordering order = std::weak_ordering::equivalent;
    if (i >= a.size()) {
      order = 0 <=> compare_to_nothing(b[i]);
    } else if (i >= b.size()) {
      order = compare_to_nothing(a[i]);
    } else {
      order = compare_items(a[i], b[i]);
    }
    if (order != 0) {
      return order;
    }
  }
  return std::weak_ordering::equivalent;
}

// Deep nesting comes from dashes and from changes between digits and letters; no real version has
// many.
constexpr std::size_t longest = 1024;

std::optional<std::vector<Item>> read(std::string_view text) {
  return text.empty() || text.size() > longest ? std::nullopt : std::optional(Parser(text).run());
}

} // namespace

Order compare_maven(std::string_view a, std::string_view b) {
  return compare_read<read, compare_lists>(a, b);
}
std::optional<Comparer> maven_comparer(std::string_view version) {
  return comparer_read<read, compare_lists>(version);
}

} // namespace secaudit::vulns
