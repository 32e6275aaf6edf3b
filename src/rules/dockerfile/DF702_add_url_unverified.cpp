// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_facts.hpp"
#include "rules/secret_urls.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "ADD", [](const Placed& add, std::vector<Issue>& issues) {
    if (add.instruction.flag("checksum") || add.instruction.arguments.empty()) {
      return;
    }
    const std::string& source = add.instruction.arguments.front().text;
    const bool url = source.starts_with("http://") || source.starts_with("https://");
    const bool git = source.ends_with(".git") || source.find(".git#") != std::string::npos
                     || source.find(".git?") != std::string::npos;
    if (url && !git) {
      issues.push_back(about(
          add, add.final ? Severity::medium : Severity::low, "The download is taken as it comes.",
          "Write `ADD --checksum=sha256:… " + without_password(source) + " …`."));
    }
  });
}

} // namespace

Rule DF702() {
  return {.id = "DF702",
          .name = "add-url-unverified",
          .title = "ADD of a URL without a checksum",
          .severity = Severity::medium,
          .items = {"H2"},
          .controls = {"KICS curl_or_wget_instead_of_add", "CIS-Docker 4.9"},
          .tags = {"dockerfile", "supply-chain"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
