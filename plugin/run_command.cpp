// SPDX-License-Identifier: Apache-2.0
#include "plugin/run_command.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace secaudit::plugin {
namespace {

using Run = int (*)(const Session&);
constexpr std::array<std::pair<std::string_view, Run>, 25> commands{{
    {"compose", run_compose},
    {"image", run_image},
    {"attest", run_attest},
    {"check", run_check},
    {"fix", run_fix},
    {"inspect compose", run_inspect_compose},
    {"inspect dockerfile", run_inspect_dockerfile},
    {"inspect proxy", run_inspect_proxy},
    {"inspect image", run_inspect_image},
    {"secrets", run_secrets},
    {"hook install", run_hook_install},
    {"hook uninstall", run_hook_uninstall},
    {"hook status", run_hook_status},
    {"hook run", run_hook_run},
    {"report show", run_report_show},
    {"report convert", run_report_convert},
    {"rules list", run_rules_list},
    {"rules show", run_rules_show},
    {"sbom", run_sbom},
    {"completion", run_completion},
    {"version", run_version},
    {"db import", run_db_import},
    {"db status", run_db_status},
    {"db update", run_db_update},
    {"report diff", run_report_diff},
}};

} // namespace

int run_command(const Session& session) {
  const auto found = std::find_if(commands.begin(), commands.end(), [&](const auto& entry) {
    return entry.first == session.options.command;
  });
  return found == commands.end() ? exit_codes::usage : found->second(session);
}

int run_version(const Session&) {
  return print("docker-secaudit v" SECAUDIT_VERSION "\n") ? exit_codes::clean
                                                          : exit_codes::unchecked;
}

} // namespace secaudit::plugin
