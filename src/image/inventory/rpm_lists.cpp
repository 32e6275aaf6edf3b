// SPDX-License-Identifier: Apache-2.0
// Images without rpm's database that still say what they were made of.
#include "base/json.hpp"
#include "base/text.hpp"
#include "image/inventory/inventory.hpp"
#include "model/purl.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace secaudit::image::inventory {
namespace {

model::Package make(std::string_view path, std::string_view name, std::string_view version,
                    std::string_view epoch) {
  model::Package package;
  package.type = "rpm";
  package.path = std::string(path);
  package.name = std::string(name);
  const bool none = epoch.empty() || epoch == "0" || epoch == "(none)";
  package.version = (none ? "" : std::string(epoch) + ":") + std::string(version);
  package.purl = model::purl_of({"rpm",
                                 "",
                                 package.name,
                                 std::string(version),
                                 {{"epoch", none ? "" : std::string(epoch)}},
                                 ""});
  return package;
}

} // namespace

std::vector<model::Package> read_rpm_manifest(std::string_view path, std::string_view content) {
  std::vector<model::Package> packages;
  for (const std::string_view line : base::lines(content)) {
    // name, version-release, times, vendor, epoch, size, architecture, epoch, source package
    const auto fields = base::split(line, '\t');
    if (fields.size() < 10) {
      continue;
    }
    model::Package package = make(path, fields[0], fields[1], fields[5]);
    package.architecture = std::string(fields[7]);
    const std::string_view source = fields[9];
    const std::size_t release = source.rfind('-');
    const std::size_t version =
        release == std::string_view::npos ? release : source.rfind('-', release - 1);
    package.source_name = std::string(source.substr(0, version));
    packages.push_back(std::move(package));
  }
  return packages;
}

std::vector<model::Package> read_bottlerocket(std::string_view path, std::string_view content) {
  std::vector<model::Package> packages;
  const auto parsed = base::parse_json(content);
  const boost::json::value* list = parsed ? base::find(*parsed, "Content") : nullptr;
  if (list == nullptr || !list->is_array()) {
    return packages;
  }
  for (const boost::json::value& item : list->get_array()) {
    const std::string version =
        fmt::format("{}-{}", base::string_at(item, "Version"), base::string_at(item, "Release"));
    const std::string_view name = base::string_at(item, "Name");
    if (name.empty() || version.size() < 3) {
      continue;
    }
    packages.push_back(make(path, name, version, base::string_at(item, "Epoch")));
    packages.back().architecture = std::string(base::string_at(item, "Architecture"));
  }
  return packages;
}

} // namespace secaudit::image::inventory
