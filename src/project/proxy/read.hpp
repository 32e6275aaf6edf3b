// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/host.hpp"
#include "model/dockerfile.hpp"
#include "model/image.hpp"
#include "model/project.hpp"
#include "model/proxy.hpp"
#include "model/subjects.hpp"

#include <string>
#include <vector>

namespace secaudit::project::proxy {

/// The proxies and web servers of the project with their effective configuration, found by mounts,
/// by the COPY instructions of the Dockerfiles, and in the images
/// (rules/checklist-and-proxy.md 1.1). Configuration that is mounted but cannot be read becomes a
/// Gap.
std::vector<model::ProxyConfig> read_all(const host::Host& host, const model::Subjects& subjects,
                                         std::vector<model::Gap>& gaps);

/// One nginx configuration by its path (a main nginx.conf or a fragment of the http, server or
/// location context).
model::ProxyConfig read_nginx(const host::Host& host, const std::string& path,
                              const std::string& display_root);

/// One configuration by its path: a Caddyfile, haproxy.cfg or httpd.conf by its name, nginx
/// otherwise.
model::ProxyConfig read_file(const host::Host& host, const std::string& path,
                             const std::string& display_root);

} // namespace secaudit::project::proxy
