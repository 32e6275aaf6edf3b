// SPDX-License-Identifier: Apache-2.0
#include "base/json_writer.hpp"
#include "report/sbom.hpp"

#include <algorithm>

namespace secaudit::report {
namespace {

using base::JsonWriter;

void property(JsonWriter& out, std::string_view name, const std::string& value) {
  if (!value.empty()) {
    out.begin_object().member("name", "secaudit:" + std::string(name)).member("value", value);
    out.end_object();
  }
}

std::string found_by(model::Package::FoundBy how) {
  switch (how) {
  case model::Package::FoundBy::declared:
    return "bill of materials in the image";
  case model::Package::FoundBy::version_string:
    return "version text in the program";
  case model::Package::FoundBy::main_module:
    return "build information of the program";
  case model::Package::FoundBy::installer:
    break;
  }
  return {};
}

void write_licenses(JsonWriter& out, const std::vector<std::string>& licenses) {
  if (licenses.empty()) {
    return;
  }
  out.key("licenses").begin_array();
  for (const std::string& license : licenses) {
    out.begin_object().key("license").begin_object();
    out.member(is_spdx_license(license) ? "id" : "name", license);
    out.end_object().end_object();
  }
  out.end_array();
}

void write_component(JsonWriter& out, const SbomComponent& component) {
  const model::Package& package = *component.package;
  const SbomName name = sbom_name(package);
  const bool program = package.found_by == model::Package::FoundBy::version_string
                       || package.found_by == model::Package::FoundBy::main_module;
  out.begin_object();
  out.member("type", program ? "application" : "library");
  out.member("bom-ref", component.key);
  if (!name.group.empty()) {
    out.member("group", name.group);
  }
  out.member("name", name.name).member("version", package.version);
  write_licenses(out, component.licenses);
  out.member("purl", component.key);
  out.key("properties").begin_array();
  property(out, "type", package.type);
  property(out, "source-package", package.source_name);
  property(out, "source-version", package.source_version);
  property(out, "owner", package.owner);
  property(out, "found-by", found_by(package.found_by));
  for (const std::size_t layer : component.layers) {
    property(out, "layer", std::to_string(layer));
  }
  out.end_array();
  if (!component.paths.empty()) {
    out.key("evidence").begin_object().key("occurrences").begin_array();
    for (const std::string& path : component.paths) {
      out.begin_object().member("location", "/" + path).end_object();
    }
    out.end_array().end_object();
  }
  out.end_object();
}

void write_system(JsonWriter& out, const model::OsRelease& release) {
  out.begin_object();
  out.member("type", "operating-system").member("bom-ref", "operating-system");
  out.member("name", release.id);
  if (!release.version_id.empty()) {
    out.member("version", release.version_id);
  }
  if (!release.pretty_name.empty()) {
    out.member("description", release.pretty_name);
  }
  out.end_object();
}

void write_metadata(JsonWriter& out, const model::Image& image, const SbomOptions& options) {
  out.key("metadata").begin_object();
  if (const std::string date = sbom_date(image, options); !date.empty()) {
    out.member("timestamp", date);
  }
  out.key("tools").begin_object().key("components").begin_array().begin_object();
  out.member("type", "application").member("name", "docker-secaudit");
  out.member("version", options.tool_version);
  out.end_object().end_array().end_object();
  out.key("component").begin_object();
  out.member("type", "container").member("bom-ref", "image").member("name", image.reference);
  out.member("version", image.config_digest);
  out.key("properties").begin_array();
  property(out, "image-id", image.config_digest);
  property(out, "manifest-digest", image.manifest_digest);
  property(out, "platform", image.platform);
  for (const std::string& tag : image.tags) {
    property(out, "tag", tag);
  }
  for (std::size_t i = 0; i < image.layers.size(); ++i) {
    property(out, "layer-" + std::to_string(i) + ":diff-id",
             image.layers[i].diff_id.empty() ? image.layers[i].declared_diff_id
                                             : image.layers[i].diff_id);
  }
  property(out, "complete", image.complete() ? "true" : "false");
  out.end_array().end_object().end_object();
}

} // namespace

std::string cyclonedx(const model::Image& image, const SbomOptions& options) {
  const auto components = sbom_components(image);
  JsonWriter out;
  out.begin_object();
  out.member("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
  out.member("bomFormat", "CycloneDX").member("specVersion", "1.6");
  out.member("serialNumber", "urn:uuid:" + sbom_uuid(image, "cyclonedx")).member("version", 1);
  write_metadata(out, image, options);
  out.key("components").begin_array();
  if (image.os_release) {
    write_system(out, *image.os_release);
  }
  for (const SbomComponent& component : components) {
    write_component(out, component);
  }
  out.end_array();
  out.key("dependencies").begin_array().begin_object();
  out.member("ref", "image").key("dependsOn").begin_array();
  if (image.os_release) {
    out.value("operating-system");
  }
  for (const SbomComponent& component : components) {
    out.value(component.key);
  }
  out.end_array().end_object().end_array();
  out.end_object();
  return out.take();
}

} // namespace secaudit::report
