// SPDX-License-Identifier: Apache-2.0
#include "vulns/versions/digits.hpp"
#include "vulns/versions/order.hpp"

#include <algorithm>
#include <array>

namespace secaudit::vulns {
namespace {

/// The parts of a version in the order in which they may follow one another. A longer version is
/// the greater one, unless it goes on with a pre-release suffix; hence the kinds are compared when
/// the parts so far are equal.
enum class Kind {
  first_number,
  number,
  letter,
  suffix,
  suffix_number,
  commit,
  revision,
  end,
  invalid
};

struct Token {
  Kind kind = Kind::end;
  std::string_view text;
  int suffix = 0; ///< rank; below 0 = before the release
};

constexpr std::array<std::string_view, 9> suffixes{"alpha", "beta", "pre", "rc", "cvs",
                                                   "svn",   "git",  "hg",  "p"};
constexpr int pre_releases = 4;

class Lexer {
 public:
  explicit Lexer(std::string_view text) : rest_(text) {}

  Token next() {
    const Kind before = last_;
    Token token = read(before);
    last_ = token.kind;
    return token;
  }

 private:
  Token read(Kind before) {
    if (before == Kind::end) {
      return number(Kind::first_number);
    }
    if (rest_.empty()) {
      return {};
    }
    if (before == Kind::suffix && is_digit(rest_.front())) {
      return number(Kind::suffix_number);
    }
    const char c = rest_.front();
    if (c == '.' && before <= Kind::number) {
      rest_.remove_prefix(1);
      return number(Kind::number);
    }
    if (c >= 'a' && c <= 'z' && before <= Kind::number) {
      const Token token{Kind::letter, rest_.substr(0, 1), 0};
      rest_.remove_prefix(1);
      return token;
    }
    if (c == '_' && before <= Kind::suffix_number) {
      return suffix();
    }
    if (c == '~' && before <= Kind::suffix_number) {
      rest_.remove_prefix(1);
      const std::string_view hash =
          take_while(rest_, [](char d) { return is_digit(d) || (d >= 'a' && d <= 'f'); });
      return hash.empty() ? invalid() : Token{Kind::commit, hash, 0};
    }
    if (rest_.starts_with("-r") && before < Kind::revision) {
      rest_.remove_prefix(2);
      return number(Kind::revision);
    }
    return invalid();
  }

  Token number(Kind kind) {
    const std::string_view digits = take_while(rest_, is_digit);
    return digits.empty() ? invalid() : Token{kind, digits, 0};
  }

  Token suffix() {
    rest_.remove_prefix(1);
    const std::string_view name = take_while(rest_, is_letter);
    const auto found = std::find(suffixes.begin(), suffixes.end(), name);
    if (found == suffixes.end()) {
      return invalid();
    }
    const int index = static_cast<int>(found - suffixes.begin());
    return {Kind::suffix, name, index < pre_releases ? index - pre_releases : index};
  }

  static Token invalid() { return {Kind::invalid, {}, 0}; }

  std::string_view rest_;
  Kind last_ = Kind::end;
};

std::weak_ordering compare_tokens(const Token& a, const Token& b) {
  switch (a.kind) {
  case Kind::suffix:
    return a.suffix <=> b.suffix;
  case Kind::number:
    // A component with a leading zero is a fraction: 1.01 < 1.1.
    if (a.text.starts_with('0') || b.text.starts_with('0')) {
      return compare_text(a.text, b.text);
    }
    return compare_numbers(a.text, b.text);
  case Kind::first_number:
  case Kind::suffix_number:
  case Kind::revision:
    return compare_numbers(a.text, b.text);
  default:
    return compare_text(a.text, b.text);
  }
}

bool is_pre_release(const Token& token) {
  return token.kind == Kind::suffix && token.suffix < 0;
}

/// -r0 and no revision, and suffix numbers of 0 and none, are told apart by apk: the longer one is
/// greater.
std::weak_ordering compare_lengths(const Token& a, const Token& b) {
  if (is_pre_release(a) != is_pre_release(b)) {
    return is_pre_release(a) ? std::weak_ordering::less : std::weak_ordering::greater;
  }
  return b.kind <=> a.kind;
}

} // namespace

Order compare_apk(std::string_view a, std::string_view b) {
  // Old advisories hold versions that apk itself calls invalid ("4.8.0.-r1"); as apk does, they are
  // compared as far as they can be read.
  if (a.empty() || b.empty() || !is_digit(a.front()) || !is_digit(b.front())) {
    return std::nullopt;
  }
  Lexer left(a);
  Lexer right(b);
  for (;;) {
    const Token x = left.next();
    const Token y = right.next();
    if (x.kind != y.kind) {
      return compare_lengths(x, y);
    }
    if (x.kind == Kind::end || x.kind == Kind::invalid) {
      return std::weak_ordering::equivalent;
    }
    const auto order = compare_tokens(x, y);
    if (order != 0) {
      return order;
    }
  }
}

} // namespace secaudit::vulns
