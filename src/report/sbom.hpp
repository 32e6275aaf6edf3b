// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/image.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace secaudit::report {

struct SbomOptions {
  std::string tool_version;
  std::string created; ///< RFC 3339 in UTC; "" = the image's own date, so that the same image gives
                       ///< the same bytes
};

/// The software of an image as CycloneDX 1.6 in JSON.
/// https://cyclonedx.org/docs/1.6/json/
std::string cyclonedx(const model::Image& image, const SbomOptions& options);

/// The software of an image as SPDX 2.3 in JSON. https://spdx.github.io/spdx-spec/v2.3/
std::string spdx(const model::Image& image, const SbomOptions& options);

/// A piece of software with every place that names it: what the formats call component and package.
struct SbomComponent {
  std::string key; ///< unique in the document: the package URL
  const model::Package* package = nullptr;
  std::vector<std::string> paths; ///< sorted
  std::vector<std::size_t> layers;
  std::vector<std::string> licenses; ///< sorted
};

/// The packages of an image, each package URL once, sorted by it.
std::vector<SbomComponent> sbom_components(const model::Image& image);

/// Group and name as package managers show them: "org.slf4j" and "slf4j-api", "@scope" and "name".
struct SbomName {
  std::string group;
  std::string name;
};
SbomName sbom_name(const model::Package& package);

/// True for an identifier of the SPDX licence list that is common in packages.
bool is_spdx_license(std::string_view text);

/// A UUID that depends on nothing but the image.
std::string sbom_uuid(const model::Image& image, std::string_view format);

/// The date of the document, "" when none is known.
std::string sbom_date(const model::Image& image, const SbomOptions& options);

} // namespace secaudit::report
