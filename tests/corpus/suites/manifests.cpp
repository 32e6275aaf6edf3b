// SPDX-License-Identifier: Apache-2.0
// dockerfile/deps: lines of requirements files by kind, package.json against package-lock.json.
#include "base/json.hpp"
#include "project/manifests/npm.hpp"
#include "project/manifests/requirements.hpp"

#include <boost/json.hpp>

#include <fstream>

#include "corpus.hpp"

namespace secaudit::corpus {
namespace {

using namespace project::manifests;

void requirement_lines(const std::filesystem::path& file, Score& score) {
  std::ifstream in(file);
  for (std::string row; std::getline(in, row);) {
    const auto parsed = base::parse_json(row);
    const std::string text = base::text_at(*parsed, "line");
    // Continuations are joined by the file reader.
    std::string logical;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text.compare(i, 2, "\\\n") == 0) {
        ++i;
      } else {
        logical += text[i];
      }
    }
    const RequirementLine line = read_requirement(logical);
    const std::string wanted = base::text_at(*parsed, "kind");
    const std::string kind(to_string(line.kind));
    const bool same_kind =
        kind == wanted
        || (wanted == "invalid-or-pinned" && (kind == "invalid" || kind == "pinned"));
    const bool same_name =
        wanted == "invalid-or-pinned" || line.name == base::text_at(*parsed, "name");
    const bool same_target = line.target == base::text_at(*parsed, "target");
    const bool same_version = base::find(*parsed, "version") == nullptr
                              || line.version == base::text_at(*parsed, "version");
    score.check(same_kind && same_name && same_target && same_version,
                text + " (is " + kind + " " + line.name + ", expected " + wanted + ")");
  }
}

std::string_view word(LockState::Kind kind) {
  constexpr std::string_view words[] = {"in-sync", "out-of-sync", "no-lock", "no-dependencies",
                                        "workspace"};
  return words[static_cast<std::size_t>(kind)];
}

void lock_cases(const std::filesystem::path& file, Score& score) {
  std::ifstream in(file);
  for (std::string row; std::getline(in, row);) {
    const auto parsed = base::parse_json(row);
    const boost::json::value* lock = base::find(*parsed, "lock");
    const LockState state = compare_lock(*base::find(*parsed, "package"),
                                         lock == nullptr || lock->is_null() ? nullptr : lock);
    score.check(word(state.kind) == base::text_at(*parsed, "expected"), row.substr(0, 120));
  }
}

} // namespace

Score manifests(const std::filesystem::path& root) {
  Score score;
  const std::filesystem::path corpora =
      std::filesystem::exists(root / "corpora") ? root / "corpora" : root;
  const std::filesystem::path folder = corpora / "dockerfile" / "deps";
  score.absent = !std::filesystem::exists(folder);
  requirement_lines(folder / "requirements-lines.jsonl", score);
  lock_cases(folder / "npm-lock-cases.jsonl", score);
  return score;
}

} // namespace secaudit::corpus
