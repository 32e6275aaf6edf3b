// SPDX-License-Identifier: Apache-2.0
// One finding a secret, with all its places.
#include "rules/catalogue.hpp"
#include "rules/evaluate.hpp"

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

#include "catch.hpp"

using namespace secaudit;

namespace {

model::SecretHit hit(const std::string& file, int line, std::uint64_t group,
                     const std::string& severity = "medium") {
  model::SecretHit result;
  result.format = "made-up-token";
  result.title = "Made-up token";
  result.severity = severity;
  result.masked = "abcd…";
  result.span = {file, {line, 1}, {line, 9}};
  result.group = group;
  return result;
}

model::SecretHit in_image(const std::string& path, std::size_t layer, bool removed_later) {
  model::SecretHit result = hit("", 0, 0);
  result.span = {};
  result.image = "web:1";
  result.path = path;
  result.layer = layer;
  result.removed_later = removed_later;
  return result;
}

std::vector<rules::Issue> issues_of(const std::string& id, const model::Subjects& subjects) {
  const rules::Context context{subjects, base::Date{2026, 11, 25}};
  const auto entries = rules::catalogue();
  const auto entry = std::find_if(entries.begin(), entries.end(),
                                  [&](const rules::Entry& e) { return e.rule.id == id; });
  REQUIRE(entry != entries.end());
  return std::get<rules::SecretsCheck>(entry->rule.check)(subjects, context).issues;
}

} // namespace

TEST_CASE("equal secrets of several files are one finding, as severe as its worst place") {
  model::Subjects subjects;
  subjects.secrets = {hit("a.env", 1, 7), hit("b.env", 2, 8), hit("c.env", 3, 7, "high"),
                      hit("d.env", 4, 0), hit("e.env", 5, 0)};
  const auto issues = issues_of("SE001", subjects);
  REQUIRE(issues.size() == 4); // what is equal is not known of the last two
  CHECK(issues[0].evidence.size() == 2);
  CHECK(issues[0].severity == model::Severity::high);
  CHECK(issues[0].message == "Made-up token in a.env and c.env (abcd…).");
  CHECK(issues[1].evidence.size() == 1);
}

TEST_CASE("a secret file in several layers is one finding, gone only when every layer lost it") {
  model::Subjects subjects;
  subjects.images.emplace_back();
  subjects.secrets = {in_image("root/key", 1, true), in_image("root/key", 3, false),
                      in_image("root/old", 1, true)};
  const auto issues = issues_of("SE003", subjects);
  REQUIRE(issues.size() == 2);
  CHECK(issues[0].evidence.size() == 2);
  CHECK(issues[0].message.find("A later layer") == std::string::npos);
  CHECK(issues[1].message.find("A later layer") != std::string::npos);
}
