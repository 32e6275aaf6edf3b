// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/source.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace secaudit::model {

/// A secret found by its format or by its file name. The value itself is never kept.
struct SecretHit {
  std::string format;   ///< id of the format, e.g. aws-access-key-id, private-key, env-file
  std::string title;    ///< what it is, in words
  std::string severity; ///< critical, high, medium, low
  std::string masked;   ///< as base::masked shows it
  Span span;            ///< place in a file of the project; empty for images
  std::string image;    ///< reference of the image, or ""
  std::optional<std::size_t> layer;
  std::string path;           ///< inside the image
  bool removed_later = false; ///< absent from the final file system, but still in a layer
  /// Equal for equal secrets of this run, never written anywhere; 0 when that is not known.
  std::uint64_t group = 0;
};

/// A password-like value that is in force, judged (rules/checklist-and-proxy.md section 3). The
/// value is never kept.
struct PasswordJudgement {
  enum class Strength { strong, borderline, weak, empty, not_here, not_judged };
  enum class Demand { password, key, token };
  std::string name;    ///< variable, or secret's name
  std::string service; ///< "" for the project's .env as such
  Strength strength = Strength::not_judged;
  Demand demand = Demand::password;
  std::string
      reason; ///< why it is weak: "8 characters, 16 expected", "published default of this image", …
  std::string masked;
  Span span;             ///< where the value is written
  Span use;              ///< where the service takes it
  bool fallback = false; ///< a default inside `${X:-value}`
  bool literal = false;  ///< stands in the compose file itself
  std::string group;     ///< equal for equal values; a salted hash, never the value's own
};

} // namespace secaudit::model
