// SPDX-License-Identifier: Apache-2.0
#include "vulns/advisory.hpp"

#include "base/json.hpp"
#include "vulns/ecosystem.hpp"
#include "vulns/matching.hpp"

#include <boost/json.hpp>

#include <optional>

namespace secaudit::vulns {
namespace {

using boost::json::value;

const boost::json::array* list_at(const value& object, std::string_view key) {
  const value* member = base::find(object, key);
  return member == nullptr ? nullptr : member->if_array();
}

std::vector<std::string> strings_at(const value& object, std::string_view key) {
  std::vector<std::string> result;
  if (const boost::json::array* list = list_at(object, key)) {
    for (const value& item : *list) {
      if (item.is_string()) {
        result.emplace_back(item.get_string().data(), item.get_string().size());
      }
    }
  }
  return result;
}

std::optional<RangeEvent> read_event(const value& event) {
  using Kind = RangeEvent::Kind;
  constexpr std::pair<std::string_view, Kind> kinds[] = {{"introduced", Kind::introduced},
                                                         {"fixed", Kind::fixed},
                                                         {"last_affected", Kind::last_affected},
                                                         {"limit", Kind::limit}};
  for (const auto& [name, kind] : kinds) {
    if (base::find(event, name) != nullptr) {
      return RangeEvent{kind, base::text_at(event, name)};
    }
  }
  return std::nullopt;
}

std::vector<Range> read_ranges(const value& affected) {
  std::vector<Range> ranges;
  const boost::json::array* list = list_at(affected, "ranges");
  if (list == nullptr) {
    return ranges;
  }
  for (const value& item : *list) {
    const boost::json::array* events = list_at(item, "events");
    if (base::string_at(item, "type") == "GIT" || events == nullptr) {
      continue;
    }
    Range range;
    for (const value& event : *events) {
      if (auto read = read_event(event)) {
        range.events.push_back(std::move(*read));
      }
    }
    ranges.push_back(std::move(range));
  }
  return ranges;
}

Affected read_affected(const value& item) {
  Affected affected;
  if (const value* package = base::find(item, "package")) {
    affected.ecosystem = base::text_at(*package, "ecosystem");
    affected.name = normalised_name(affected.ecosystem, base::text_at(*package, "name"));
  }
  affected.ranges = read_ranges(item);
  affected.versions = strings_at(item, "versions");
  if (const auto scheme = scheme_of(affected.ecosystem)) {
    put_in_order(affected, *scheme);
  }
  for (const char* member : {"ecosystem_specific", "database_specific"}) {
    const value* specific = base::find(item, member);
    if (specific != nullptr && affected.severity.empty()) {
      affected.severity = base::text_at(*specific, "severity");
    }
  }
  return affected;
}

} // namespace

base::Result<Advisory> parse_osv(std::string_view json) {
  const auto parsed = base::parse_json(json);
  return parsed ? advisory_of(*parsed) : base::fail(parsed.error().message);
}

base::Result<Advisory> advisory_of(const value& record) {
  const value* const parsed = &record;
  Advisory advisory;
  advisory.id = base::text_at(*parsed, "id");
  if (advisory.id.empty()) {
    return base::fail("the record has no id");
  }
  advisory.modified = base::text_at(*parsed, "modified");
  advisory.published = base::text_at(*parsed, "published");
  advisory.withdrawn = !base::text_at(*parsed, "withdrawn").empty();
  advisory.summary = base::text_at(*parsed, "summary");
  advisory.aliases = strings_at(*parsed, "aliases");
  advisory.upstream = strings_at(*parsed, "upstream");
  if (const boost::json::array* list = list_at(*parsed, "severity")) {
    for (const value& item : *list) {
      advisory.ratings.push_back({base::text_at(item, "type"), base::text_at(item, "score")});
    }
  }
  if (const value* specific = base::find(*parsed, "database_specific")) {
    advisory.severity = base::text_at(*specific, "severity");
  }
  if (const boost::json::array* list = list_at(*parsed, "affected")) {
    for (const value& item : *list) {
      advisory.affected.push_back(read_affected(item));
    }
  }
  return advisory;
}

} // namespace secaudit::vulns
