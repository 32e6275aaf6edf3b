// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "image/inventory/inventory.hpp"
#include "model/purl.hpp"

namespace secaudit::image::inventory {
namespace {

void finish(model::Package& package, std::string_view path, std::vector<model::Package>& packages) {
  if (!package.name.empty() && !package.version.empty()) {
    package.type = "apk";
    package.path = std::string(path);
    package.source_name = package.source_name.empty() ? package.name : package.source_name;
    package.source_version = package.version;
    package.purl = model::purl_of({"apk", "", package.name, package.version, {}, ""});
    packages.push_back(std::move(package));
  }
  package = {};
}

} // namespace

std::vector<model::Package> read_apk(std::string_view path, std::string_view content) {
  std::vector<model::Package> packages;
  model::Package package;
  for (const std::string_view line : base::lines(content)) {
    if (line.empty()) {
      finish(package, path, packages);
      continue;
    }
    if (line.size() < 2 || line[1] != ':') {
      continue;
    }
    const std::string_view value = base::trim(line.substr(2));
    switch (line[0]) {
    case 'P':
      package.name = std::string(value);
      break;
    case 'V':
      package.version = std::string(value);
      break;
    case 'A':
      package.architecture = std::string(value);
      break;
    case 'o':
      package.source_name = std::string(value);
      break;
    case 'L':
      package.licenses = {std::string(value)};
      break;
    default:
      break;
    }
  }
  finish(package, path, packages);
  return packages;
}

} // namespace secaudit::image::inventory
