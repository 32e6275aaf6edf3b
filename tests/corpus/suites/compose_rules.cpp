// SPDX-License-Identifier: Apache-2.0
// Labels of KICS and semgrep on compose files, without the disputed ones.
#include "compose_labels.hpp"

namespace secaudit::corpus {

Score compose_rules(const std::filesystem::path& root) {
  Score score;
  const auto [folder, map] = Labels(root);
  const auto kics = read_json(folder / "kics-labels.json");
  const auto semgrep = read_json(folder / "semgrep-labels.json");
  if (!map || !kics || !semgrep) {
    score.absent = true;
    return score;
  }
  Suite suite(folder, score);
  for (const value& label : base::find(*kics, "labels")->as_array()) {
    const std::string query(base::text_at(label, "query"));
    // A note "we accept" or "we report" says where the catalogue differs on purpose.
    const std::string note(base::text_at(label, "note"));
    if (base::text_at(label, "expect") != "positive" || base::find(label, "disputed") != nullptr
        || base::contains(note, "we accept") || base::contains(note, "we report")) {
      continue;
    }
    for (const value& line : base::find(label, "lines")->as_array()) {
      suite.check(std::string(base::text_at(label, "file")), ours(*map, "kics", query), query,
                  line.to_number<int>(), 2);
    }
  }
  // A semgrep mark stands above the service, whose lines follow.
  constexpr int block = 8;
  for (const value& label : base::find(*semgrep, "labels")->as_array()) {
    for (const value& hit : base::find(label, "positive")->as_array()) {
      const std::string query(base::text_at(hit, "rule"));
      suite.check(std::string(base::text_at(label, "file")), ours(*map, "semgrep", query), query,
                  static_cast<int>(base::integer_at(hit, "line").value_or(0)), block);
    }
  }
  suite.note_recall();
  return score;
}

} // namespace secaudit::corpus
