// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/date.hpp"

#include <map>
#include <string>

namespace secaudit::model {

/// When the documents whose age matters changed last, as far as git tells.
struct DocumentAges {
  enum class Source {
    none,    ///< git is absent, or the project in no repository
    shallow, ///< git holds only the newest commits
    history,
  };
  Source source = Source::none;
  std::map<std::string, base::Date, std::less<>>
      changed; ///< path from the project → day (UTC) of the last commit with it
};

} // namespace secaudit::model
