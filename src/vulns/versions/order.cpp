// SPDX-License-Identifier: Apache-2.0
#include "vulns/versions/order.hpp"

namespace secaudit::vulns {

Order compare_versions(Scheme scheme, std::string_view a, std::string_view b) {
  switch (scheme) {
  case Scheme::dpkg:
    return compare_dpkg(a, b);
  case Scheme::rpm:
    return compare_rpm(a, b);
  case Scheme::apk:
    return compare_apk(a, b);
  case Scheme::pep440:
    return compare_pep440(a, b);
  case Scheme::semver:
    return compare_semver(a, b);
  case Scheme::go:
    return compare_go(a, b);
  case Scheme::crates:
    return compare_crates(a, b);
  case Scheme::maven:
    return compare_maven(a, b);
  case Scheme::rubygems:
    return compare_rubygems(a, b);
  case Scheme::packagist:
    return compare_packagist(a, b);
  case Scheme::nuget:
    return compare_nuget(a, b);
  }
  return std::nullopt;
}

std::optional<Comparer> comparer_of(Scheme scheme, std::string_view version) {
  switch (scheme) {
  case Scheme::pep440:
    return pep440_comparer(version);
  case Scheme::semver:
    return semver_comparer(version);
  case Scheme::go:
    return go_comparer(version);
  case Scheme::crates:
    return crates_comparer(version);
  case Scheme::maven:
    return maven_comparer(version);
  case Scheme::rubygems:
    return rubygems_comparer(version);
  case Scheme::packagist:
    return packagist_comparer(version);
  case Scheme::nuget:
    return nuget_comparer(version);
  case Scheme::dpkg:
  case Scheme::rpm:
  case Scheme::apk:
    break;
  }
  // These are compared while they are read.
  if (!compare_versions(scheme, version, version)) {
    return std::nullopt;
  }
  return
      [scheme, version](std::string_view text) { return compare_versions(scheme, version, text); };
}

} // namespace secaudit::vulns
