// SPDX-License-Identifier: Apache-2.0
#include "base/glob.hpp"
#include "base/text.hpp"
#include "rules/dockerfile_facts.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

bool is_secret_file(std::string_view path) {
  const std::string name = base::to_lower(path.substr(path.rfind('/') + 1));
  if (name.ends_with(".pub") || name.ends_with(".crt") || base::contains(name, "example")
      || base::contains(name, "sample") || base::contains(name, "template")
      || base::contains(name, "dist")) {
    return false;
  }
  constexpr std::array<std::string_view, 16> patterns = {
      ".env",      ".env.*", "id_rsa",   "id_ed25519",       "id_ecdsa", "*.pem",
      "*.key",     "*.p12",  "*.pfx",    ".npmrc",           ".pypirc",  ".netrc",
      "*.tfstate", "*.jks",  "*.tfvars", "credentials*.json"};
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](std::string_view pattern) { return base::glob_match(pattern, name); });
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  for (const Placed& item : placed(use)) {
    const model::Instruction& copy = item.instruction;
    if ((copy.name != "COPY" && copy.name != "ADD") || copy.flag("from")) {
      continue;
    }
    for (std::size_t i = 0; i + 1 < copy.arguments.size(); ++i) {
      if (copy.arguments[i].text.find("://") == std::string::npos
          && is_secret_file(copy.arguments[i].text)) {
        issues.push_back(about(item, item.final ? Severity::high : Severity::medium,
                               copy.arguments[i].text
                                   + " becomes part of a layer, also when it is deleted later.",
                               "Mount it for the RUN that needs it (`--mount=type=secret`), or at "
                               "run time."));
      }
    }
  }
  return from_issues(std::move(issues), "no secret file is copied");
}

} // namespace

Rule DF504() {
  return {.id = "DF504",
          .name = "secret-file-copied",
          .title = "A file that holds secrets is copied into the image",
          .severity = Severity::high,
          .items = {"H9", "H6"},
          .controls = {"CIS-Docker 4.10", "dockle DI-0010"},
          .tags = {"dockerfile", "secrets"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
