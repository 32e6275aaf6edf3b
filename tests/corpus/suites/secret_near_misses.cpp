// SPDX-License-Identifier: Apache-2.0
// Every format of secret-formats.json has a near miss: it must not be told above low.
#include "corpus.hpp"
#include "secret_case.hpp"

namespace secaudit::corpus {

Score secret_near_misses(const std::filesystem::path& root) {
  Score score;
  const auto text = read_all(root / "data" / "secret-formats.json");
  if (!text) {
    score.absent = true;
    return score;
  }
  const auto parsed = base::parse_json(*text);
  if (!parsed) {
    score.failed.push_back("secret-formats.json " + parsed.error().message);
    return score;
  }
  const secrets::Scanner scanner;
  for (const boost::json::value& entry : base::find(*parsed, "entries")->as_array()) {
    const auto found = scanner.scan(example_path(entry), joined_parts(entry, "negative"));
    score.check(!any_above_low(found), base::text_at(entry, "id"));
  }
  return score;
}

} // namespace secaudit::corpus
