// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/rule.hpp"

#include <algorithm>
#include <cctype>

namespace secaudit::rules {
namespace {

bool pinned(std::string_view text) {
  if (base::contains(text, "@sha256:")) {
    return true;
  }
  const std::size_t hash = text.find('#');
  const std::string_view commit = hash == std::string_view::npos ? "" : text.substr(hash + 1);
  return commit.size() >= 40
         && std::all_of(commit.begin(), commit.begin() + 40,
                        [](unsigned char c) { return std::isxdigit(c) != 0; });
}

Verdict check(const model::Project& project, const Context&) {
  std::vector<Issue> issues;
  for (const model::RemoteFile& file : project.remote_files) {
    const bool fixed = pinned(file.address);
    issues.push_back(
        {fixed ? Severity::low : Severity::medium,
         "The project takes services from " + base::truncate(file.address, 80)
             + (fixed ? ", pinned, but not looked into here."
                      : ", which others can change; it was not looked into here."),
         {at(file.span, base::truncate(file.address, 80))},
         "Copy the file into the repository, or pin it by digest or commit; use Compose "
         "2.40.2 or later (CVE-2025-62725: remote files could write outside their "
         "folder).",
         "remote[" + file.address + "]"});
  }
  return from_issues(std::move(issues), "all files are at hand");
}

} // namespace

Rule CO511() {
  return {.id = "CO511",
          .name = "remote-include",
          .title = "Configuration is loaded from elsewhere",
          .severity = Severity::medium,
          .items = {},
          .controls = {},
          .tags = {"compose", "supply"},
          .fix = Fix::none,
          .check = check};
}

} // namespace secaudit::rules
