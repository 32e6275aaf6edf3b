// SPDX-License-Identifier: Apache-2.0
#include "project/git/objects.hpp"

#include "base/limits.hpp"
#include "base/text.hpp"
#include "project/git/command.hpp"

#include <algorithm>
#include <charconv>

namespace secaudit::project::git {
namespace {

constexpr std::size_t longest_header = 512; ///< two names of 64 digits, a type, a size

} // namespace

bool BatchReader::feed(std::string_view bytes) {
  while (!bytes.empty()) {
    if (state_ == State::header) {
      const std::size_t end = bytes.find('\n');
      line_ += bytes.substr(0, end);
      if (line_.size() > longest_header) {
        return false;
      }
      if (end == std::string_view::npos) {
        return true;
      }
      bytes.remove_prefix(end + 1);
      if (!header()) {
        return false;
      }
      line_.clear();
    } else if (state_ == State::content) {
      const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
      if (count > 0) {
        visitor_.data(bytes.substr(0, count));
      }
      bytes.remove_prefix(count);
      left_ -= count;
      state_ = left_ == 0 ? State::line_feed : state_;
    } else {
      if (bytes.front() != '\n') {
        return false;
      }
      bytes.remove_prefix(1);
      visitor_.end();
      state_ = State::header;
    }
  }
  return true;
}

bool BatchReader::header() {
  if (line_.ends_with(" missing") || line_.ends_with(" ambiguous")) {
    visitor_.missing(next_++);
    return true;
  }
  const auto words = base::split(line_, ' ');
  if (words.size() != 3) {
    return false;
  }
  const auto read = std::from_chars(words[2].data(), words[2].data() + words[2].size(), left_);
  if (read.ec != std::errc() || read.ptr != words[2].data() + words[2].size()) {
    return false;
  }
  visitor_.begin(next_++, words[1], left_);
  state_ = left_ == 0 ? State::line_feed : State::content;
  return true;
}

base::Status read_objects(const host::Host& host, const std::string& directory,
                          const std::vector<std::string>& ids, ObjectVisitor& visitor) {
  if (ids.empty()) {
    return {};
  }
  std::string input;
  for (const std::string& id : ids) {
    input += id + "\n";
  }
  BatchReader reader(visitor);
  const auto result =
      host.stream(git_command(directory, {"cat-file", "--batch", "--buffer"}, std::move(input)),
                  [&](std::string_view bytes) { return reader.feed(bytes); });
  if (!result) {
    return tl::unexpected(result.error());
  }
  if (result->cancelled) {
    return base::fail("reading the objects of the repository was cancelled");
  }
  if (!result->ok() || reader.answered() != ids.size() || !reader.between_objects()) {
    const auto lines = base::lines(base::trim(result->errors));
    return base::fail("git cat-file gave " + std::to_string(reader.answered()) + " of "
                          + std::to_string(ids.size()) + " objects"
                          + (lines.empty() ? "" : ": " + std::string(lines.back())),
                      "run `git fsck` to see whether the repository is damaged");
  }
  return {};
}

} // namespace secaudit::project::git
