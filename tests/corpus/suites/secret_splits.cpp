// SPDX-License-Identifier: Apache-2.0
// Every positive of secret-formats.json, searched in two windows that meet at each of its places:
// what is found in the whole text must be found.
#include "secrets/engine.hpp"
#include "secrets/file_kinds.hpp"

#include <algorithm>

#include "corpus.hpp"
#include "secret_case.hpp"

namespace secaudit::corpus {
namespace {

bool holds_everywhere(const secrets::Engine& engine, secrets::FileKind kind,
                      const std::string& text) {
  std::vector<secrets::Candidate> whole;
  engine.scan(text, 0, text.size(), kind, 0, whole);
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    std::vector<secrets::Candidate> parts;
    engine.scan(text, 0, cut, kind, 0, parts);
    engine.scan(text, cut, text.size(), kind, 0, parts);
    for (const secrets::Candidate& match : whole) {
      const bool found = std::any_of(parts.begin(), parts.end(), [&](const auto& part) {
        return part.format == match.format && part.begin == match.begin && part.end == match.end
               && part.severity == match.severity;
      });
      if (!found) {
        return false;
      }
    }
  }
  return true;
}

} // namespace

Score secret_splits(const std::filesystem::path& root) {
  const secrets::WeakData weak;
  const secrets::Engine engine(weak);
  return score_catalogue(root, [&](const boost::json::value& entry) {
    const std::string text = "first line\n" + joined_parts(entry, "positive") + "last line\n";
    return holds_everywhere(engine, secrets::kind_of(example_path(entry)), text);
  });
}

} // namespace secaudit::corpus
