// SPDX-License-Identifier: Apache-2.0
// What compose-lint finds in its own examples, as far as the catalogue shares its rules.
#include "compose_labels.hpp"

namespace secaudit::corpus {

Score compose_lint(const std::filesystem::path& root) {
  Score score;
  const Labels from(root);
  const auto labels = read_json(from.folder / "compose-lint-labels.json");
  if (!from.map || !labels) {
    score.absent = true;
    return score;
  }
  Suite suite(from.folder, score);
  for (const value& label : base::find(*labels, "labels")->as_array()) {
    for (const value& finding : base::find(label, "findings")->as_array()) {
      const std::string rule(base::text_at(finding, "rule"));
      suite.check(std::string(base::text_at(label, "file")), ours(*from.map, "compose-lint", rule),
                  rule, static_cast<int>(base::integer_at(finding, "line").value_or(0)), 2);
    }
  }
  suite.note_recall();
  return score;
}

} // namespace secaudit::corpus
