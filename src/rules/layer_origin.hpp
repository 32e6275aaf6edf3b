// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rules/rule.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::rules {

/// What brought a layer in: the line of the Dockerfile that the image is built from where its
/// history tells, else the history's command, else nothing.
std::optional<model::Evidence> layer_origin(const model::ImageUse& use, const Context& context,
                                            std::size_t layer);

/// Adds the origins of the layers of the evidence's files, each once, a few of them.
void add_origins(const model::ImageUse& use, const Context& context, Issue& issue);

/// The command of a history entry without what builders put around it: "RUN |1 A=b /bin/sh -c x
/// # buildkit" and "/bin/sh -c x" both give "x".
std::string history_command(std::string_view created_by);

/// As much of a history entry as may be printed: which step it was, without values it assigns.
std::string shown_command(std::string_view created_by);

} // namespace secaudit::rules
