// SPDX-License-Identifier: Apache-2.0
#include "vulns/merge.hpp"

#include "base/limits.hpp"
#include "base/text.hpp"
#include "vulns/ecosystem.hpp"
#include "vulns/purl.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace secaudit::vulns {
namespace {

using model::Vulnerability;
using Names = std::set<std::string>;

/// Who is believed about a severity. The database orders distributors before others itself; of the
/// scanners, those that do come before those that ask one source for everything.
int trust(const std::string& source) {
  const std::vector<std::string_view> order{"osv",       "trivy",     "grype", "scout",
                                            "npm-audit", "pip-audit", "snyk"};
  return static_cast<int>(std::find(order.begin(), order.end(), source) - order.begin());
}

Names names_of(const Vulnerability& v) {
  Names names(v.aliases.begin(), v.aliases.end());
  names.insert(v.id);
  return names;
}

void add_unique(std::vector<std::string>& list, const std::vector<std::string>& more) {
  Names all(list.begin(), list.end());
  all.insert(more.begin(), more.end());
  list.assign(all.begin(), all.end());
}

void note_disagreement(Vulnerability& into, const Vulnerability& other) {
  const auto said = [](const Vulnerability& v) {
    return base::join(v.sources, ", ") + ": "
           + (v.fixed               ? "fixed in " + *v.fixed
              : v.fix_state.empty() ? "no fix"
                                    : v.fix_state);
  };
  if (into.fixed != other.fixed && (into.fixed || other.fixed)) {
    add_unique(into.disagreed, {said(into) + "; " + said(other)});
  }
}

void take_rating(Vulnerability& into, const Vulnerability& other) {
  if (!other.severity_known) {
    return;
  }
  const bool better =
      !into.severity_known || trust(other.sources.front()) < trust(into.sources.front());
  if (better) {
    into.severity = other.severity;
    into.severity_source = other.severity_source;
    into.severity_known = true;
  }
}

void take_paths(Vulnerability& into, const Vulnerability& other) {
  std::vector<std::string> paths = other.other_paths;
  paths.push_back(other.path);
  add_unique(into.other_paths, paths);
  if (into.path.empty()) {
    into.path = other.path;
    into.layer = other.layer;
  }
  if (!into.layer && into.path == other.path) {
    into.layer = other.layer;
  }
  std::erase(into.other_paths, into.path);
  std::erase(into.other_paths, "");
}

template <typename T>
void fill(T& into, const T& from) {
  if (into == T{}) {
    into = from;
  }
}

/// Takes over what the other knows of the same fault.
void merge(Vulnerability& into, const Vulnerability& other) {
  if (trust(other.sources.front()) < trust(into.sources.front())) {
    Vulnerability better = other;
    std::swap(into, better);
    merge(into, better);
    return;
  }
  note_disagreement(into, other);
  take_rating(into, other);
  take_paths(into, other);
  add_unique(into.aliases, other.aliases);
  add_unique(into.bundles, other.bundles);
  add_unique(into.binaries, other.binaries);
  add_unique(into.disagreed, other.disagreed);
  fill(into.summary, other.summary);
  fill(into.url, other.url);
  fill(into.exploited_since, other.exploited_since);
  fill(into.purl, other.purl);
  fill(into.via, other.via);
  fill(into.upgrade, other.upgrade);
  if (!into.epss) {
    into.epss = other.epss;
  }
  if (!into.span.known()) {
    into.span = other.span;
  }
  if (!into.fixed) {
    into.fixed = other.fixed;
    into.fix_state = other.fixed ? other.fix_state : into.fix_state;
  }
  into.development = into.development && other.development;
  // The most trusted source stays in front.
  const std::string first = into.sources.front();
  add_unique(into.sources, other.sources);
  std::stable_sort(into.sources.begin(), into.sources.end(),
                   [](const auto& a, const auto& b) { return trust(a) < trust(b); });
}

bool meet(const Names& a, const Names& b) {
  const Names& small = a.size() < b.size() ? a : b;
  const Names& large = a.size() < b.size() ? b : a;
  return std::any_of(small.begin(), small.end(),
                     [&](const std::string& name) { return large.contains(name); });
}

class Merger {
 public:
  explicit Merger(const Database* database) : database_(database) {}

  base::Status add(Vulnerability v) {
    auto names = closure(names_of(v));
    if (!names) {
      return tl::unexpected(names.error());
    }
    // Of the spellings of one place the group is one; which version a source saw is part of it.
    auto& group = groups_[{v.manifest.empty() ? v.image + '\n' + v.service : v.manifest, v.package,
                           v.version}];
    v.aliases.assign(names->begin(), names->end());
    for (auto other = group.begin(); other != group.end();) {
      if (meet(*names, other->names)) {
        names->insert(other->names.begin(), other->names.end());
        merge(v, other->v);
        other = group.erase(other);
      } else {
        ++other;
      }
    }
    group.push_back({std::move(v), std::move(*names)});
    return {};
  }

