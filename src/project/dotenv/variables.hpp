// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/unicode.hpp"
#include "project/dotenv/dotenv.hpp"

#include <string>
#include <unordered_map>

namespace secaudit::project::dotenv {

/// Variables by name while a file is read; the last assignment wins and keeps its place.
class Variables {
 public:
  const std::string* find(const std::string& name) const {
    const auto at = index_.find(name);
    return at == index_.end() ? nullptr : &*list_[at->second].value;
  }

  void set(model::Variable variable) {
    const auto [at, added] = index_.try_emplace(variable.name, list_.size());
    if (added) {
      list_.push_back(std::move(variable));
    } else {
      list_[at->second] = std::move(variable);
    }
  }

  std::vector<model::Variable> take() { return std::move(list_); }

 private:
  std::vector<model::Variable> list_;
  std::unordered_map<std::string, std::size_t> index_;
};

/// White space as Unicode has it, of which `line_breaks` leaves out the line feed.
inline bool is_space(char32_t c, bool line_breaks) {
  if (c == U'\n') {
    return line_breaks;
  }
  return c == U' ' || (c >= 9 && c <= 13) || c == 0x85 || c == 0xA0
         || (line_breaks
             && (c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029
                 || c == 0x202F || c == 0x205F || c == 0x3000));
}

/// The text without white space at its end.
inline std::string_view trim_end(std::string_view text) {
  while (!text.empty()) {
    std::size_t length = 1;
    while (length < text.size() && length < 4
           && (static_cast<unsigned char>(text[text.size() - length]) & 0xC0) == 0x80) {
      ++length;
    }
    const base::Decoded last = base::decode_utf8(text.substr(text.size() - length));
    if (!is_space(last.code_point, true) || last.length != length) {
      break;
    }
    text.remove_suffix(length);
  }
  return text;
}

} // namespace secaudit::project::dotenv
