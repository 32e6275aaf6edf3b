// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace secaudit::report {

/// Text of a page that can only be made from literals and by escaping, so that no text of a project
/// becomes markup.
class Html {
 public:
  Html() = default;
  template <std::size_t size>
  explicit Html(const char (&literal)[size]) : text_(literal, size - 1) {}

  /// Untrusted text: control characters shown, markup escaped.
  static Html text(std::string_view untrusted);
  /// The same over several lines, for texts that we wrote ourselves.
  static Html lines(std::string_view text);

  Html& operator+=(const Html& more) {
    text_ += more.text_;
    return *this;
  }
  template <std::size_t size>
  Html& operator+=(const char (&literal)[size]) {
    text_.append(literal, size - 1);
    return *this;
  }
  friend Html operator+(Html a, const Html& b) {
    a += b;
    return a;
  }
  template <std::size_t size>
  friend Html operator+(Html a, const char (&literal)[size]) {
    a += literal;
    return a;
  }

  bool empty() const { return text_.empty(); }
  const std::string& str() const { return text_; }

 private:
  std::string text_;
};

/// The style sheet of the page: light and dark, narrow and wide, and on paper.
Html page_style();

} // namespace secaudit::report
