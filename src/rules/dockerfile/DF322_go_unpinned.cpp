// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_packages(
      use, [](const PackageCall& call, const Placed& run, std::vector<Issue>& issues) {
        if (call.tool != "go" || !one_of(call.verb, {"install", "get", "run"})) {
          return;
        }
        for (const model::ShellWord* word : call.operands) {
          const std::string& text = word->text;
          const std::string host = text.substr(0, text.find('/'));
          const bool tool = call.command->has("-tool") || text.find('@') != std::string::npos;
          const bool remote = tool
                              || (text.find('/') != std::string::npos
                                  && host.find('.') != std::string::npos && !text.starts_with('.'));
          const std::size_t at = text.rfind('@');
          const std::string version = at == std::string::npos ? "" : text.substr(at + 1);
          if (remote && !word->unresolved
              && (version.empty() || one_of(version, {"latest", "master", "main", "upgrade"}))) {
            issues.push_back(about(*call.command, run, by_place(run, Severity::medium),
                                   text + " is whatever is newest when the image is built.",
                                   "Write the version: `" + text.substr(0, at) + "@v1.2.3`."));
            return;
          }
          if (call.verb == "run") {
            return; // what follows are the program's own arguments
          }
        }
      });
}

} // namespace

Rule DF322() {
  return {.id = "DF322",
          .name = "go-unpinned",
          .title = "A Go program is installed without a version",
          .severity = Severity::medium,
          .items = {"H12"},
          .controls = {"hadolint DL3062"},
          .tags = {"dockerfile", "dependencies", "supply-chain"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
