// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rules/service_facts.hpp"

#include <string>
#include <vector>

namespace secaudit::rules {

/// The judged passwords that are in force for an active service or stand in the project's `.env`,
/// for which `wanted` says yes, each as an issue made by `make`.
using PasswordFilter = bool (*)(const model::PasswordJudgement&);
using PasswordIssue = Issue (*)(const model::PasswordJudgement&, Exposure, const Context&);
Verdict judge_passwords(const Context& context, PasswordFilter wanted, PasswordIssue make,
                        std::string reason_when_clean);

/// "POSTGRES_PASSWORD of service db" or "POSTGRES_PASSWORD".
std::string name_of(const model::PasswordJudgement& judgement);

/// Whether a variable of this name holds something of a database.
bool names_database(std::string_view name);

/// Whether the strength of a judgement was refused because the value is a template's placeholder.
bool is_placeholder(const model::PasswordJudgement& judgement);

/// The place of the value, then the place where the service takes it.
std::vector<model::Evidence> places_of(const model::PasswordJudgement& judgement);

} // namespace secaudit::rules
