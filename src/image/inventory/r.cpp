// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "image/inventory/inventory.hpp"
#include "model/purl.hpp"

namespace secaudit::image::inventory {

std::vector<model::Package> read_r(std::string_view path, std::string_view content) {
  model::Package package;
  for (const std::string_view line : base::lines(content)) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || line.starts_with(' ') || line.starts_with('\t')) {
      continue;
    }
    const std::string value(base::trim(line.substr(colon + 1)));
    const std::string_view key = line.substr(0, colon);
    if (key == "Package") {
      package.name = value;
    } else if (key == "Version") {
      package.version = value;
    } else if (key == "License") {
      package.licenses = {value};
    }
  }
  if (package.name.empty() || package.version.empty()) {
    return {};
  }
  package.type = "cran";
  package.path = std::string(path);
  package.purl = model::purl_of({"cran", "", package.name, package.version, {}, ""});
  return {std::move(package)};
}

} // namespace secaudit::image::inventory
