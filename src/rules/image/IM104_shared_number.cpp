// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/image_facts.hpp"

#include <map>
#include <vector>

namespace secaudit::rules {
namespace {

struct Table {
  const char* path;
  std::string_view what;
};

/// "a, b (33); c, d (1000)"; root's number is another rule's.
std::string shared(const std::string& text, bool users) {
  std::map<std::string_view, std::vector<std::string>> names;
  for (const Account& account : accounts_of(text)) {
    if (!users || account.number != "0") {
      names[account.number].emplace_back(account.name);
    }
  }
  std::string found;
  for (const auto& [number, sharing] : names) {
    if (sharing.size() > 1) {
      found += (found.empty() ? "" : "; ") + base::join(sharing, ", ") + " (" + std::string(number)
               + ")";
    }
  }
  return found;
}

Verdict check(const model::ImageUse& use, const Context&) {
  const model::Image& image = *use.image;
  std::vector<Issue> issues;
  bool read = false;
  for (const Table& table : {Table{"etc/passwd", "users"}, Table{"etc/group", "groups"}}) {
    const auto text = image.small_files.find(table.path);
    if (text == image.small_files.end()) {
      continue;
    }
    read = true;
    const std::string found = shared(text->second, table.what == "users");
    if (found.empty()) {
      continue;
    }
    Issue issue;
    issue.severity = Severity::low;
    issue.message = image_title(use) + " has " + std::string(table.what)
                    + " that share a number, so that each owns the files of the other: " + found
                    + ".";
    issue.evidence = {file_evidence(image, table.path)};
    issue.remedy = "Give each its own number (useradd --uid, groupadd --gid) in the Dockerfile.";
    issue.key = table.path;
    issues.push_back(std::move(issue));
  }
  return read ? from_issues(std::move(issues), "no two accounts share a number")
              : not_applicable("the image holds no /etc/passwd");
}

} // namespace

Rule IM104() {
  return {.id = "IM104",
          .name = "shared-account-number",
          .title = "Two accounts with the same number",
          .severity = Severity::low,
          .items = {"H3"},
          .controls = {"dockle DKL-LI-0002"},
          .tags = {"image", "user"},
          .fix = Fix::suggestion,
          .check = &check};
}

} // namespace secaudit::rules
