// SPDX-License-Identifier: Apache-2.0
// Every format of secret-formats.json: its positive example must be found.
#include "corpus.hpp"
#include "secret_case.hpp"

namespace secaudit::corpus {

Score secret_formats(const std::filesystem::path& root) {
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
    const std::string path = example_path(entry);
    const bool found = !scanner.scan(path, joined_parts(entry, "positive")).empty()
                       || secrets::judge_file_name(path).has_value();
    score.check(found, base::text_at(entry, "id"));
  }
  return score;
}

} // namespace secaudit::corpus
