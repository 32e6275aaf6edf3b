// SPDX-License-Identifier: Apache-2.0
// versions/<ecosystem>.jsonl: pairs of versions with their order; npm-ranges.jsonl: whether a range
// holds a version.
#include "base/json.hpp"
#include "project/manifests/npm_range.hpp"
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

void npm_ranges(const std::filesystem::path& file, Score& score) {
  std::ifstream in(file);
  for (std::string row; std::getline(in, row);) {
    const auto parsed = base::parse_json(row);
    const auto* given = parsed ? base::find(*parsed, "opt") : nullptr;
    if (given == nullptr) {
      continue;
    }
    const project::manifests::NpmRangeOptions options{
        base::boolean_at(*given, "loose").value_or(false),
        base::boolean_at(*given, "includePrerelease").value_or(false)};
    const std::string range = base::text_at(*parsed, "range");
    const std::string version = base::text_at(*parsed, "v");
    auto inside = npm_satisfies(version, range, options);
    // What is no version lies in no range; a malformed range is told by any version.
    if (!inside && npm_satisfies("1.0.0", range, options)) {
      inside = false;
    }
    score.check(inside == base::boolean_at(*parsed, "in"), "npm " + version + " in " + range);
  }
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
  npm_ranges(corpora / "versions" / "npm-ranges.jsonl", score);
  return score;
}

} // namespace secaudit::corpus