  base::Result<std::vector<Vulnerability>> take() {
    std::vector<Vulnerability> result;
    for (auto& [key, group] : groups_) {
      for (Entry& entry : group) {
        entry.v.aliases.assign(entry.names.begin(), entry.names.end());
        entry.v.id = preferred_name(entry.names);
        std::erase(entry.v.aliases, entry.v.id);
        if (const auto done = complete(entry); !done) {
          return tl::unexpected(done.error());
        }
        result.push_back(std::move(entry.v));
      }
    }
    const auto rank = [](const Vulnerability& v) {
      return std::make_tuple(v.exploited_since.empty(), -static_cast<int>(v.severity),
                             -v.epss.value_or(0), std::cref(v.package), std::cref(v.id),
                             std::cref(v.version), std::cref(v.service), std::cref(v.manifest));
    };
    std::sort(result.begin(), result.end(),
              [&](const Vulnerability& a, const Vulnerability& b) { return rank(a) < rank(b); });
    return result;
  }

 private:
  struct Entry {
    Vulnerability v;
    Names names;
  };

  base::Result<const NameFacts*> about(const std::string& name) {
    const auto known = facts_.find(name);
    if (known != facts_.end()) {
      return &known->second;
    }
    auto facts = database_->about(name);
    if (!facts) {
      return tl::unexpected(facts.error());
    }
    return &facts_.emplace(name, std::move(*facts)).first->second;
  }

  base::Result<Names> closure(Names names) {
    std::vector<std::string> open(names.begin(), names.end());
    while (database_ != nullptr && !open.empty() && names.size() < limits::advisory_names) {
      const std::string name = std::move(open.back());
      open.pop_back();
      const auto facts = about(name);
      if (!facts) {
        return tl::unexpected(facts.error());
      }
      for (const std::string& alias : (*facts)->aliases) {
        if (names.insert(alias).second) {
          open.push_back(alias);
        }
      }
    }
    return names;
  }

  /// Exploitation, probability, and a rating where nobody rated it for this package.
  base::Status complete(Entry& entry) {
    if (database_ == nullptr) {
      return {};
    }
    for (const std::string& name : entry.names) {
      const auto facts = about(name);
      if (!facts) {
        return tl::unexpected(facts.error());
      }
      fill(entry.v.exploited_since, (*facts)->exploited_since);
      if (!entry.v.epss || (*facts)->epss > entry.v.epss) {
        entry.v.epss = (*facts)->epss ? (*facts)->epss : entry.v.epss;
      }
      const auto severity = model::parse_severity((*facts)->severity);
      if (!entry.v.severity_known && severity) {
        entry.v.severity = *severity;
        entry.v.severity_source = (*facts)->severity_source;
        entry.v.severity_known = true;
      }
    }
    return {};
  }

  const Database* database_;
  std::map<std::tuple<std::string, std::string, std::string>, std::vector<Entry>> groups_;
  std::map<std::string, NameFacts> facts_;
};

/// The spelling of a language package's name that all sources are brought to.
std::string normalised_package(const Vulnerability& v) {
  const auto type = purl_type(v.purl);
  const auto ecosystem = ecosystem_of_purl_type(type);
  return ecosystem ? normalised_name(*ecosystem, v.package) : v.package;
}

} // namespace

std::string preferred_name(const std::set<std::string>& names) {
  for (const std::string_view prefix : {"CVE-", "GHSA-"}) {
    const auto found = std::find_if(names.begin(), names.end(), [&](const std::string& name) {
      return name.starts_with(prefix);
    });
    if (found != names.end()) {
      return *found;
    }
  }
  return names.empty() ? std::string() : *names.begin();
}

void name_by_source(std::vector<Vulnerability>& list, const model::Image* image) {
  std::map<std::string_view, const model::Package*> binaries;
  if (image != nullptr) {
    for (const model::Package& package : image->packages) {
      if (package.type == "deb" || package.type == "apk") {
        binaries.emplace(package.name, &package);
      }
    }
  }
  for (Vulnerability& v : list) {
    const std::string_view type = purl_type(v.purl);
    if (type != "deb" && type != "apk") {
      v.package = normalised_package(v);
      continue;
    }
    const auto found = binaries.find(v.package);
    if (found == binaries.end()) {
      continue;
    }
    const model::Package& package = *found->second;
    const bool same = v.version == package.version || v.version == package.source_version;
    if (same && !package.source_name.empty()) {
      v.binaries = {package.name};
      v.package = package.source_name;
      v.version = package.source_version.empty() ? package.version : package.source_version;
    }
    if (v.path.empty()) {
      v.path = package.path;
    }
    if (!v.layer) {
      v.layer = package.layer;
    }
  }
}

base::Result<std::vector<Vulnerability>> merged(std::vector<Vulnerability> list,
                                                const Database* database) {
  Merger merger(database);
  for (Vulnerability& v : list) {
    if (const auto added = merger.add(std::move(v)); !added) {
      return tl::unexpected(added.error());
    }
  }
  return merger.take();
}

} // namespace secaudit::vulns
