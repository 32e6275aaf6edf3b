// SPDX-License-Identifier: Apache-2.0
#include "base/json.hpp"
#include "image/inventory/inventory.hpp"
#include "model/purl.hpp"

#include <boost/json.hpp>

namespace secaudit::image::inventory {

std::vector<model::Package> read_npm(std::string_view path, std::string_view content) {
  const auto parsed = base::parse_json(content);
  if (!parsed) {
    return {};
  }
  model::Package package;
  package.name = std::string(base::string_at(*parsed, "name"));
  package.version = std::string(base::string_at(*parsed, "version"));
  // Unity's packages have a package.json of the same shape and never came from npm.
  const bool unity = !base::string_at(*parsed, "unity").empty();
  if (package.name.empty() || package.version.empty() || unity) {
    return {};
  }
  package.type = "npm";
  package.path = std::string(path);
  const std::string license = base::text_at(*parsed, "license");
  if (!license.empty()) {
    package.licenses = {license};
  }
  const std::size_t slash = package.name.find('/');
  const bool scoped = slash != std::string::npos;
  package.purl = model::purl_of({"npm",
                                 scoped ? package.name.substr(0, slash) : "",
                                 package.name.substr(scoped ? slash + 1 : 0),
                                 package.version,
                                 {},
                                 ""});
  return {std::move(package)};
}

} // namespace secaudit::image::inventory
