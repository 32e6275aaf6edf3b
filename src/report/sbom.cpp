// SPDX-License-Identifier: Apache-2.0
#include "report/sbom.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "model/purl.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace secaudit::report {
namespace {

constexpr std::array<std::string_view, 48> licenses{"0BSD",
                                                    "AFL-2.1",
                                                    "AGPL-3.0-only",
                                                    "AGPL-3.0-or-later",
                                                    "Apache-1.1",
                                                    "Apache-2.0",
                                                    "Artistic-1.0",
                                                    "Artistic-2.0",
                                                    "BSD-2-Clause",
                                                    "BSD-3-Clause",
                                                    "BSL-1.0",
                                                    "BlueOak-1.0.0",
                                                    "CC-BY-3.0",
                                                    "CC-BY-4.0",
                                                    "CC0-1.0",
                                                    "CDDL-1.0",
                                                    "EPL-1.0",
                                                    "EPL-2.0",
                                                    "EUPL-1.2",
                                                    "GPL-1.0-only",
                                                    "GPL-2.0-only",
                                                    "GPL-2.0-or-later",
                                                    "GPL-3.0-only",
                                                    "GPL-3.0-or-later",
                                                    "HPND",
                                                    "ICU",
                                                    "ISC",
                                                    "JSON",
                                                    "LGPL-2.0-only",
                                                    "LGPL-2.0-or-later",
                                                    "LGPL-2.1-only",
                                                    "LGPL-2.1-or-later",
                                                    "LGPL-3.0-only",
                                                    "LGPL-3.0-or-later",
                                                    "MIT",
                                                    "MIT-0",
                                                    "MPL-1.1",
                                                    "MPL-2.0",
                                                    "NCSA",
                                                    "OFL-1.1",
                                                    "OpenSSL",
                                                    "PostgreSQL",
                                                    "Python-2.0",
                                                    "Ruby",
                                                    "Unicode-DFS-2016",
                                                    "Unlicense",
                                                    "WTFPL",
                                                    "Zlib"};

template <typename T>
void sort_unique(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

/// YYYY-MM-DDThh:mm:ssZ, or "" for anything else that an image may claim.
std::string utc_seconds(std::string_view text) {
  constexpr std::string_view shape = "0000-00-00T00:00:00";
  if (text.size() <= shape.size()) {
    return {};
  }
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (shape[i] == '0' ? !digit : text[i] != shape[i]) {
      return {};
    }
  }
  return text.ends_with('Z') ? std::string(text.substr(0, shape.size())) + "Z" : std::string();
}

} // namespace

std::vector<SbomComponent> sbom_components(const model::Image& image) {
  std::map<std::string, SbomComponent> by_key;
  for (const model::Package& package : image.packages) {
    std::string key = package.purl;
    if (key.empty()) {
      key = model::purl_of({"generic", "", package.name, package.version, {}, ""});
    }
    if (key.empty()) {
      continue;
    }
    SbomComponent& component = by_key[key];
    if (component.package == nullptr) {
      component.key = key;
      component.package = &package;
    }
    component.paths.push_back(package.path);
    component.paths.insert(component.paths.end(), package.other_paths.begin(),
                           package.other_paths.end());
    if (package.layer) {
      component.layers.push_back(*package.layer);
    }
    component.licenses.insert(component.licenses.end(), package.licenses.begin(),
                              package.licenses.end());
  }
  std::vector<SbomComponent> result;
  for (auto& [key, component] : by_key) {
    std::erase(component.licenses, "");
    std::erase(component.paths, "");
    sort_unique(component.paths);
    sort_unique(component.layers);
    sort_unique(component.licenses);
    result.push_back(std::move(component));
  }
  return result;
}

SbomName sbom_name(const model::Package& package) {
  const char separator = package.type == "maven" ? ':' : '/';
  const bool grouped =
      package.type == "maven" || package.type == "npm" || package.type == "composer";
  const std::size_t at = package.name.find(separator);
  if (!grouped || at == std::string::npos) {
    return {"", package.name};
  }
  return {package.name.substr(0, at), package.name.substr(at + 1)};
}

bool is_spdx_license(std::string_view text) {
  return std::find(licenses.begin(), licenses.end(), text) != licenses.end();
}

std::string sbom_uuid(const model::Image& image, std::string_view format) {
  std::string text(format);
  text += "\n" + image.reference + "\n" + image.config_digest + "\n" + image.manifest_digest;
  for (const model::Package& package : image.packages) {
    text += "\n" + package.purl + " " + package.path;
  }
  const std::string hex = base::sha256_hex(text);
  // Version 8 of RFC 9562: made by a rule of one's own.
  return fmt::format("{}-{}-8{}-a{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(13, 3),
                     hex.substr(17, 3), hex.substr(20, 12));
}

std::string sbom_date(const model::Image& image, const SbomOptions& options) {
  return options.created.empty() ? utc_seconds(image.config.created) : options.created;
}

} // namespace secaudit::report
