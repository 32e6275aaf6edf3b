// SPDX-License-Identifier: Apache-2.0
#include "rules/service_images.hpp"

#include "base/json.hpp"
#include "rules/data.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <regex>
#include <stdexcept>

namespace secaudit::rules {
namespace {

using boost::json::value;

value table(std::string_view name) {
  auto parsed = base::parse_json(data(name));
  if (!parsed) {
    throw std::logic_error(std::string(name) + ": " + parsed.error().message);
  }
  return *std::move(parsed);
}

const boost::json::array& list(const value& from, std::string_view key) {
  return from.as_object().at(key).as_array();
}

std::vector<std::string> texts(const value& from, std::string_view key) {
  std::vector<std::string> out;
  for (const value& item : list(from, key)) {
    out.emplace_back(item.as_string());
  }
  return out;
}

std::vector<KnownImage> images(const value& from, std::string_view key, std::string_view title) {
  std::vector<KnownImage> out;
  for (const value& item : list(from, key)) {
    out.push_back({base::text_at(item, "image"), base::text_at(item, title)});
  }
  return out;
}

DatastoreFamily datastore(const value& item) {
  DatastoreFamily family;
  family.family = base::text_at(item, "family");
  family.title = base::text_at(item, "title");
  family.images = texts(item, "images");
  for (const value& port : list(item, "ports")) {
    family.ports.push_back(static_cast<std::uint32_t>(port.as_int64()));
  }
  family.data = texts(item, "data");
  family.environment = texts(item, "environment");
  family.healthcheck = texts(item, "healthcheck");
  family.published_on_purpose = base::boolean_at(item, "published_on_purpose").value_or(false);
  return family;
}

ServiceImages read_service_images() {
  const value json = table("service-images.json");
  ServiceImages out;
  for (const value& item : list(json, "datastores")) {
    out.datastores.push_back(datastore(item));
  }
  out.proxies = images(json, "proxies", "kind");
  out.dev_tools = images(json, "dev_tools", "title");
  out.socket_users = images(json, "socket_users", "title");
  out.acme = texts(json, "acme");
  out.backup = texts(json, "backup");
  out.log_shippers = texts(json, "log_shippers");
  const value& drivers = json.as_object().at("log_drivers");
  out.aggregating_drivers = texts(drivers, "aggregating");
  out.rotating_drivers = texts(drivers, "rotating");
  out.monitoring = texts(json, "monitoring");
  out.monitoring_environment = texts(json, "monitoring_environment");
  out.socket_proxies = texts(json, "socket_proxies");
  out.published_on_purpose = texts(json, "published_on_purpose");
  out.host_network_users = texts(json, "host_network_users");
  out.bring_healthcheck = texts(json, "bring_healthcheck");
  return out;
}

struct TraitRow {
  std::string image, tags, user, how;
};

std::vector<TraitRow> traits(const value& json, std::string_view key, std::string_view user,
                             std::string_view how) {
  std::vector<TraitRow> rows;
  for (const value& item : list(json, key)) {
    rows.push_back({base::text_at(item, "image"), base::text_at(item, "tags"),
                    base::text_at(item, user), base::text_at(item, how)});
  }
  return rows;
}

struct Traits {
  std::vector<TraitRow> non_root, drops;
};

const Traits& image_traits() {
  static const Traits rows = [] {
    const value json = table("base-image-traits.json");
    return Traits{traits(json, "nonroot_by_default", "default_user", "note"),
                  traits(json, "drops_privileges_in_entrypoint", "to", "by")};
  }();
  return rows;
}

/// Tags are at most 128 characters long by the registry's own grammar; std::regex recurses with the
/// length of its input, so that a longer one is not looked at.
bool tag_matches(const std::string& tag, const std::string& pattern) {
  return tag.size() <= 128 && std::regex_search(tag, std::regex(pattern));
}

const TraitRow* row_of(const std::vector<TraitRow>& rows, const ImageName& image) {
  for (const TraitRow& row : rows) {
    if (image_is(image, row.image) && (row.tags.empty() || tag_matches(image.tag, row.tags))) {
      return &row;
    }
  }
  return nullptr;
}

} // namespace

const ServiceImages& service_images() {
  static const ServiceImages table = read_service_images();
  return table;
}

bool any_of(const std::vector<std::string>& patterns, const ImageName& image) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& pattern) { return image_is(image, pattern); });
}

const KnownImage* known(const std::vector<KnownImage>& list, const ImageName& image) {
  const auto found = std::find_if(list.begin(), list.end(),
                                  [&](const KnownImage& k) { return image_is(image, k.image); });
  return found == list.end() ? nullptr : &*found;
}

ImageUser user_of_image(const ImageName& image) {
  if (const TraitRow* row = row_of(image_traits().non_root, image)) {
    const bool root = row->user == "root";
    return {root ? ImageUser::Kind::drops : ImageUser::Kind::non_root, row->user, row->how};
  }
  if (const TraitRow* row = row_of(image_traits().drops, image)) {
    return {ImageUser::Kind::drops, row->user, row->how};
  }
  return {};
}

} // namespace secaudit::rules
