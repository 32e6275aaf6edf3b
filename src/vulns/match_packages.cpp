// SPDX-License-Identifier: Apache-2.0
#include "vulns/match_packages.hpp"

#include "base/text.hpp"
#include "vulns/ecosystem.hpp"
#include "vulns/matching.hpp"
#include "vulns/severity.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace secaudit::vulns {
namespace {

using model::Vulnerability;

/// A package as the advisories know it.
struct Query {
  std::string ecosystem;
  std::string name;
  std::string version;
  std::string binary;
  std::string purl;
  std::optional<std::size_t> layer;
  std::string path;
  model::Span span;
};

std::string major(std::string_view version) {
  return std::string(version.substr(0, version.find('.')));
}

std::string first_two(std::string_view version) {
  const std::size_t first = version.find('.');
  return std::string(
      version.substr(0, first == std::string_view::npos ? first : version.find('.', first + 1)));
}

std::optional<std::string> language_ecosystem(std::string_view type) {
  static const std::map<std::string_view, std::string_view> names{
      {"pypi", "PyPI"},   {"npm", "npm"},      {"golang", "Go"},   {"cargo", "crates.io"},
      {"maven", "Maven"}, {"gem", "RubyGems"}, {"nuget", "NuGet"}, {"composer", "Packagist"},
      {"hex", "Hex"},     {"pub", "Pub"}};
  const auto found = names.find(type);
  return found == names.end() ? std::nullopt : std::optional(std::string(found->second));
}

bool is_system_package(std::string_view type) {
  return type == "deb" || type == "apk" || type == "rpm";
}

/// Files of the distribution's own language packages: its advisories cover them under the source
/// package.
bool installed_by_distribution(const model::Package& package) {
  return base::contains(package.path, "usr/lib/python3/dist-packages/")
         || base::contains(package.path, "usr/share/nodejs/")
         || base::contains(package.path, "usr/share/rubygems-integration/");
}

Query query_of(const model::Package& package, const std::string& ecosystem) {
  Query query{ecosystem,    package.name,  package.version, package.name,
              package.purl, package.layer, package.path,    {}};
  // RPM advisories name binary packages; the others name sources, with the source's own version.
  if (package.type == "deb" || package.type == "apk") {
    query.name = package.source_name.empty() ? package.name : package.source_name;
    query.version = package.source_version.empty() ? package.version : package.source_version;
  }
  return query;
}

/// Names of one fault: CVE first, then GHSA, then the rest.
std::string preferred(const std::set<std::string>& names) {
  for (const std::string_view prefix : {"CVE-", "GHSA-"}) {
    const auto found = std::find_if(names.begin(), names.end(),
                                    [&](const std::string& n) { return n.starts_with(prefix); });
    if (found != names.end()) {
      return *found;
    }
  }
  return *names.begin();
}

/// A distribution's record that stands for exactly one upstream fault is that fault.
std::set<std::string> names_of(const Advisory& advisory) {
  std::set<std::string> names(advisory.aliases.begin(), advisory.aliases.end());
  names.insert(advisory.id);
  if (advisory.upstream.size() == 1) {
    names.insert(advisory.upstream.front());
  }
  return names;
}

Vulnerability to_vulnerability(const Query& query, const Hit& hit) {
  Vulnerability v;
  const std::set<std::string> names = names_of(hit.advisory);
  v.id = preferred(names);
  v.aliases.assign(names.begin(), names.end());
  v.package = query.name;
  v.version = query.version;
  v.purl = query.purl;
  v.binaries = {query.binary};
  v.summary = hit.advisory.summary;
  v.layer = query.layer;
  v.path = query.path;
  v.span = query.span;
  v.sources = {"osv"};
  if (const auto scheme = scheme_of(query.ecosystem)) {
    v.fixed = fixed_version(hit.affected, query.version, *scheme);
  }
  if (const auto rated = rate(hit.advisory, hit.affected)) {
    v.severity = rated->severity;
    v.severity_known = true;
    v.severity_source = rated->source;
  }
  return v;
}

void add_unique(std::vector<std::string>& list, const std::vector<std::string>& more) {
  std::set<std::string> all(list.begin(), list.end());
  all.insert(more.begin(), more.end());
  list.assign(all.begin(), all.end());
}

/// Takes over what the other knows of the same fault.
void merge(Vulnerability& into, const Vulnerability& other) {
  add_unique(into.aliases, other.aliases);
  add_unique(into.binaries, other.binaries);
  add_unique(into.sources, other.sources);
  into.id = preferred(std::set<std::string>(into.aliases.begin(), into.aliases.end()));
  if (!into.severity_known && other.severity_known) {
    into.severity = other.severity;
    into.severity_source = other.severity_source;
    into.severity_known = true;
  }
  if (into.summary.empty()) {
    into.summary = other.summary;
  }
  if (!into.fixed) {
    into.fixed = other.fixed;
  }
}

bool same_fault(const Vulnerability& a, const Vulnerability& b) {
  return std::any_of(a.aliases.begin(), a.aliases.end(), [&](const std::string& name) {
    return std::binary_search(b.aliases.begin(), b.aliases.end(), name);
  });
}

/// One entry a fault: classes of names grow until nothing joins any more.
std::vector<Vulnerability> merged(std::vector<Vulnerability> list) {
  std::map<std::pair<std::string, std::string>, std::vector<Vulnerability>> by_package;
  for (Vulnerability& v : list) {
    std::vector<Vulnerability>& group = by_package[{v.package, v.version}];
    for (auto other = group.begin(); other != group.end();) {
      if (same_fault(v, *other)) {
        merge(v, *other);
        other = group.erase(other);
      } else {
        ++other;
      }
    }
    group.push_back(std::move(v));
  }
  std::vector<Vulnerability> result;
  for (auto& [key, group] : by_package) {
    std::move(group.begin(), group.end(), std::back_inserter(result));
  }
  for (Vulnerability& v : result) {
    std::erase(v.aliases, v.id);
  }
  std::sort(result.begin(), result.end(), [](const Vulnerability& a, const Vulnerability& b) {
    return std::tie(b.severity, a.package, a.id) < std::tie(a.severity, b.package, b.id);
  });
  return result;
}

class Matcher {
 public:
  explicit Matcher(const Database& database) : database_(database) {}

