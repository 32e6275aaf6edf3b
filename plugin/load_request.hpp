// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/docker.hpp"
#include "host/host.hpp"
#include "project/compose/load.hpp"

namespace secaudit::plugin {

/// What Compose's flags mean for the loader. As with Compose, the file is looked for in
/// --project-directory, while paths on the command line count from where we were started.
project::compose::LoadRequest load_request(const host::Host& host, const host::ComposeFlags& flags);

} // namespace secaudit::plugin
