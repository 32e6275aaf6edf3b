// SPDX-License-Identifier: Apache-2.0
#include "base/json.hpp"
#include "image/inventory/inventory.hpp"
#include "model/purl.hpp"

#include <boost/json.hpp>

namespace secaudit::image::inventory {

void read_composer(std::string_view path, std::string_view content, Found& found) {
  const auto parsed = base::parse_json(content);
  if (!parsed) {
    return;
  }
  // Version 1 of Composer wrote a list, version 2 an object around it.
  const boost::json::value* list = base::find(*parsed, "packages");
  list = list == nullptr ? &*parsed : list;
  if (!list->is_array()) {
    return;
  }
  for (const boost::json::value& item : list->get_array()) {
    model::Package package;
    package.name = std::string(base::string_at(item, "name"));
    std::string_view version = base::string_at(item, "version");
    const std::size_t slash = package.name.find('/');
    if (slash == std::string::npos || version.empty()) {
      continue;
    }
    if (version.size() > 1 && version[0] == 'v' && version[1] >= '0' && version[1] <= '9') {
      version.remove_prefix(1);
    }
    package.type = "composer";
    package.version = std::string(version);
    package.path = std::string(path);
    const boost::json::value* licenses = base::find(item, "license");
    if (licenses != nullptr && licenses->is_array()) {
      for (const boost::json::value& license : licenses->get_array()) {
        package.licenses.emplace_back(license.is_string() ? license.get_string() : "");
      }
    }
    package.purl = model::purl_of({"composer",
                                   package.name.substr(0, slash),
                                   package.name.substr(slash + 1),
                                   package.version,
                                   {},
                                   ""});
    found.packages.push_back(std::move(package));
  }
}

} // namespace secaudit::image::inventory
