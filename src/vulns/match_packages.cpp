// SPDX-License-Identifier: Apache-2.0
#include "vulns/match_packages.hpp"

#include "base/text.hpp"
#include "vulns/advice.hpp"
#include "vulns/ecosystem.hpp"
#include "vulns/matching.hpp"
#include "vulns/ownership.hpp"
#include "vulns/purl.hpp"
#include "vulns/severity.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

namespace secaudit::vulns {
namespace {

using model::Vulnerability;

constexpr std::size_t most_names = 20;

/// A package as the advisories know it.
struct Query {
  std::string ecosystem;
  std::string name;
  std::string version;
  Vulnerability found; ///< what an answer takes over: binaries, PURL, place
};

std::string major(std::string_view version) {
  return std::string(version.substr(0, version.find('.')));
}

std::string first_two(std::string_view version) {
  const std::size_t first = version.find('.');
  return std::string(
      version.substr(0, first == std::string_view::npos ? first : version.find('.', first + 1)));
}

bool is_system_package(std::string_view type) {
  return type == "deb" || type == "apk" || type == "rpm" || type == "alpm";
}

Query query_of(const model::Package& package, const std::string& ecosystem) {
  Query query{ecosystem, package.name, package.version, {}};
  // RPM advisories name binary packages; the others name sources, with the source's own version.
  if (package.type == "deb" || package.type == "apk") {
    query.name = package.source_name.empty() ? package.name : package.source_name;
    query.version = package.source_version.empty() ? package.version : package.source_version;
  }
  query.found.binaries = {package.name};
  query.found.purl = package.purl;
  query.found.layer = package.layer;
  query.found.path = package.path;
  query.found.other_paths = package.other_paths;
  return query;
}

/// The faults that a record stands for. Of several CVEs each is a fault of its own.
std::vector<std::string> faults_of(const Advisory& advisory) {
  std::set<std::string> cves;
  for (const auto* names : {&advisory.aliases, &advisory.upstream}) {
    for (const std::string& name : *names) {
      if (name.starts_with("CVE-")) {
        cves.insert(name);
      }
    }
  }
  return cves.size() > 1 ? std::vector<std::string>(cves.begin(), cves.end())
                         : std::vector<std::string>{};
}

Vulnerability to_vulnerability(const Query& query, const AskedVersion& asked,
                               const Advisory& advisory, const Affected& affected) {
  Vulnerability v = query.found;
  v.id = advisory.id;
  v.aliases = advisory.aliases;
  if (advisory.upstream.size() == 1) {
    v.aliases.push_back(advisory.upstream.front());
  }
  v.package = query.name;
  v.version = query.version;
  v.summary = advisory.summary;
  v.sources = {"osv"};
  if (const auto scheme = scheme_of(query.ecosystem)) {
    v.fixed = fixed_version(affected, asked, *scheme);
  }
  if (base::contains(query.ecosystem, ":Pro:")) {
    v.fix_state = "Ubuntu Pro";
  }
  if (const auto rated = rate(advisory, affected)) {
    v.severity = rated->severity;
    v.severity_known = true;
    v.severity_source = rated->source;
  }
  return v;
}

/// RPM modules: the packages of one stream are compared among themselves only; a build of another
/// stream, or one outside of any, looks newer or older without being it.
bool same_module(std::string_view installed, std::string_view fixed) {
  const auto in_module = [](std::string_view version) {
    return base::contains(version, ".module");
  };
  if (in_module(installed) != in_module(fixed)) {
    return false;
  }
  const auto stream = [](std::string_view version) {
    const std::size_t epoch = version.find(':');
    return major(epoch == std::string_view::npos ? version : version.substr(epoch + 1));
  };
  return !in_module(installed) || stream(installed) == stream(fixed);
}

class Matcher {
 public:
  explicit Matcher(const Database& database) : database_(database) {}

