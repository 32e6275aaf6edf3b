// SPDX-License-Identifier: Apache-2.0
// The records of corpora/secrets/labelled.jsonl.
#pragma once

#include "base/text.hpp"
#include "secrets/decoding.hpp"

#include "corpus.hpp"
#include "secret_case.hpp"

namespace secaudit::corpus {

/// Calls `judge(clean, matches)` for each record of the wanted label and counts its answers.
template <typename Judge>
Score labelled_secrets(const std::filesystem::path& root, bool clean, Judge judge) {
  Score score;
  const auto text = read_all(root / "corpora" / "secrets" / "labelled.jsonl");
  if (!text) {
    score.absent = true;
    return score;
  }
  const secrets::Scanner scanner;
  for (const std::string_view line : base::lines(*text)) {
    const auto record = base::parse_json(line);
    if (!record) {
      continue;
    }
    if ((base::text_at(*record, "expected") == "clean") != clean) {
      continue;
    }
    const auto content = secrets::decode_base64(base::text_at(*record, "content_b64"));
    if (content) {
      score.check(judge(scanner.scan(base::text_at(*record, "path"), *content)),
                  base::text_at(*record, "id") + " " + base::text_at(*record, "path"));
    }
  }
  return score;
}

} // namespace secaudit::corpus
