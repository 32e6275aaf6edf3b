// SPDX-License-Identifier: Apache-2.0
#include "vulns/ecosystem.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace secaudit::vulns {
namespace {

constexpr std::array<std::pair<std::string_view, Scheme>, 33> schemes{{
    {"AlmaLinux", Scheme::rpm},
    {"Alpaquita", Scheme::apk},
    {"Alpine", Scheme::apk},
    {"Amazon Linux", Scheme::rpm},
    {"Azure Linux", Scheme::rpm},
    {"BellSoft Hardened Containers", Scheme::apk},
    {"Bitnami", Scheme::semver},
    {"CRAN", Scheme::semver},
    {"Chainguard", Scheme::apk},
    {"Debian", Scheme::dpkg},
    {"Echo", Scheme::dpkg},
    {"Fedora", Scheme::rpm},
    {"Go", Scheme::go},
    {"Hackage", Scheme::semver},
    {"Hex", Scheme::crates},
    {"Mageia", Scheme::rpm},
    {"Maven", Scheme::maven},
    {"MinimOS", Scheme::apk},
    {"NuGet", Scheme::nuget},
    {"Oracle Linux", Scheme::rpm},
    {"Packagist", Scheme::packagist},
    {"Pub", Scheme::crates},
    {"PyPI", Scheme::pep440},
    {"Red Hat", Scheme::rpm},
    {"Rocky Linux", Scheme::rpm},
    {"RubyGems", Scheme::rubygems},
    {"SUSE", Scheme::rpm},
    {"SwiftURL", Scheme::semver},
    {"Ubuntu", Scheme::dpkg},
    {"Wolfi", Scheme::apk},
    {"crates.io", Scheme::crates},
    {"npm", Scheme::semver},
    {"openSUSE", Scheme::rpm},
}};

} // namespace

std::optional<Scheme> scheme_of(std::string_view ecosystem) {
  const std::string_view family = ecosystem.substr(0, ecosystem.find(':'));
  const auto found = std::find_if(schemes.begin(), schemes.end(),
                                  [&](const auto& s) { return s.first == family; });
  return found == schemes.end() ? std::nullopt : std::optional(found->second);
}

std::string normalised_name(std::string_view ecosystem, std::string_view name) {
  if (ecosystem == "NuGet" || ecosystem == "Packagist") {
    return base::to_lower(name);
  }
  if (ecosystem != "PyPI") {
    return std::string(name);
  }
  std::string result;
  for (const char c : base::to_lower(name)) {
    const bool separator = c == '-' || c == '_' || c == '.';
    if (!separator) {
      result += c;
    } else if (!result.ends_with('-')) {
      result += '-';
    }
  }
  return result;
}

} // namespace secaudit::vulns
