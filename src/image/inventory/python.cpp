// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "image/inventory/inventory.hpp"
#include "model/purl.hpp"

namespace secaudit::image::inventory {

std::vector<model::Package> read_python(std::string_view path, std::string_view content) {
  model::Package package;
  for (const std::string_view line : base::lines(content)) {
    if (line.empty()) {
      break;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || line.starts_with(' ') || line.starts_with('\t')) {
      continue;
    }
    const std::string name = base::to_lower(line.substr(0, colon));
    const std::string_view value = base::trim(line.substr(colon + 1));
    if (name == "name" && package.name.empty()) {
      package.name = std::string(value);
    } else if (name == "version" && package.version.empty()) {
      package.version = std::string(value);
    } else if ((name == "license" || name == "license-expression") && value != "UNKNOWN"
               && !value.empty()) {
      package.licenses = {std::string(value)};
    }
  }
  if (package.name.empty() || package.version.empty()) {
    return {};
  }
  package.type = "pypi";
  package.path = std::string(path);
  package.purl = model::purl_of({"pypi", "", package.name, package.version, {}, ""});
  return {std::move(package)};
}

} // namespace secaudit::image::inventory