  base::Status add(const Query& query) {
    ++result_.coverage.packages;
    if (!database_.covers(query.ecosystem)) {
      missing_.insert(query.ecosystem);
      return {};
    }
    ++result_.coverage.covered;
    const auto scheme = scheme_of(query.ecosystem);
    if (!AskedVersion(scheme, query.version).comparable()) {
      result_.coverage.not_compared.push_back(query.name + " " + query.version);
    }
    if (const auto done = look_up(query); !done) {
      return done;
    }
    // Fixes for subscribers stand in an ecosystem of their own.
    constexpr std::string_view ubuntu = "Ubuntu:";
    if (query.ecosystem.starts_with(ubuntu)) {
      Query pro = query;
      pro.ecosystem = "Ubuntu:Pro:" + query.ecosystem.substr(ubuntu.size());
      return look_up(pro);
    }
    return {};
  }

  void not_covered(const std::string& what) {
    ++result_.coverage.packages;
    missing_.insert(what);
  }

  MatchResult take() {
    result_.coverage.not_covered.assign(missing_.begin(), missing_.end());
    auto& odd = result_.coverage.not_compared;
    std::sort(odd.begin(), odd.end());
    odd.erase(std::unique(odd.begin(), odd.end()), odd.end());
    odd.resize(std::min(odd.size(), most_names));
    return std::move(result_);
  }

 private:
  base::Status look_up(const Query& query) {
    const auto holding = database_.holding(query.ecosystem, query.name, query.version);
    if (!holding || holding->empty()) {
      return holding ? base::Status{} : tl::unexpected(holding.error());
    }
    const auto scheme = scheme_of(query.ecosystem);
    const AskedVersion asked(scheme, query.version);
    std::vector<Vulnerability> found;
    for (const Entry& entry : *holding) {
      auto advisory = database_.advisory(entry);
      if (!advisory) {
        return tl::unexpected(advisory.error());
      }
      take(query, to_vulnerability(query, asked, *advisory, entry.affected), *advisory, found);
    }
    const auto entries = database_.entries(query.ecosystem, query.name);
    if (!entries) {
      return tl::unexpected(entries.error());
    }
    const std::string upgrade = scheme ? safe_version(*entries, *scheme, query.version) : "";
    for (Vulnerability& v : found) {
      v.upgrade = upgrade;
      result_.vulnerabilities.push_back(std::move(v));
    }
    return {};
  }

  static void take(const Query& query, Vulnerability v, const Advisory& advisory,
                   std::vector<Vulnerability>& found) {
    if (v.fixed && query.found.purl.starts_with("pkg:rpm/")
        && !same_module(query.version, *v.fixed)) {
      return;
    }
    const auto faults = faults_of(advisory);
    if (faults.empty()) {
      found.push_back(std::move(v));
      return;
    }
    v.bundles = {advisory.id};
    v.aliases.clear();
    for (const std::string& fault : faults) {
      v.id = fault;
      found.push_back(v);
    }
  }

  const Database& database_;
  MatchResult result_;
  std::set<std::string> missing_;
};

/// Ubuntu's releases with long support: April of even years.
std::string ubuntu(const std::string& version) {
  int year = 0;
  const auto end = std::from_chars(version.data(), version.data() + version.size(), year).ptr;
  const std::string_view rest(end, static_cast<std::size_t>(version.data() + version.size() - end));
  return "Ubuntu:" + version + (rest.starts_with(".04") && year % 2 == 0 ? ":LTS" : "");
}

/// A distribution without a single package is one whose package database we could not read.
bool lacks_packages(const model::Image& image) {
  constexpr std::array<std::string_view, 22> with_database{"debian",
                                                           "ubuntu",
                                                           "alpine",
                                                           "wolfi",
                                                           "chainguard",
                                                           "rhel",
                                                           "centos",
                                                           "fedora",
                                                           "rocky",
                                                           "almalinux",
                                                           "ol",
                                                           "amzn",
                                                           "sles",
                                                           "suse",
                                                           "arch",
                                                           "mariner",
                                                           "photon",
                                                           "azurelinux",
                                                           "raspbian",
                                                           "kali",
                                                           "opensuse-leap",
                                                           "opensuse-tumbleweed"};
  return image.os_release
         && std::find(with_database.begin(), with_database.end(), image.os_release->id)
                != with_database.end()
         && std::none_of(image.packages.begin(), image.packages.end(),
                         [](const model::Package& p) { return is_system_package(p.type); });
}

std::string pinned_version(const model::Requirement& requirement) {
  const std::string& text = requirement.constraint;
  const std::size_t begin = text.find_first_not_of("=v \t");
  return begin == std::string::npos ? std::string()
                                    : text.substr(begin, text.find_first_of(" ;,", begin) - begin);
}

std::string purl_type_of(std::string_view kind) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kinds{
      {{"pip", "pypi"}, {"pipenv", "pypi"}, {"poetry", "pypi"}, {"go", "golang"}}};
  for (const auto& [name, type] : kinds) {
    if (name == kind) {
      return std::string(type);
    }
  }
  return std::string(kind);
}

Query query_of(const model::LockedPackage& locked, const std::string& ecosystem,
               const std::string& file) {
  Query query{ecosystem, locked.name, locked.version, {}};
  query.found.purl = purl_of(locked.type, locked.name, locked.version);
  query.found.binaries = {locked.name};
  query.found.manifest = file;
  query.found.path = locked.span.file.empty() ? file : locked.span.file.str();
  query.found.span = locked.span;
  query.found.via = locked.via;
  query.found.development = locked.development;
  return query;
}

} // namespace

