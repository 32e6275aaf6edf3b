// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

#include <algorithm>
#include <set>

namespace secaudit::rules {
namespace {

struct Group {
  std::string_view word;
  std::vector<std::string_view> brings; ///< weak classes of the group
};

/// What OpenSSL's group names bring of weak suites (ciphers(1)).
std::vector<std::string_view> classes_of(std::string_view word) {
  const std::vector<Group> groups = {
      {"ALL", {"aNULL", "EXP", "RC4", "DES", "3DES", "MD5"}},
      {"COMPLEMENTOFDEFAULT", {"aNULL"}},
      {"COMPLEMENTOFALL", {"NULL"}},
      {"HIGH", {"aNULL"}},
      {"MEDIUM", {"aNULL", "RC4", "3DES", "MD5"}},
      {"LOW", {"aNULL", "DES"}},
      {"EXPORT", {"EXP"}},
      {"EXPORT40", {"EXP"}},
      {"EXPORT56", {"EXP"}},
      {"eNULL", {"NULL"}},
      {"ADH", {"aNULL"}},
      {"AECDH", {"aNULL"}},
      {"AES", {}},
  };
  for (const Group& group : groups) {
    if (group.word == word) {
      return group.brings;
    }
  }
  for (const std::string_view name : {"NULL", "aNULL", "EXP", "RC4", "DES", "3DES", "MD5"}) {
    if (word == name) {
      return {name};
    }
  }
  return {};
}

/// The weak classes of a single suite such as ECDHE-RSA-DES-CBC3-SHA.
std::set<std::string_view> classes_of_suite(std::string_view suite) {
  std::set<std::string_view> out;
  if (suite.find('-') == std::string_view::npos) {
    return out;
  }
  const bool triple = base::contains(suite, "DES-CBC3");
  for (const std::string_view part : base::split(suite, '-')) {
    if (part == "NULL" || part == "EXP" || part == "RC4" || part == "MD5") {
      out.insert(part);
    } else if (part == "ADH" || part == "AECDH") {
      out.insert("aNULL");
    } else if (part == "DES") {
      out.insert(triple ? "3DES" : "DES");
    }
  }
  return out;
}

/// `!X` takes a class away for good, `-X` until it is named again (ciphers(1)).
std::set<std::string_view> enabled(std::string_view list) {
  std::set<std::string_view> banned;
  std::set<std::string_view> on;
  for (const std::string_view word : base::split(list, ':')) {
    if (word.starts_with('!') || word.starts_with('-')) {
      // Groups exclude what they bring; HIGH and its like would take everything.
      for (const std::string_view name : classes_of(word.substr(1))) {
        on.erase(name);
        if (word.starts_with('!')) {
          banned.insert(name);
        }
      }
      continue;
    }
    const std::string_view plain = word.starts_with('+') ? std::string_view() : word;
    for (const std::string_view name : classes_of(plain)) {
      on.insert(name);
    }
    on.merge(classes_of_suite(plain));
  }
  for (const std::string_view name : banned) {
    on.erase(name);
  }
  return on;
}

/// Every ssl_protocols leaves TLS 1.3 alone, which has no weak suites.
bool only_newest(const model::ProxyConfig& proxy) {
  const auto protocols = model::anywhere(proxy.directives, "ssl_protocols");
  return !protocols.empty()
         && std::all_of(protocols.begin(), protocols.end(), [](const model::Directive* written) {
              return model::arguments_text(*written) == "TLSv1.3";
            });
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  std::vector<Issue> issues;
  for (const model::Directive* ciphers : model::anywhere(proxy.directives, "ssl_ciphers")) {
    const std::string text =
        base::replace_all(base::replace_all(model::arguments_text(*ciphers), " ", ":"), ",", ":");
    const auto weak = enabled(text);
    if (weak.empty() || only_newest(proxy)) {
      continue;
    }
    std::string names;
    for (const std::string_view name : weak) {
      names += (names.empty() ? "" : ", ") + std::string(name);
    }
    Issue issue;
    issue.severity = Severity::medium;
    issue.message = "The list of ciphers lets " + names + " in.";
    issue.evidence = {at(ciphers->span, "ssl_ciphers " + text)};
    issue.remedy = "Take the list of Mozilla's intermediate configuration: ECDHE suites with "
                   "AES-GCM and CHACHA20-POLY1305 only, for example `ssl_ciphers "
                   "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-"
                   "GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384;`.";
    issue.key = "ssl_ciphers";
    issues.push_back(std::move(issue));
  }
  return from_issues(std::move(issues), "no weak suite is named");
}

} // namespace

Rule PX304() {
  return {.id = "PX304",
          .name = "weak-ciphers",
          .title = "Weak cipher suites can be negotiated",
          .severity = Severity::medium,
          .items = {"C4", "H8"},
          .controls = {},
          .tags = {"proxy", "tls"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
