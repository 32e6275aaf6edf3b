// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/host.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::project::git {

/// Receives objects in the order in which they were asked for.
class ObjectVisitor {
 public:
  virtual ~ObjectVisitor() = default;
  /// `index` counts the names that were given to read_objects; `type` is commit, tree, blob or tag.
  virtual void begin(std::size_t index, std::string_view type, std::uint64_t size) = 0;
  virtual void data(std::string_view bytes) = 0;
  virtual void end() = 0;
  /// The repository has no such object.
  virtual void missing(std::size_t index) = 0;
};

/// The answer of `git cat-file --batch`, read as it arrives in pieces of any length.
class BatchReader {
 public:
  explicit BatchReader(ObjectVisitor& visitor) : visitor_(visitor) {}

  /// False when this is no answer of cat-file.
  bool feed(std::string_view bytes);
  /// Objects that were answered, missing ones included.
  std::size_t answered() const { return next_; }
  /// False in the midst of an object.
  bool between_objects() const { return state_ == State::header && line_.empty(); }

 private:
  enum class State { header, content, line_feed };
  bool header();

  ObjectVisitor& visitor_;
  State state_ = State::header;
  std::string line_;
  std::uint64_t left_ = 0;
  std::size_t next_ = 0;
};

/// Reads the contents of objects, however long, through one `git cat-file --batch`.
base::Status read_objects(const host::Host& host, const std::string& directory,
                          const std::vector<std::string>& ids, ObjectVisitor& visitor);

} // namespace secaudit::project::git
