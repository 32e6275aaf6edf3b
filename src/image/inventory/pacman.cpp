// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "image/inventory/inventory.hpp"
#include "model/purl.hpp"

namespace secaudit::image::inventory {

std::vector<model::Package> read_pacman(std::string_view path, std::string_view content) {
  model::Package package;
  std::string_view section;
  for (const std::string_view line : base::lines(content)) {
    if (line.starts_with('%') && line.ends_with('%')) {
      section = line;
    } else if (line.empty()) {
      section = {};
    } else if (section == "%NAME%") {
      package.name = std::string(line);
    } else if (section == "%VERSION%") {
      package.version = std::string(line);
    } else if (section == "%ARCH%") {
      package.architecture = std::string(line);
    } else if (section == "%BASE%") {
      package.source_name = std::string(line);
    } else if (section == "%LICENSE%") {
      package.licenses.emplace_back(line);
    }
  }
  if (package.name.empty() || package.version.empty()) {
    return {};
  }
  package.type = "alpm";
  package.path = std::string(path);
  package.source_version = package.version;
  package.purl = model::purl_of({"alpm", "", package.name, package.version, {}, ""});
  return {std::move(package)};
}

} // namespace secaudit::image::inventory
