// SPDX-License-Identifier: Apache-2.0
#include "vulns/advice.hpp"
#include "vulns/matching.hpp"

#include "catch.hpp"

using namespace secaudit;
using vulns::AskedVersion;
using vulns::Scheme;
using Kind = vulns::RangeEvent::Kind;

namespace {

vulns::Affected affected(std::vector<vulns::RangeEvent> events,
                         std::vector<std::string> versions = {}) {
  vulns::Affected entry;
  entry.ranges = {{std::move(events)}};
  entry.versions = std::move(versions);
  vulns::put_in_order(entry, Scheme::pep440);
  return entry;
}

bool holds(const vulns::Affected& entry, const char* version) {
  return vulns::is_affected(entry, AskedVersion(Scheme::pep440, version));
}

std::string fix(const vulns::Affected& entry, const char* version) {
  return vulns::fixed_version(entry, AskedVersion(Scheme::pep440, version), Scheme::pep440)
      .value_or("none");
}

} // namespace

TEST_CASE("events are taken in the order of their versions, whatever order they stand in") {
  const auto entry = affected({{Kind::fixed, "2.10"},
                               {Kind::introduced, "2.9"},
                               {Kind::fixed, "1.5"},
                               {Kind::introduced, "0"}});
  CHECK(holds(entry, "1.4"));
  CHECK_FALSE(holds(entry, "1.5"));
  CHECK_FALSE(holds(entry, "2.8"));
  CHECK(holds(entry, "2.9.1"));
  CHECK_FALSE(holds(entry, "2.10.0"));
  CHECK(fix(entry, "1.4") == "1.5");
  CHECK(fix(entry, "2.9") == "2.10");
  CHECK(fix(entry, "3.0") == "none");
}

TEST_CASE("limits bound what is open above, last_affected is part of the range") {
  const auto limited = affected({{Kind::limit, "3"}, {Kind::introduced, "1"}, {Kind::limit, "2"}});
  CHECK(holds(limited, "2.5"));
  CHECK_FALSE(holds(limited, "3"));
  const auto last = affected({{Kind::last_affected, "1.9"}, {Kind::introduced, "1"}});
  CHECK(holds(last, "1.9.0"));
  CHECK_FALSE(holds(last, "1.9.1"));
  CHECK(fix(last, "1.5") == "none");
}

TEST_CASE("listed versions that a range holds are dropped, others and odd ones stay") {
  const auto entry = affected({{Kind::introduced, "1"}, {Kind::fixed, "2"}, {Kind::fixed, "odd!"}},
                              {"1.1", "1.2", "2.5", "2004d"});
  CHECK(entry.versions == std::vector<std::string>{"2.5", "2004d"});
  CHECK(entry.ranges[0].events.size() == 2);
  CHECK(holds(entry, "1.1"));
  CHECK(holds(entry, "2.5"));
  CHECK(holds(entry, "2004d"));
  CHECK_FALSE(holds(entry, "2005d"));
}

TEST_CASE("the safe version leaves all faults behind, and those of its own") {
  const std::vector<vulns::Entry> entries{
      {1, affected({{Kind::introduced, "0"}, {Kind::fixed, "1.2"}})},
      {2, affected({{Kind::introduced, "1.2"}, {Kind::fixed, "1.3"}})},
      {3, affected({{Kind::introduced, "5"}})}};
  CHECK(vulns::safe_version(entries, Scheme::pep440, "1.0") == "1.3");
  CHECK(vulns::safe_version(entries, Scheme::pep440, "4") == "4");
  CHECK(vulns::safe_version(entries, Scheme::pep440, "6").empty());
}

TEST_CASE("a version read once is ordered as two texts are") {
  const std::vector<std::pair<Scheme, std::vector<const char*>>> rising{
      {Scheme::dpkg, {"1.0~rc1", "1.0", "1:0.1"}},
      {Scheme::rpm, {"1.0~rc1-1", "1.0-1", "1:0.1-1"}},
      {Scheme::apk, {"1.0_rc1-r0", "1.0-r0", "1.0_p1-r0"}},
      {Scheme::pep440, {"1.0.DEV1", "1.0A1", "1.0rc1", "V1.0", "1.0.post1", "1!0.1"}},
      {Scheme::semver, {"1.0.0-alpha.9", "1.0.0-alpha.10", "v1.0.0", "1.0.1"}},
      {Scheme::go, {"v0.0.0-20210101000000-abcdefabcdef", "v1.0.0+incompatible", "1.0.1"}},
      {Scheme::crates, {"0.0.0-0", "1.0.0-rc.1", "1.0.0"}},
      {Scheme::maven, {"1-alpha", "1-rc", "1", "1-sp"}},
      {Scheme::rubygems, {"1.a", "1", "1.0.1"}},
      {Scheme::packagist, {"dev-main", "1.0-beta", "1.0", "1.0.1"}},
      {Scheme::nuget, {"1.0-Beta", "1.0.0", "1.0.0.1"}}};
  for (const auto& [scheme, versions] : rising) {
    for (std::size_t i = 0; i < versions.size(); ++i) {
      const auto compare = vulns::comparer_of(scheme, versions[i]);
      INFO(versions[i]);
      REQUIRE(compare.has_value());
      for (std::size_t j = 0; j < versions.size(); ++j) {
        INFO(versions[j]);
        CHECK((*compare)(versions[j]) == std::weak_ordering(i <=> j));
        CHECK(vulns::compare_versions(scheme, versions[i], versions[j])
              == std::weak_ordering(i <=> j));
      }
    }
  }
}
