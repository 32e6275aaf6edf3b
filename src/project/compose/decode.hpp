// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "project/compose/nodes.hpp"
#include "project/compose/report.hpp"

namespace secaudit::project::compose {

/// A `false` or `0` that was written and that Compose does not print.
struct LeftOut {
  Steps path; ///< of the mapping it belongs to
  Node::Member member;
};

/// Brings every value of a project in long forms to its type: sizes to bytes, durations and file
/// modes to their printed form, NAME=value lists to mappings, commands to words. Leaves out what
/// Compose leaves out when it prints a project: empty strings, false, 0, empty lists. A value that
/// cannot be read is reported and dropped. The result are the values that were left out although
/// they were written, for those who want to know.
std::vector<LeftOut> decode_project(Node& root, Report& report);

/// Puts what was left out back at the end of its mapping, or takes it out again.
void put_back(Node& root, const std::vector<LeftOut>& left_out);
void take_out(Node& root, const std::vector<LeftOut>& left_out);

} // namespace secaudit::project::compose
