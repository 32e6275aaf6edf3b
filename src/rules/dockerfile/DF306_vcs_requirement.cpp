// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

bool is_commit(std::string_view text) {
  return text.size() >= 7 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// What is moving in a requirement that is an address.
bool is_loose(const std::string& text) {
  if (base::contains(text, "git+")) {
    const std::string path =
        text.substr(text.find("://") == std::string::npos ? 0 : text.find("://"));
    const std::size_t at = path.rfind('@');
    const std::string reference =
        at == std::string::npos ? "" : path.substr(at + 1, path.find_first_of("#&", at) - at - 1);
    // A tag of a version is taken for fixed enough.
    return !is_commit(reference)
           && (reference.empty() || reference.find_first_of("0123456789") == std::string::npos);
  }
  const bool file = text.starts_with("http://") || text.starts_with("https://");
  return file && !base::contains(text, "#sha256=") && !base::contains(text, "#sha512=")
         && (base::contains(text, "/archive/master") || base::contains(text, "/archive/main")
             || base::contains(text, "/latest/") || text.starts_with("http://"));
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_packages(use, [](const PackageCall& call, const Placed& run,
                                std::vector<Issue>& issues) {
    if (!one_of(call.tool, {"pip", "uv", "npm", "yarn", "pnpm"})
        || !one_of(call.verb, {"install", "add", "i", "pip"})) {
      return;
    }
    for (const model::ShellWord* word : call.operands) {
      if (!word->unresolved && is_loose(word->text)) {
        issues.push_back(about(*call.command, run, Severity::medium,
                               base::truncate(base::printable(word->text), 60)
                                   + " is whatever the branch or the server holds at that moment.",
                               "Name a commit: `git+https://…@COMMIT`, or a hash: `…#sha256=…`."));
        return;
      }
    }
  });
}

} // namespace

Rule DF306() {
  return {.id = "DF306",
          .name = "vcs-requirement",
          .title = "A package is installed from a branch or an address without hash",
          .severity = Severity::medium,
          .items = {"H12"},
          .controls = {},
          .tags = {"dockerfile", "dependencies", "supply-chain"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