  base::Status add(const Query& query) {
    ++result_.coverage.packages;
    if (!covers(query.ecosystem)) {
      missing_.insert(query.ecosystem);
      return {};
    }
    ++result_.coverage.covered;
    const auto hits = database_.find(query.ecosystem, query.name);
    if (!hits) {
      return base::fail(hits.error().message, hits.error().hint);
    }
    for (const Hit& hit : *hits) {
      if (!hit.advisory.withdrawn
          && is_affected(hit.affected, query.version, scheme_of(query.ecosystem))) {
        found_.push_back(to_vulnerability(query, hit));
      }
    }
    return {};
  }

  void not_covered(const std::string& what) {
    ++result_.coverage.packages;
    missing_.insert(what);
  }

  MatchResult take() {
    result_.vulnerabilities = merged(std::move(found_));
    result_.coverage.not_covered.assign(missing_.begin(), missing_.end());
    return std::move(result_);
  }

 private:
  bool covers(const std::string& ecosystem) {
    if (families_.empty()) {
      const auto status = database_.status();
      for (const auto& source : status ? status->sources : std::vector<DatabaseStatus::Source>{}) {
        families_.insert(source.ecosystem);
      }
    }
    return families_.contains(ecosystem.substr(0, ecosystem.find(':')));
  }

  const Database& database_;
  MatchResult result_;
  std::vector<Vulnerability> found_;
  std::set<std::string> families_;
  std::set<std::string> missing_;
};

} // namespace

std::optional<std::string> distribution_ecosystem(const model::OsRelease& release) {
  const std::string& version = release.version_id;
  if (release.id == "debian") {
    return version.empty() ? std::nullopt : std::optional("Debian:" + major(version));
  }
  if (release.id == "alpine") {
    return "Alpine:v" + first_two(version);
  }
  if (release.id == "ubuntu") {
    return "Ubuntu:" + version + ":LTS";
  }
  if (release.id == "almalinux") {
    return "AlmaLinux:" + major(version);
  }
  if (release.id == "rocky") {
    return "Rocky Linux:" + major(version);
  }
  if (release.id == "wolfi" || release.id == "chainguard") {
    return release.id == "wolfi" ? "Wolfi" : "Chainguard";
  }
  return std::nullopt;
}

base::Result<MatchResult> match_image(const Database& database, const model::Image& image) {
  Matcher matcher(database);
  const auto distribution =
      image.os_release ? distribution_ecosystem(*image.os_release) : std::nullopt;
  for (const model::Package& package : image.packages) {
    const auto ecosystem =
        is_system_package(package.type) ? distribution : language_ecosystem(package.type);
    if (!ecosystem) {
      matcher.not_covered(is_system_package(package.type) && image.os_release
                              ? image.os_release->pretty_name
                              : package.type);
      continue;
    }
    if (!is_system_package(package.type) && installed_by_distribution(package)) {
      continue;
    }
    if (const auto added = matcher.add(query_of(package, *ecosystem)); !added) {
      return base::fail(added.error().message, added.error().hint);
    }
  }
  MatchResult result = matcher.take();
  result.coverage.subject = image.reference;
  for (Vulnerability& v : result.vulnerabilities) {
    v.image = image.reference;
  }
  return result;
}

base::Result<MatchResult> match_manifest(const Database& database,
                                         const model::Manifest& manifest) {
  Matcher matcher(database);
  const std::string type = manifest.kind == "pip" ? "pypi" : manifest.kind;
  const auto ecosystem = language_ecosystem(type);
  for (const model::Requirement& requirement : manifest.requirements) {
    const std::size_t digit = requirement.constraint.find_first_of("0123456789");
    if (!ecosystem || !requirement.pinned || digit == std::string::npos) {
      continue;
    }
    const std::string version = requirement.constraint.substr(digit);
    Query query{*ecosystem,
                requirement.name,
                version,
                requirement.name,
                "pkg:" + type + "/" + requirement.name + "@" + version,
                std::nullopt,
                manifest.file.str(),
                requirement.span};
    if (const auto added = matcher.add(query); !added) {
      return base::fail(added.error().message, added.error().hint);
    }
  }
  MatchResult result = matcher.take();
  result.coverage.subject = manifest.file.str();
  return result;
}

} // namespace secaudit::vulns
