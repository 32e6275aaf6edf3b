// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/audit.hpp"

#include <vector>

namespace secaudit::audit {

/// The words of Dockerfiles to linters, so that a team need not repeat them for us
/// (rules/dockerfile.md section 12): our own (model/ignore_comment.hpp), `# hadolint ignore=` with
/// `global` and `stage`, `# check=skip=`,
/// `# trivy:ignore:`, `# checkov:skip=`. Names of others are found by the controls of our rules.
/// A comment stands for the instruction below it; what is absent from a file is tied to the FROM
/// line. An own one without a reason does not count.
std::vector<Suppression> pragmas(const std::vector<rules::Entry>& catalogue,
                                 const model::Subjects& subjects);

} // namespace secaudit::audit
