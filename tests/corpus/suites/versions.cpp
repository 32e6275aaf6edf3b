// SPDX-License-Identifier: Apache-2.0
// versions/<ecosystem>.jsonl: pairs of versions with their order.
#include "base/json.hpp"
#include "vulns/versions/order.hpp"

#include <boost/json.hpp>

#include <fstream>
#include <utility>

#include "corpus.hpp"

namespace secaudit::corpus {
namespace {

using vulns::Scheme;

constexpr std::pair<const char*, Scheme> files[] = {
    {"dpkg", Scheme::dpkg},
    {"rpm", Scheme::rpm},
    {"apk", Scheme::apk},
    {"pep440", Scheme::pep440},
    {"semver-node", Scheme::semver},
    {"go", Scheme::go},
    {"maven", Scheme::maven},
    {"rubygems", Scheme::rubygems},
    {"packagist", Scheme::packagist},
    {"nuget", Scheme::nuget},
    {"crates", Scheme::crates},
};

int sign(const vulns::Order& order) {
  return !order ? 99 : *order < 0 ? -1 : *order > 0 ? 1 : 0;
}

} // namespace

Score versions(const std::filesystem::path& root) {
  Score score;
  const std::filesystem::path corpora =
      std::filesystem::exists(root / "corpora") ? root / "corpora" : root;
  score.absent = !std::filesystem::exists(corpora / "versions");
  for (const auto& [name, scheme] : files) {
    std::ifstream in(corpora / "versions" / (std::string(name) + ".jsonl"));
    for (std::string row; std::getline(in, row);) {
      const auto parsed = base::parse_json(row);
      if (!parsed || base::find(*parsed, "disputed") != nullptr) {
        continue;
      }
      const std::string a = base::text_at(*parsed, "a");
      const std::string b = base::text_at(*parsed, "b");
      const int expected = static_cast<int>(base::integer_at(*parsed, "cmp").value_or(98));
      const int forwards = sign(vulns::compare_versions(scheme, a, b));
      const int backwards = sign(vulns::compare_versions(scheme, b, a));
      score.check(forwards == expected && backwards == -expected,
                  std::string(name) + " " + a + " ? " + b + " is " + std::to_string(forwards)
                      + ", expected " + std::to_string(expected));
    }
  }
  return score;
}

} // namespace secaudit::corpus
