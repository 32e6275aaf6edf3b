// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/proxy.hpp"
#include "project/proxy/container_view.hpp"

#include <optional>
#include <string>
#include <vector>

namespace secaudit::project::proxy {

/// The Apache configuration that a container sees: httpd.conf or apache2.conf with what they
/// include, else the sites of Debian's layout. One server a virtual host, one location a `Location`
/// or `ProxyPass`. `Header` is followed in its two tables: what stands in `always` is sent with
/// every answer, the rest with successful ones only (rules/checklist-and-proxy.md 1.4). Nothing
/// when there is no such file.
std::optional<model::ProxyConfig> read_apache(const ContainerView& view);

/// The tree of one file with its includes spliced in; sections are blocks whose arguments are those
/// of the opening tag.
std::vector<model::Directive> parse_apache(const ContainerView& view, const std::string& path,
                                           std::vector<model::Diagnostic>& diagnostics);

} // namespace secaudit::project::proxy