std::optional<std::string> distribution_ecosystem(const model::OsRelease& release) {
  const std::string& version = release.version_id;
  if (version.empty() && release.id != "wolfi" && release.id != "chainguard") {
    return std::nullopt;
  }
  if (release.id == "debian") {
    return "Debian:" + major(version);
  }
  if (release.id == "alpine") {
    return "Alpine:v" + first_two(version);
  }
  if (release.id == "ubuntu") {
    return ubuntu(version);
  }
  if (release.id == "almalinux") {
    return "AlmaLinux:" + major(version);
  }
  if (release.id == "rocky") {
    return "Rocky Linux:" + major(version);
  }
  if (release.id == "wolfi") {
    return "Wolfi";
  }
  if (release.id == "chainguard") {
    return "Chainguard";
  }
  if (release.id == "opensuse-leap") {
    return "openSUSE:Leap " + version;
  }
  return std::nullopt;
}

base::Result<MatchResult> match_image(const Database& database, const model::Image& image) {
  Matcher matcher(database);
  const auto distribution =
      image.os_release ? distribution_ecosystem(*image.os_release) : std::nullopt;
  const std::string system = image.os_release ? image.os_release->pretty_name : "";
  if (lacks_packages(image)) {
    matcher.not_covered(system + " (its package database could not be read)");
  }
  const Ownership owners(image);
  for (const model::Package& package : image.packages) {
    const auto ecosystem =
        is_system_package(package.type) ? distribution : ecosystem_of_purl_type(package.type);
    // Programs known by a text inside of them belong to no ecosystem that has advisories.
    if (!ecosystem && package.type == "generic") {
      continue;
    }
    if (!ecosystem) {
      matcher.not_covered(is_system_package(package.type) && !system.empty() ? system
                                                                             : package.type);
      continue;
    }
    if (!is_system_package(package.type) && owners.by_distribution(package)) {
      continue;
    }
    if (const auto added = matcher.add(query_of(package, *ecosystem)); !added) {
      return tl::unexpected(added.error());
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
  const std::string file = manifest.file.str();
  std::set<std::pair<std::string, std::string>> asked;
  const auto ask = [&](const model::LockedPackage& package) -> base::Status {
    const auto ecosystem = ecosystem_of_purl_type(package.type);
    if (!ecosystem) {
      matcher.not_covered(package.type);
      return {};
    }
    const bool first =
        asked.insert({normalised_name(*ecosystem, package.name), package.version}).second;
    return first ? matcher.add(query_of(package, *ecosystem, file)) : base::Status{};
  };
  for (const model::Requirement& requirement : manifest.requirements) {
    const std::string version = requirement.pinned ? pinned_version(requirement) : "";
    if (version.find_first_of("0123456789") == std::string::npos) {
      continue;
    }
    const auto done = ask({purl_type_of(manifest.kind), requirement.name, version, true,
                           requirement.development, "", requirement.span});
    if (!done) {
      return tl::unexpected(done.error());
    }
  }
  for (const model::LockedPackage& package : manifest.locked) {
    if (const auto done = ask(package); !done) {
      return tl::unexpected(done.error());
    }
  }
  MatchResult result = matcher.take();
  result.coverage.subject = file;
  return result;
}

} // namespace secaudit::vulns
