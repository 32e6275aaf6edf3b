// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rules/dockerfile_facts.hpp"

#include <string_view>

namespace secaudit::rules {

/// Whether an instruction before a RUN, in its stage or a parent stage, or the RUN itself, writes a
/// setting of apt (`APT::Install-Recommends`) into its configuration, or copies a file there whose
/// content is not known.
bool apt_configured(const model::DockerfileUse& use, const Placed& run, std::string_view setting);

} // namespace secaudit::rules
