// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/image_facts.hpp"

namespace secaudit::rules {
namespace {

void add(std::string& found, std::string_view account, std::string_view why) {
  found += (found.empty() ? "" : ", ") + std::string(account) + " (" + std::string(why) + ")";
}

void add_accounts(const std::string& passwd, std::string& open) {
  for (const Account& account : accounts_of(passwd)) {
    if (account.password.empty()) {
      add(open, account.name, "no password");
    }
    if (account.number == "0" && account.name != "root") {
      add(open, account.name, "number 0");
    }
  }
}

/// Of /etc/shadow the kinds of hashes are kept only: "root:$6$".
void add_hashes(const std::string& shadow, std::string& open, std::string& weak) {
  for (const std::string_view line : base::lines(shadow)) {
    const std::size_t colon = line.find(':');
    const std::string_view kind = colon == std::string_view::npos ? "!" : line.substr(colon + 1);
    if (kind.empty()) {
      add(open, line.substr(0, colon), "no password in /etc/shadow");
    } else if (kind == "$1$" || kind == "des") {
      add(weak, line.substr(0, colon), kind == "des" ? "DES" : "MD5");
    }
  }
}

Verdict check(const model::ImageUse& use, const Context&) {
  const model::Image& image = *use.image;
  const auto passwd = image.small_files.find("etc/passwd");
  const auto shadow = image.small_files.find("etc/shadow");
  if (passwd == image.small_files.end() && shadow == image.small_files.end()) {
    return not_applicable("the image holds no /etc/passwd");
  }
  std::string open;
  std::string weak;
  if (passwd != image.small_files.end()) {
    add_accounts(passwd->second, open);
  }
  const bool in_passwd = !open.empty();
  const std::size_t before = open.size();
  if (shadow != image.small_files.end()) {
    add_hashes(shadow->second, open, weak);
  }
  if (open.empty() && weak.empty()) {
    return pass("every account is closed or has a password, and only root has the number 0");
  }
  Issue issue;
  issue.severity = open.empty() ? Severity::medium : Severity::high;
  issue.message = image_title(use)
                  + (open.empty() ? std::string(" has passwords whose hashes are guessed within "
                                                "hours: ")
                                        + weak
                                  : " has accounts through which anybody in the container becomes "
                                    "somebody else: "
                                        + open + (weak.empty() ? "" : "; weakly hashed: " + weak))
                  + ".";
  if (in_passwd) {
    issue.evidence.push_back(file_evidence(image, "etc/passwd"));
  }
  if (open.size() > before || !weak.empty()) {
    issue.evidence.push_back(file_evidence(image, "etc/shadow"));
  }
  issue.remedy = "Lock the account (passwd -l NAME) or delete its line in the Dockerfile.";
  issue.key = "accounts";
  return fail(std::move(issue));
}

} // namespace

Rule IM103() {
  return {.id = "IM103",
          .name = "open-account",
          .title = "Account without a password, or a second root",
          .severity = Severity::high,
          .items = {"H3"},
          .controls = {"dockle DKL-LI-0001", "CWE-258"},
          .tags = {"image", "user"},
          .fix = Fix::suggestion,
          .check = &check};
}

} // namespace secaudit::rules
