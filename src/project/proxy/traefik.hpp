// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/project.hpp"
#include "model/proxy.hpp"
#include "project/proxy/container_view.hpp"

namespace secaudit::project::proxy {

/// The configuration of a Traefik service (rules/checklist-and-proxy.md 1.4): static settings of
/// one source (file, else arguments, else variables), routers and middlewares of the labels of all
/// active services and of YAML files of the file provider. One server an entry point, one location
/// a router.
model::ProxyConfig read_traefik(const ContainerView& view, const model::Project& project,
                                const model::Service& service);

} // namespace secaudit::project::proxy
