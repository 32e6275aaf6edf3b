// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "image/inventory/inventory.hpp"
#include "model/purl.hpp"

#include <map>

namespace secaudit::image::inventory {
namespace {

using Fields = std::map<std::string, std::string, std::less<>>;

std::string field(const Fields& fields, std::string_view name) {
  const auto found = fields.find(name);
  return found == fields.end() ? std::string() : found->second;
}

/// The first lines of the paragraph's fields; continuation lines (descriptions, file lists) say
/// nothing about versions.
void read_line(std::string_view line, Fields& fields) {
  const std::size_t colon = line.find(':');
  if (line.starts_with(' ') || line.starts_with('\t') || colon == std::string_view::npos) {
    return;
  }
  fields.emplace(base::to_lower(base::trim(line.substr(0, colon))),
                 base::trim(line.substr(colon + 1)));
}

/// dpkg-query's view: the third word of Status. The files of all states but these are gone.
bool files_are_there(std::string_view status) {
  const auto words = base::split(status, ' ');
  const std::string_view state = words.back();
  return words.size() == 3 && state != "not-installed" && state != "config-files";
}

/// "name (version)", or the name alone.
void read_source(std::string_view text, model::Package& package) {
  const std::size_t open = text.find('(');
  const std::string_view name = base::trim(text.substr(0, open));
  package.source_name = name.empty() ? package.name : std::string(name);
  package.source_version = package.version;
  if (open != std::string_view::npos) {
    const std::string_view version = text.substr(open + 1);
    package.source_version = std::string(base::trim(version.substr(0, version.find(')'))));
  }
}

void add(const Fields& fields, std::string_view path, std::vector<model::Package>& packages) {
  model::Package package;
  package.name = field(fields, "package");
  package.version = field(fields, "version");
  const bool single = path.starts_with("var/lib/dpkg/status.d/");
  const std::string status = field(fields, "status");
  const bool installed = status.empty() ? single : files_are_there(status);
  // vcpkg keeps its own file of the same name and shape.
  const bool vcpkg = fields.contains("abi") || fields.contains("port-version");
  if (package.name.empty() || package.version.empty() || !installed || vcpkg) {
    return;
  }
  package.type = "deb";
  package.architecture = field(fields, "architecture");
  package.path = std::string(path);
  package.purl = model::purl_of({"deb", "", package.name, package.version, {}, ""});
  read_source(field(fields, "source"), package);
  packages.push_back(std::move(package));
}

} // namespace

std::vector<model::Package> read_dpkg(std::string_view path, std::string_view content) {
  std::vector<model::Package> packages;
  Fields fields;
  for (const std::string_view line : base::lines(content)) {
    if (base::trim(line).empty()) {
      add(fields, path, packages);
      fields.clear();
    } else {
      read_line(line, fields);
    }
  }
  add(fields, path, packages);
  return packages;
}

} // namespace secaudit::image::inventory
