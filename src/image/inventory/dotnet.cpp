// SPDX-License-Identifier: Apache-2.0
#include "base/json.hpp"
#include "image/inventory/inventory.hpp"
#include "model/purl.hpp"

#include <boost/json.hpp>

namespace secaudit::image::inventory {
namespace {

void add(std::string_view name, std::string_view version, std::string_view path, Found& found) {
  model::Package package;
  package.type = "nuget";
  package.name = std::string(name);
  package.version = std::string(version);
  package.path = std::string(path);
  package.purl = model::purl_of({"nuget", "", package.name, package.version, {}, ""});
  found.packages.push_back(std::move(package));
}

} // namespace

void read_dotnet_deps(std::string_view path, std::string_view content, Found& found) {
  const auto parsed = base::parse_json(content);
  const boost::json::value* libraries = parsed ? base::find(*parsed, "libraries") : nullptr;
  if (libraries == nullptr || !libraries->is_object()) {
    return;
  }
  for (const auto& member : libraries->get_object()) {
    const std::string_view key = member.key();
    const std::size_t slash = key.rfind('/');
    const std::string_view type = base::string_at(member.value(), "type");
    if (slash == std::string_view::npos || slash + 1 == key.size()) {
      continue;
    }
    if (type == "package") {
      add(key.substr(0, slash), key.substr(slash + 1), path, found);
    } else if (type == "runtimepack") {
      // runtimepack.Microsoft.NETCore.App.Runtime.linux-x64: the runtime inside the program.
      constexpr std::string_view prefix = "runtimepack.";
      const std::string_view name = key.substr(0, slash);
      add(name.starts_with(prefix) ? name.substr(prefix.size()) : name, key.substr(slash + 1), path,
          found);
    }
  }
}

} // namespace secaudit::image::inventory
