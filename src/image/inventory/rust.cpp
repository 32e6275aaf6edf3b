// SPDX-License-Identifier: Apache-2.0
// https://github.com/rust-secure-code/cargo-auditable/blob/master/PARSING.md
#include "base/json.hpp"
#include "image/inventory/binary.hpp"
#include "model/purl.hpp"

#include <boost/json.hpp>

namespace secaudit::image::inventory {

void read_cargo_auditable(std::string_view path, std::string_view json, Found& found) {
  const auto parsed = base::parse_json(json);
  const boost::json::value* list = parsed ? base::find(*parsed, "packages") : nullptr;
  if (list == nullptr || !list->is_array()) {
    return;
  }
  for (const boost::json::value& item : list->get_array()) {
    model::Package package;
    package.name = std::string(base::string_at(item, "name"));
    package.version = std::string(base::string_at(item, "version"));
    // Build scripts and their dependencies are not in the program.
    if (package.name.empty() || package.version.empty()
        || base::string_at(item, "kind") == "build") {
      continue;
    }
    package.type = "cargo";
    package.path = std::string(path);
    package.purl = model::purl_of({"cargo", "", package.name, package.version, {}, ""});
    found.packages.push_back(std::move(package));
  }
}

} // namespace secaudit::image::inventory
