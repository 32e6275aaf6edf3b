// SPDX-License-Identifier: Apache-2.0
#include "base/digest.hpp"
#include "base/json_writer.hpp"
#include "report/sbom.hpp"

#include <algorithm>

namespace secaudit::report {
namespace {

using base::JsonWriter;

constexpr std::string_view image_id = "SPDXRef-Image";

/// Identifiers may hold letters, digits, dots and dashes only.
std::string id_of(const SbomComponent& component) {
  return "SPDXRef-Package-" + base::sha256_hex(component.key).substr(0, 20);
}

/// An expression of known identifiers; what a package wrote otherwise is only a comment.
std::string declared(const std::vector<std::string>& licenses) {
  const bool known = !licenses.empty()
                     && std::all_of(licenses.begin(), licenses.end(),
                                    [](const std::string& text) { return is_spdx_license(text); });
  if (!known) {
    return "NOASSERTION";
  }
  std::string result;
  for (const std::string& license : licenses) {
    result += (result.empty() ? "" : " AND ") + license;
  }
  return result;
}

std::string joined(const std::vector<std::string>& texts, std::string_view prefix) {
  std::string result;
  for (const std::string& text : texts) {
    result += (result.empty() ? "" : "; ") + std::string(prefix) + text;
  }
  return result;
}

void write_package(JsonWriter& out, const SbomComponent& component) {
  const model::Package& package = *component.package;
  out.begin_object();
  out.member("SPDXID", id_of(component)).member("name", package.name);
  out.member("versionInfo", package.version);
  out.member("downloadLocation", "NOASSERTION").member("filesAnalyzed", false);
  out.member("licenseConcluded", "NOASSERTION");
  const std::string license = declared(component.licenses);
  out.member("licenseDeclared", license);
  if (license == "NOASSERTION" && !component.licenses.empty()) {
    out.member("licenseComments", "The package says: " + joined(component.licenses, ""));
  }
  out.member("copyrightText", "NOASSERTION");
  if (!component.paths.empty()) {
    out.member("sourceInfo", "found in " + joined(component.paths, "/"));
  }
  out.key("externalRefs").begin_array().begin_object();
  out.member("referenceCategory", "PACKAGE-MANAGER").member("referenceType", "purl");
  out.member("referenceLocator", component.key);
  out.end_object().end_array().end_object();
}

void write_image(JsonWriter& out, const model::Image& image) {
  out.begin_object();
  out.member("SPDXID", image_id).member("name", image.reference);
  out.member("versionInfo", image.config_digest);
  out.member("downloadLocation", "NOASSERTION").member("filesAnalyzed", false);
  out.member("licenseConcluded", "NOASSERTION").member("licenseDeclared", "NOASSERTION");
  out.member("copyrightText", "NOASSERTION").member("primaryPackagePurpose", "CONTAINER");
  const std::string hex =
      image.config_digest.starts_with("sha256:") ? image.config_digest.substr(7) : "";
  if (!hex.empty()) {
    out.key("checksums").begin_array().begin_object();
    out.member("algorithm", "SHA256").member("checksumValue", hex);
    out.end_object().end_array();
  }
  out.end_object();
}

void relationship(JsonWriter& out, std::string_view from, std::string_view kind,
                  std::string_view to) {
  out.begin_object();
  out.member("spdxElementId", from).member("relationshipType", kind);
  out.member("relatedSpdxElement", to);
  out.end_object();
}

/// A name as part of a URI.
std::string uri_part(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                       || c == '-' || c == '.' || c == '_';
    result += plain ? c : '-';
  }
  return result;
}

} // namespace

std::string spdx(const model::Image& image, const SbomOptions& options) {
  const auto components = sbom_components(image);
  const std::string date = sbom_date(image, options);
  JsonWriter out;
  out.begin_object();
  out.member("spdxVersion", "SPDX-2.3").member("dataLicense", "CC0-1.0");
  out.member("SPDXID", "SPDXRef-DOCUMENT").member("name", image.reference);
  out.member("documentNamespace", "https://spdx.org/spdxdocs/" + uri_part(image.reference) + "-"
                                      + sbom_uuid(image, "spdx"));
  out.key("creationInfo").begin_object();
  out.member("created", date.empty() ? std::string("1970-01-01T00:00:00Z") : date);
  out.key("creators").begin_array().value("Tool: docker-secaudit-" + options.tool_version);
  out.end_array().end_object();
  out.key("packages").begin_array();
  write_image(out, image);
  for (const SbomComponent& component : components) {
    write_package(out, component);
  }
  out.end_array();
  out.key("relationships").begin_array();
  relationship(out, "SPDXRef-DOCUMENT", "DESCRIBES", image_id);
  for (const SbomComponent& component : components) {
    relationship(out, image_id, "CONTAINS", id_of(component));
  }
  out.end_array();
  out.end_object();
  return out.take();
}

} // namespace secaudit::report
