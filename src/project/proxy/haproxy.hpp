// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/proxy.hpp"
#include "project/proxy/container_view.hpp"

#include <optional>

namespace secaudit::project::proxy {

/// The HAProxy configuration that a container sees. One server a `frontend` or `listen`, one
/// location a backend that it may choose. `http-response` touches answers of the servers only,
/// `http-after-response` every answer; a rate limit is a counter, a `track-sc` and a refusal that
/// looks at it, never less (rules/checklist-and-proxy.md 1.4). Nothing when there is no such file.
std::optional<model::ProxyConfig> read_haproxy(const ContainerView& view);

} // namespace secaudit::project::proxy
