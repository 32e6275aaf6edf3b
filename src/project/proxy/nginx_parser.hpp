// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/proxy.hpp"
#include "project/proxy/container_view.hpp"

#include <string>
#include <vector>

namespace secaudit::project::proxy {

/// The tree of an nginx configuration.
struct NginxTree {
  std::vector<model::Directive> directives;
  std::vector<model::Diagnostic> diagnostics;
  std::size_t blocks = 0;
};

/// Reads one text; includes are left as they stand. After an error it goes on behind the next `;`
/// or `}`.
NginxTree parse_nginx(const ContainerView::File& file);

/// Reads the text at a container path with its includes spliced in. `include` paths count from
/// `folder`, the folder of the main configuration. An include that is not there stays in the tree,
/// with a diagnostic.
NginxTree load_nginx(const ContainerView& view, const std::string& path, const std::string& folder);

} // namespace secaudit::project::proxy
