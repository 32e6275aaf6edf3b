// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/date.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::model {

/// A comment by which a team says that a finding is meant.
struct IgnoreComment {
  bool whole_file = false;        ///< `file-ignore`
  std::vector<std::string> rules; ///< "CO101", "DF4*"
  std::string reason;
  std::optional<base::Date> until;
  std::string fault; ///< why it has no effect, in words; "" when it has one
  std::string hint;  ///< what to write instead
};

/// Reads a comment without its `#`; nothing when it speaks of something else. In compose files and
/// Dockerfiles alike:
///
///     secaudit:ignore=CO101,CO5* the reason until=2027-03-01
///     secaudit ignore=DF601 until=2027-03-01 reason="the reason"
///     secaudit file-ignore=…
std::optional<IgnoreComment> read_ignore_comment(std::string_view comment);

} // namespace secaudit::model
