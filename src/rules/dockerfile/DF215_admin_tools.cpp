// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

bool is_tool(std::string_view name) {
  name = name.substr(0, name.find_first_of("=~"));
  return one_of(name, {"vim",
                       "vim-tiny",
                       "nano",
                       "emacs",
                       "telnet",
                       "netcat",
                       "netcat-openbsd",
                       "netcat-traditional",
                       "ncat",
                       "nmap",
                       "tcpdump",
                       "strace",
                       "gdb",
                       "lsof",
                       "openssh-client",
                       "man-db",
                       "ftp",
                       "htop",
                       "iputils-ping",
                       "net-tools",
                       "dnsutils",
                       "bind-tools",
                       "iproute2",
                       "traceroute",
                       "screen",
                       "tmux",
                       "mc"});
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  if (deployed_stage(use) == nullptr) {
    return not_applicable("not for production");
  }
  return judge_packages(use, [](const PackageCall& call, const Placed& run,
                                std::vector<Issue>& issues) {
    if (!run.final || !one_of(call.verb, {"install", "add", "in"})
        || one_of(call.tool, {"pip", "npm", "gem", "yarn", "pnpm", "cargo", "go"})) {
      return;
    }
    std::vector<std::string> found;
    for (const model::ShellWord* word : call.operands) {
      if (is_tool(word->text)) {
        found.push_back(word->text);
      }
    }
    if (!found.empty()) {
      issues.push_back(about(*call.command, run, Severity::low,
                             base::join(found, ", ") + (found.size() == 1 ? " helps" : " help")
                                 + " whoever gets into the container more than the application.",
                             "Leave it out; for debugging use `docker debug` or a container of its "
                             "own with --pid and --network of this one."));
    }
  });
}

} // namespace

Rule DF215() {
  return {.id = "DF215",
          .name = "admin-tools",
          .title = "Tools for people stay in the image",
          .severity = Severity::low,
          .items = {"H2"},
          .controls = {"CIS-Docker 4.3"},
          .tags = {"dockerfile", "packages"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
