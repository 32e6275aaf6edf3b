// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

/// The package that names itself in X-Powered-By, or "".
std::string banner_source(const Context& context) {
  std::string found;
  for (const model::Manifest& manifest : context.subjects.manifests) {
    for (const model::Requirement& requirement : manifest.requirements) {
      if (requirement.name == "helmet") {
        return {};
      }
      if (requirement.name == "express" || requirement.name == "next") {
        found = requirement.name + " (" + manifest.file.str() + ")";
      }
    }
  }
  return found;
}

bool hidden(const model::ProxyLevel& level, std::string_view directive) {
  for (const model::Directive* hide : model::in_force(level, directive)) {
    if (base::equals_ignoring_case(model::argument(*hide, 0), "X-Powered-By")) {
      return true;
    }
  }
  return false;
}

Verdict check(const model::ProxyConfig& proxy, const Context& context) {
  const std::string source = banner_source(context);
  return judge_levels(proxy, [&](const model::ProxyLevel& level, std::vector<Issue>& issues) {
    const model::Directive* php = model::own(level, "fastcgi_pass");
    const model::Directive* pass = source.empty() ? nullptr : model::own(level, "proxy_pass");
    const model::Directive* found = php != nullptr ? php : pass;
    const std::string hide = php != nullptr ? "fastcgi_hide_header" : "proxy_hide_header";
    if (found == nullptr || !issues.empty() || hidden(level, hide)) {
      return;
    }
    issues.push_back(
        about(*found, level, Severity::info,
              "X-Powered-By of " + (php != nullptr ? std::string("PHP") : source)
                  + " is passed on and tells what runs here.",
              "Add `" + hide
                  + " X-Powered-By;`, or switch it off in the "
                    "application (`expose_php = Off`, `app.disable('x-powered-by')`)."));
  });
}

} // namespace

Rule PX208() {
  return {.id = "PX208",
          .name = "application-banner-passed-on",
          .title = "The application’s banner reaches the client",
          .severity = Severity::info,
          .items = {"H8"},
          .controls = {},
          .tags = {"proxy", "leaks"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
