// SPDX-License-Identifier: Apache-2.0
#include "rules/official_images.hpp"

#include "base/json.hpp"
#include "rules/data.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <stdexcept>
#include <string>

namespace secaudit::rules {
namespace {

using Tags = std::set<std::string, std::less<>>;
using Table = std::map<std::string, Tags, std::less<>>;

/// Read at the first use; the file is part of the binary and never changes.
const Table& table() {
  static const Table parsed = [] {
    auto json = base::parse_json(data("official-image-tags.json"));
    if (!json) {
      throw std::logic_error("official-image-tags.json: " + json.error().message);
    }
    Table out;
    const auto* images = base::find(*json, "tags");
    for (const auto& [name, tags] : images->as_object()) {
      Tags& known = out[std::string(name)];
      for (const auto& tag : tags.as_array()) {
        known.emplace(tag.as_string());
      }
    }
    return out;
  }();
  return parsed;
}

} // namespace

bool is_official_image(std::string_view name) {
  return table().contains(name);
}

std::optional<bool> is_still_built(const ImageName& image) {
  const auto found = image.registry == "docker.io" ? table().find(image.path) : table().end();
  if (found == table().end()) {
    return std::nullopt;
  }
  return found->second.contains(image.tag);
}

} // namespace secaudit::rules
