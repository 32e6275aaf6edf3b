// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace secaudit::corpus {

/// How the program did on one suite of ../shared/corpora (or a folder of the same layout).
struct Score {
  std::size_t passed = 0;
  std::vector<std::string> failed; ///< ids of the failing cases, each with a few words after a blank
  bool absent = false;             ///< the suite's folder is not there
  std::vector<std::string> notes;

  void check(bool ok, const std::string& id) {
    if (ok) {
      ++passed;
    } else {
      failed.push_back(id);
    }
  }
};

} // namespace secaudit::corpus
