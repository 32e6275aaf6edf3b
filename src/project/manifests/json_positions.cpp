// SPDX-License-Identifier: Apache-2.0
#include "project/manifests/json_positions.hpp"

#include "base/text.hpp"

#include <vector>

namespace secaudit::project::manifests {
namespace {

class Walker {
 public:
  Walker(std::string_view json, const model::FileName& file, int depth)
      : text_(json), file_(file), depth_(depth) {}

  std::map<std::string, model::Span> run() {
    while (at_ < text_.size()) {
      step();
    }
    return std::move(found_);
  }

 private:
  struct Level {
    bool object;
    std::string path;
  };

  void step() {
    const char c = text_[at_];
    if (c == '"') {
      string();
      return;
    }
    if (c == '{' || c == '[') {
      levels_.push_back({c == '{', key_});
      expect_key_ = c == '{';
    } else if ((c == '}' || c == ']') && !levels_.empty()) {
      levels_.pop_back();
    } else if (c == ',') {
      expect_key_ = !levels_.empty() && levels_.back().object;
    } else if (c == '\n') {
      ++line_;
      line_begin_ = at_ + 1;
    }
    ++at_;
  }

  void string() {
    const std::size_t begin = at_++;
    while (at_ < text_.size() && text_[at_] != '"') {
      at_ += text_[at_] == '\\' ? 2U : 1U;
    }
    at_ = std::min(at_ + 1, text_.size());
    if (!expect_key_ || levels_.empty()) {
      return;
    }
    expect_key_ = false;
    key_ = key_path(levels_.back().path, text_.substr(begin + 1, at_ - begin - 2));
    if (static_cast<int>(levels_.size()) <= depth_) {
      const int column =
          static_cast<int>(base::code_points(text_.substr(line_begin_, begin - line_begin_))) + 1;
      const int width = static_cast<int>(base::code_points(text_.substr(begin, at_ - begin)));
      found_.emplace(key_, model::Span{file_, {line_, column}, {line_, column + width}});
    }
  }

  std::string_view text_;
  model::FileName file_;
  int depth_;
  std::size_t at_ = 0;
  int line_ = 1;
  std::size_t line_begin_ = 0;
  bool expect_key_ = false;
  std::string key_;
  std::vector<Level> levels_;
  std::map<std::string, model::Span> found_;
};

} // namespace

std::string key_path(std::string_view parent, std::string_view key) {
  return parent.empty() ? std::string(key) : std::string(parent) + '\x1f' + std::string(key);
}

std::map<std::string, model::Span> key_positions(std::string_view json, const model::FileName& file,
                                                 int depth) {
  return Walker(json, file, depth).run();
}

} // namespace secaudit::project::manifests
