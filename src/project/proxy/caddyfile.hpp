// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/project.hpp"
#include "model/proxy.hpp"
#include "project/proxy/container_view.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::project::proxy {

/// Reads a Caddyfile at a container path: sites with their listeners (automatic HTTPS as Caddy
/// decides it), headers, upstreams and rate limits (rules/checklist-and-proxy.md 1.4). Nothing when
/// there is no such file. `version` is Caddy's, "2.6.2"; anything else means a new one.
std::optional<model::ProxyConfig> read_caddyfile(const ContainerView& view, const std::string& path,
                                                 const std::vector<model::Variable>& environment,
                                                 std::string_view version = {});

/// The tree of a Caddyfile: one directive a line, blocks in braces, `import` of snippets and files
/// spliced in. A site's first address is the name of its block.
std::vector<model::Directive> parse_caddyfile(const ContainerView& view,
                                              const ContainerView::File& file,
                                              const std::vector<model::Variable>& environment,
                                              std::vector<model::Diagnostic>& diagnostics);

} // namespace secaudit::project::proxy
