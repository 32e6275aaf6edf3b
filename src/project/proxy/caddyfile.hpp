// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/project.hpp"
#include "model/proxy.hpp"
#include "project/proxy/container_view.hpp"

#include <optional>
#include <string>
#include <vector>

namespace secaudit::project::proxy {

/// Reads a Caddyfile at a container path: sites with their listeners (automatic HTTPS as Caddy
/// decides it), headers, upstreams and rate limits (rules/checklist-and-proxy.md 1.4). Nothing when
/// there is no such file.
std::optional<model::ProxyConfig> read_caddyfile(const ContainerView& view, const std::string& path,
                                                 const std::vector<model::Variable>& environment);

/// The tree of a Caddyfile: one directive a line, blocks in braces, `import` of snippets and files
/// spliced in. A site's first address is the name of its block.
std::vector<model::Directive> parse_caddyfile(const ContainerView& view,
                                              const ContainerView::File& file,
                                              const std::vector<model::Variable>& environment,
                                              std::vector<model::Diagnostic>& diagnostics);

} // namespace secaudit::project::proxy
