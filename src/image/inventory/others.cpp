// SPDX-License-Identifier: Apache-2.0
// Systems with one line or one file a package: snaps, Gentoo, Container-Optimized OS, Java
// runtimes.
#include "base/json.hpp"
#include "base/text.hpp"
#include "image/inventory/inventory.hpp"
#include "model/purl.hpp"

#include <boost/json.hpp>

#include <map>

namespace secaudit::image::inventory {
namespace {

void add(std::string_view type, model::Purl purl, std::string_view path, Found& found) {
  if (purl.name.empty() || purl.version.empty()) {
    return;
  }
  model::Package package;
  package.type = std::string(type);
  package.name = purl.name;
  package.version = purl.version;
  package.path = std::string(path);
  package.purl = model::purl_of(std::move(purl));
  found.packages.push_back(std::move(package));
}

std::string unquoted(std::string_view text) {
  text = base::trim(text);
  if (text.size() > 1 && (text.front() == '"' || text.front() == '\'')
      && text.back() == text.front()) {
    text = text.substr(1, text.size() - 2);
  }
  return std::string(text);
}

std::string value_of(std::string_view content, std::string_view key, char separator) {
  for (const std::string_view line : base::lines(content)) {
    if (line.starts_with(key) && line.size() > key.size() && line[key.size()] == separator) {
      return unquoted(line.substr(key.size() + 1));
    }
  }
  return {};
}

} // namespace

void read_snap(std::string_view path, std::string_view content, Found& found) {
  add("snap",
      {"generic",
       "snap",
       value_of(content, "name", ':'),
       value_of(content, "version", ':'),
       {},
       ""},
      path, found);
}

void read_portage(std::string_view path, std::string_view, Found& found) {
  // var/db/pkg/CATEGORY/NAME-VERSION/CONTENTS
  const auto parts = base::split(path, '/');
  if (parts.size() != 6) {
    return;
  }
  const std::string_view name = parts[4];
  for (std::size_t dash = name.find('-'); dash != std::string_view::npos;
       dash = name.find('-', dash + 1)) {
    if (dash + 1 < name.size() && name[dash + 1] >= '0' && name[dash + 1] <= '9') {
      add("ebuild",
          {"generic",
           "gentoo/" + std::string(parts[3]),
           std::string(name.substr(0, dash)),
           std::string(name.substr(dash + 1)),
           {},
           ""},
          path, found);
      return;
    }
  }
}

void read_cos(std::string_view path, std::string_view content, Found& found) {
  const auto document = base::parse_json(content);
  const boost::json::value* list = document ? base::find(*document, "installedPackages") : nullptr;
  if (list == nullptr || !list->is_array()) {
    return;
  }
  for (const boost::json::value& item : list->get_array()) {
    add("cos",
        {"generic",
         "cos/" + std::string(base::string_at(item, "category")),
         std::string(base::string_at(item, "name")),
         std::string(base::string_at(item, "version")),
         {},
         ""},
        path, found);
  }
}

void read_jvm(std::string_view path, std::string_view content, Found& found) {
  const std::string version = value_of(content, "JAVA_RUNTIME_VERSION", '=');
  const std::string plain = value_of(content, "JAVA_VERSION", '=');
  const std::string maker = value_of(content, "IMPLEMENTOR", '=');
  const bool runtime = !plain.empty() && !value_of(content, "OS_ARCH", '=').empty();
  if (runtime) {
    std::map<std::string, std::string> qualifiers;
    if (!maker.empty()) {
      qualifiers["vendor"] = maker;
    }
    add("jvm",
        {"generic", "", "openjdk", version.empty() ? plain : version, std::move(qualifiers), ""},
        path, found);
  }
}

} // namespace secaudit::image::inventory
