// SPDX-License-Identifier: Apache-2.0
#include "vulns/ownership.hpp"

#include "base/text.hpp"
#include "vulns/ecosystem.hpp"

#include <string_view>

namespace secaudit::vulns {
namespace {

/// 2.31.0 of 1:2.31.0-1+deb12u1, of 2.31.0-r1, of 0:2.31.0-3.el9.
std::string upstream(std::string_view version) {
  const std::size_t colon = version.find(':');
  if (colon != std::string_view::npos) {
    version.remove_prefix(colon + 1);
  }
  version = version.substr(0, version.rfind('-'));
  return std::string(version.substr(0, version.find_first_of("+~")));
}

} // namespace

Ownership::Ownership(const model::Image& image) {
  for (const model::Package& package : image.packages) {
    if (package.type != "deb" && package.type != "apk" && package.type != "rpm") {
      continue;
    }
    // python3-requests, py3-requests, ruby-json, node-semver.
    const std::size_t dash = package.name.find('-');
    const std::string_view prefix = std::string_view(package.name).substr(0, dash);
    const bool language = prefix.starts_with("py") || prefix == "ruby" || prefix == "rubygem"
                          || prefix == "node" || prefix == "nodejs";
    if (dash != std::string::npos && language) {
      system_.insert({normalised_name("PyPI", std::string_view(package.name).substr(dash + 1)),
                      upstream(package.version)});
    }
  }
}

bool Ownership::by_distribution(const model::Package& package) const {
  if (!package.owner.empty()) {
    return true;
  }
  // Folders that only the distribution's package manager writes to.
  for (const std::string_view folder :
       {"usr/lib/python3/dist-packages/", "usr/share/nodejs/", "usr/share/rubygems-integration/"}) {
    if (package.path.starts_with(folder)) {
      return true;
    }
  }
  // Where pip and the distribution share a folder, a package of that name and version tells.
  return package.path.starts_with("usr/") && !package.path.starts_with("usr/local/")
         && system_.contains({normalised_name("PyPI", package.name), upstream(package.version)});
}

} // namespace secaudit::vulns
