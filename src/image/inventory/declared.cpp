// SPDX-License-Identifier: Apache-2.0
// Bills of materials that somebody put into the image: Bitnami's and apko's SPDX, CycloneDX. They
// are claims, and marked as such.
#include "base/json.hpp"
#include "image/inventory/inventory.hpp"
#include "model/purl.hpp"

#include <boost/json.hpp>

namespace secaudit::image::inventory {
namespace {

using boost::json::value;

const boost::json::array* list_at(const value& object, std::string_view key) {
  const value* member = base::find(object, key);
  return member == nullptr ? nullptr : member->if_array();
}

void add(std::string_view name, std::string_view version, std::string_view text,
         std::string_view license, std::string_view path, Found& found) {
  const auto purl = model::parse_purl(text);
  if (!purl || name.empty()) {
    return;
  }
  model::Package package;
  package.type = purl->type;
  package.name = std::string(name);
  package.version = version.empty() ? purl->version : std::string(version);
  package.path = std::string(path);
  package.found_by = model::Package::FoundBy::declared;
  package.purl = to_string(*purl);
  const auto architecture = purl->qualifiers.find("arch");
  if (architecture != purl->qualifiers.end()) {
    package.architecture = architecture->second;
  }
  if (!license.empty() && license != "NOASSERTION" && license != "NONE") {
    package.licenses = {std::string(license)};
  }
  found.packages.push_back(std::move(package));
}

void read_spdx(const value& document, std::string_view path, Found& found) {
  const boost::json::array* packages = list_at(document, "packages");
  for (const value& item : packages == nullptr ? boost::json::array() : *packages) {
    const boost::json::array* references = list_at(item, "externalRefs");
    for (const value& reference : references == nullptr ? boost::json::array() : *references) {
      if (base::string_at(reference, "referenceType") == "purl") {
        add(base::string_at(item, "name"), base::string_at(item, "versionInfo"),
            base::string_at(reference, "referenceLocator"),
            base::string_at(item, "licenseDeclared"), path, found);
        break;
      }
    }
  }
}

void read_cyclonedx(const value& document, std::string_view path, Found& found) {
  const boost::json::array* components = list_at(document, "components");
  for (const value& item : components == nullptr ? boost::json::array() : *components) {
    const std::string_view purl = base::string_at(item, "purl");
    if (!purl.empty()) {
      add(base::string_at(item, "name"), base::string_at(item, "version"), purl, "", path, found);
    }
  }
}

} // namespace

void read_declared(std::string_view path, std::string_view content, Found& found) {
  const auto document = base::parse_json(content);
  if (!document) {
    return;
  }
  if (!base::string_at(*document, "spdxVersion").empty()) {
    read_spdx(*document, path, found);
  } else if (base::string_at(*document, "bomFormat") == "CycloneDX") {
    read_cyclonedx(*document, path, found);
  }
}

} // namespace secaudit::image::inventory
