// SPDX-License-Identifier: Apache-2.0
// The readers of the other servers' configurations: Caddyfile, Apache, HAProxy, TOML.
#include "host/system_host.hpp"
#include "project/proxy/apache.hpp"
#include "project/proxy/caddyfile.hpp"
#include "project/proxy/haproxy.hpp"
#include "project/proxy/toml_flat.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {

using namespace secaudit;

void check(const std::optional<model::ProxyConfig>& config) {
  if (!config) {
    return;
  }
  for (const model::ProxyServer& server : config->servers) {
    // Rules take the first location for the server's own level.
    if (server.locations.empty()) {
      std::abort();
    }
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const host::SystemHost host;
  const model::FileName name("file");
  for (const char* path :
       {"/etc/caddy/Caddyfile", "/usr/local/apache2/conf/httpd.conf", "/etc/haproxy/haproxy.cfg"}) {
    project::proxy::ContainerView view(host, "/");
    view.add_text(path, {text, name, 1});
    check(project::proxy::read_caddyfile(view, path, {}));
    check(project::proxy::read_apache(view));
    check(project::proxy::read_haproxy(view));
  }
  project::proxy::flatten_toml(
      text, name,
      [](const std::string& /*key*/, std::string /*value*/, const model::Span& /*span*/) {});
  return 0;
}
