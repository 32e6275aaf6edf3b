// SPDX-License-Identifier: Apache-2.0
// Texts with a secret, from the tests of other scanners: something must be found in each.
#include "labelled_secrets.hpp"

namespace secaudit::corpus {

Score secrets_recall(const std::filesystem::path& root) {
  return labelled_secrets(root, false, [](const auto& matches) { return !matches.empty(); });
}

} // namespace secaudit::corpus
