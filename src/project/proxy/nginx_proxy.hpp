// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/project.hpp"
#include "model/proxy.hpp"
#include "project/proxy/container_view.hpp"

namespace secaudit::project::proxy {

/// What nginx-proxy makes of the services that carry VIRTUAL_HOST, as a tree of nginx directives
/// (rules/checklist-and-proxy.md 1.4): a TLS server only where LETSENCRYPT_HOST names the host and
/// an acme-companion runs, or the certificate lies in a mounted folder; the files of vhost.d and
/// conf.d are read into their places.
model::ProxyConfig read_nginx_proxy(const ContainerView& view, const model::Project& project,
                                    const model::Service& service);

} // namespace secaudit::project::proxy
