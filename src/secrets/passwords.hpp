// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/project.hpp"
#include "model/secret.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::secrets {

/// Judges every password-like value that is in force in the project: environment, .env, env_file,
/// secret files (read by `read_file`, which returns nothing for a file that cannot be read),
/// command lines. rules/checklist-and-proxy.md section 3.
std::vector<model::PasswordJudgement> judge_passwords(
    const model::Project& project,
    const std::function<std::optional<std::string>(const std::string& path)>& read_file);

} // namespace secaudit::secrets
