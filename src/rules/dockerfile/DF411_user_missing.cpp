// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

#include <set>

namespace secaudit::rules {
namespace {

/// Users that these bases have from the start, and programs' packages make.
bool is_common(std::string_view user) {
  return one_of(user,
                {"root",  "nobody",         "daemon", "bin",   "sys",    "mail",     "www-data",
                 "games", "news",           "uucp",   "proxy", "backup", "operator", "guest",
                 "ftp",   "sync",           "man",    "lp",    "_apt",   "nogroup",  "list",
                 "irc",   "systemd-network"});
}

/// Bases that are known to have no other users.
bool is_bare(const ImageName& image) {
  return image.registry == "docker.io"
         && one_of(image.path, {"debian", "alpine", "busybox", "python", "golang", "ruby", "rust"});
}

bool may_make_user(const model::DockerfileUse& use, const Placed& until, const std::string& user) {
  for (const Placed& item : placed(use)) {
    if (item.index >= until.index) {
      break;
    }
    const std::string& text = item.instruction.original;
    if (item.instruction.name == "RUN"
        && (base::contains(text, user) || base::contains(text, "adduser")
            || base::contains(text, "useradd") || base::contains(text, "install")
            || base::contains(text, " add ") || base::contains(text, "apk")
            || base::contains(text, "./") || base::contains(text, ".sh"))) {
      return true;
    }
    if (is_copy(item.instruction)
        && (base::contains(text, "passwd") || base::contains(text, " / "))) {
      return true;
    }
  }
  return false;
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::set<std::string> told;
  return judge_instructions(use, "USER", [&](const Placed& item, std::vector<Issue>& issues) {
    if (item.instruction.arguments.empty()) {
      return;
    }
    const std::string text = item.instruction.arguments.front().text;
    const std::string user = text.substr(0, text.find(':'));
    const bool number = user.find_first_not_of("0123456789") == std::string::npos;
    if (number || user.find('$') != std::string::npos || is_common(user)
        || !is_bare(image_under(use, item.stage))
        || !told.insert(std::to_string(item.stage.index) + " " + user).second
        || may_make_user(use, item, user)) {
      return;
    }
    issues.push_back(about(item, Severity::high,
                           "No instruction makes the user " + user
                               + ", and the base image does not have it: the container does not "
                                 "start.",
                           "Add `RUN useradd --system " + user + "` above, or write a number."));
  });
}

} // namespace

Rule DF411() {
  return {.id = "DF411",
          .name = "user-missing",
          .title = "USER names a user that the image does not have",
          .severity = Severity::high,
          .items = {"H3"},
          .controls = {},
          .tags = {"dockerfile", "users"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
