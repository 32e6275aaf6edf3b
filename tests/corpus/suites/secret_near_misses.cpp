// SPDX-License-Identifier: Apache-2.0
// Every format of secret-formats.json has a near miss: it must not be told above low.
#include "corpus.hpp"
#include "secret_case.hpp"

namespace secaudit::corpus {

Score secret_near_misses(const std::filesystem::path& root) {
  const secrets::Scanner scanner;
  return score_catalogue(root, [&](const boost::json::value& entry) {
    return !any_above_low(scanner.scan(example_path(entry), joined_parts(entry, "negative")));
  });
}

} // namespace secaudit::corpus
