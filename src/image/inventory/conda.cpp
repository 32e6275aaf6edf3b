// SPDX-License-Identifier: Apache-2.0
#include "base/json.hpp"
#include "image/inventory/inventory.hpp"
#include "model/purl.hpp"

#include <boost/json.hpp>

namespace secaudit::image::inventory {

void read_conda(std::string_view path, std::string_view content, Found& found) {
  const auto parsed = base::parse_json(content);
  if (!parsed) {
    return;
  }
  model::Package package;
  package.name = std::string(base::string_at(*parsed, "name"));
  package.version = std::string(base::string_at(*parsed, "version"));
  if (package.name.empty() || package.version.empty()) {
    return;
  }
  package.type = "conda";
  package.path = std::string(path);
  const std::string license = base::text_at(*parsed, "license");
  if (!license.empty()) {
    package.licenses = {license};
  }
  std::map<std::string, std::string> qualifiers{
      {"build", std::string(base::string_at(*parsed, "build"))},
      {"subdir", std::string(base::string_at(*parsed, "subdir"))}};
  package.purl =
      model::purl_of({"conda", "", package.name, package.version, std::move(qualifiers), ""});
  found.packages.push_back(std::move(package));
}

} // namespace secaudit::image::inventory
