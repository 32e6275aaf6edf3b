// SPDX-License-Identifier: Apache-2.0
// One function a command, each in a file of its own; all return the exit code.
#pragma once

#include "plugin/audit_run.hpp"

namespace secaudit::plugin {

int run_compose(const Session& session);
int run_image(const Session& session);
int run_attest(const Session& session);
int run_check(const Session& session);
int run_fix(const Session& session);
int run_inspect_compose(const Session& session);
int run_inspect_dockerfile(const Session& session);
int run_inspect_proxy(const Session& session);
int run_inspect_image(const Session& session);
int run_secrets(const Session& session);
int run_hook_install(const Session& session);
int run_hook_uninstall(const Session& session);
int run_hook_status(const Session& session);
int run_hook_run(const Session& session);
int run_report_show(const Session& session);
int run_report_convert(const Session& session);
int run_rules_list(const Session& session);
int run_rules_show(const Session& session);
int run_sbom(const Session& session);
int run_completion(const Session& session);
int run_version(const Session& session);
int run_db_import(const Session& session);
int run_db_status(const Session& session);
int run_db_update(const Session& session);
int run_report_diff(const Session& session);

/// Answers the shell: candidates for the last of the words, then `:` and the directive (docker.md
/// A6).
int run_complete(const host::Host& host, const std::vector<std::string>& words);

/// Starts the command that the options name.
int run_command(const Session& session);

} // namespace secaudit::plugin
