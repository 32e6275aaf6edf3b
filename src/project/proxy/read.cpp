// SPDX-License-Identifier: Apache-2.0
#include "project/proxy/read.hpp"

#include "base/glob.hpp"
#include "base/text.hpp"
#include "project/proxy/apache.hpp"
#include "project/proxy/caddyfile.hpp"
#include "project/proxy/haproxy.hpp"
#include "project/proxy/nginx_effective.hpp"
#include "project/proxy/nginx_mistakes.hpp"
#include "project/proxy/nginx_parser.hpp"
#include "project/proxy/nginx_proxy.hpp"
#include "project/proxy/sources.hpp"
#include "project/proxy/traefik.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace secaudit::project::proxy {
namespace {

constexpr std::array<std::string_view, 2> main_files = {
    "/etc/nginx/nginx.conf", "/usr/local/openresty/nginx/conf/nginx.conf"};
/// What the main file of the images includes inside `http`, in its order.
constexpr std::array<std::string_view, 5> site_files = {
    "/etc/nginx/conf.d/*.conf", "/etc/nginx/http.d/*.conf", "/etc/nginx/sites-enabled/*",
    "/opt/bitnami/nginx/conf/server_blocks/*.conf", "/config/nginx/site-confs/*.conf"};

std::string folder_of(const std::string& path) {
  return path.substr(0, path.rfind('/'));
}

/// One place holds a template that is not filled in (Jinja, Go): nothing for the nginx reader.
bool is_foreign_template(std::string_view text) {
  return base::contains(text, "{{") || base::contains(text, "{%");
}

void tell(const model::ProxyConfig& config, std::vector<model::Gap>& gaps) {
  for (const model::Diagnostic& diagnostic : config.diagnostics) {
    if (diagnostic.fatal) {
      gaps.push_back({"proxy", diagnostic.span.file.str(), diagnostic.message, diagnostic.span,
                      diagnostic.hint});
      return;
    }
  }
}

void append(const ContainerView& view, const std::string& path, model::ProxyConfig& config) {
  const auto file = view.read(path);
  if (!file || is_foreign_template(file->text)) {
    return;
  }
  if (config.file.empty()) {
    config.file = file->name;
  }
  NginxTree tree = load_nginx(
      view, path, folder_of(path.starts_with("/etc/nginx/") ? "/etc/nginx/nginx.conf" : path));
  std::move(tree.directives.begin(), tree.directives.end(), std::back_inserter(config.directives));
  std::move(tree.diagnostics.begin(), tree.diagnostics.end(),
            std::back_inserter(config.diagnostics));
}

std::optional<model::ProxyConfig> nginx_in(const ContainerView& view, const std::string& service) {
  model::ProxyConfig config;
  config.kind = "nginx";
  config.service = service;
  for (const std::string_view path : main_files) {
    append(view, std::string(path), config);
  }
  if (config.directives.empty()) {
    for (const std::string_view pattern : site_files) {
      for (const std::string& path : view.matches(std::string(pattern))) {
        append(view, path, config);
      }
    }
  }
  if (config.file.empty()) {
    return std::nullopt;
  }
  compute_servers(config);
  tell_mistakes(config);
  return config;
}

/// The last part of an image's path without tag: "nginx" of "docker.io/library/nginx:1.27".
std::string short_image_name(std::string_view reference) {
  reference = reference.substr(0, reference.find('@'));
  reference = reference.substr(reference.rfind('/') + 1);
  return base::to_lower(reference.substr(0, reference.find(':')));
}

std::string reference_of(const model::Service* service, const model::DockerfileUse* use) {
  if (use != nullptr && !use->final_chain().empty()) {
    return use->final_chain().back()->base_resolved;
  }
  return service != nullptr && service->image ? service->image->value : "";
}

/// "2.8-alpine" of "caddy:2.8-alpine", "" without a tag.
std::string tag_of(std::string_view reference) {
  reference = reference.substr(0, reference.find('@'));
  reference = reference.substr(reference.rfind('/') + 1);
  const std::size_t colon = reference.find(':');
  return std::string(colon == std::string_view::npos ? "" : reference.substr(colon + 1));
}

void read_one(const host::Host& host, const model::Subjects& subjects,
              const model::Service* service, const model::DockerfileUse* use,
              std::vector<model::ProxyConfig>& out, std::vector<model::Gap>& gaps) {
  const std::string name = service != nullptr ? service->name : "";
  const std::string reference = reference_of(service, use);
  const std::string image = short_image_name(reference);
  ContainerView view = view_of(host, subjects, service, use, gaps);
  const auto environment = environment_of(service, use);
  std::optional<model::ProxyConfig> config;
  if (base::contains(image, "traefik") && service != nullptr) {
    config = read_traefik(view, *subjects.project, *service);
  } else if (image == "nginx-proxy" && service != nullptr) {
    config = read_nginx_proxy(view, *subjects.project, *service);
  } else if (base::contains(image, "caddy")) {
    config = read_caddyfile(view, "/etc/caddy/Caddyfile", environment, tag_of(reference));
  } else {
    expand_templates(view, environment);
    config = nginx_in(view, name);
    for (const auto reader : {read_apache, read_haproxy}) {
      config = config ? std::move(config) : reader(view);
    }
  }
  if (config) {
    config->service = name;
    tell(*config, gaps);
    out.push_back(*std::move(config));
  }
}

/// Without a compose file and a Dockerfile that uses them, configurations are known by their names.
void read_orphans(const host::Host& host, const model::Subjects& subjects,
                  std::vector<model::ProxyConfig>& out) {
  for (const model::FileName& file : subjects.tree->files) {
    const std::string& path = file.str();
    const std::string name = path.substr(path.rfind('/') + 1);
    const bool nginx = name == "nginx.conf" || name == "default.conf"
                       || (name.ends_with(".conf") && base::contains(path, "nginx"));
    const std::string full = subjects.tree->directory + "/" + path;
    if (nginx) {
      out.push_back(read_nginx(host, full, subjects.tree->directory));
    } else if (name == "Caddyfile") {
      ContainerView view(host, subjects.tree->directory);
      view.add_path("/etc/caddy", folder_of(full));
      if (auto config = read_caddyfile(view, "/etc/caddy/Caddyfile", {})) {
        out.push_back(*std::move(config));
      }
    }
  }
}

} // namespace

std::vector<model::ProxyConfig> read_all(const host::Host& host, const model::Subjects& subjects,
                                         std::vector<model::Gap>& gaps) {
  std::vector<model::ProxyConfig> out;
  if (subjects.project) {
    for (const model::Service& service : subjects.project->services) {
      if (service.active) {
        read_one(host, subjects, &service, subjects.dockerfile_of(service.name), out, gaps);
      }
    }
    return out;
  }
  for (const model::DockerfileUse& use : subjects.dockerfiles) {
    read_one(host, subjects, nullptr, &use, out, gaps);
  }
  if (out.empty() && subjects.tree) {
    read_orphans(host, subjects, out);
  }
  return out;
}

model::ProxyConfig read_nginx(const host::Host& host, const std::string& path,
                              const std::string& display_root) {
  const std::string full = path.starts_with('/') ? path : host.working_directory() + "/" + path;
  const std::string folder = folder_of(base::clean_path(full));
  const std::string name = full.substr(full.rfind('/') + 1);
  ContainerView view(host, display_root);
  // The file may be the main one or lie in conf.d: absolute includes are looked for in both.
  if (folder.ends_with("/conf.d") || folder.ends_with("/http.d")
      || folder.ends_with("/sites-enabled")) {
    view.add_path("/etc/nginx", folder_of(folder));
  } else {
    view.add_path("/etc/nginx", folder);
  }
  view.add_path("/etc/nginx/.judged", folder);
  model::ProxyConfig config;
  config.kind = "nginx";
  config.file = model::FileName(view.shown(full));
  if (!view.read("/etc/nginx/.judged/" + name)) {
    config.diagnostics.push_back({{config.file, {1, 1}, {1, 1}},
                                  "the file cannot be read",
                                  "check its name and its rights",
                                  true});
    return config;
  }
  NginxTree tree = load_nginx(view, "/etc/nginx/.judged/" + name, "/etc/nginx");
  config.directives = std::move(tree.directives);
  config.diagnostics = std::move(tree.diagnostics);
  compute_servers(config);
  tell_mistakes(config);
  return config;
}

model::ProxyConfig read_file(const host::Host& host, const std::string& path,
                             const std::string& display_root) {
  const std::string full = path.starts_with('/') ? path : host.working_directory() + "/" + path;
  const std::string name = full.substr(full.rfind('/') + 1);
  ContainerView view(host, display_root);
  std::optional<model::ProxyConfig> config;
  if (name.starts_with("Caddyfile") || name.ends_with(".caddyfile") || name.ends_with(".caddy")) {
    view.add_path("/etc/caddy", folder_of(base::clean_path(full)));
    config = read_caddyfile(view, "/etc/caddy/" + name, {});
  } else if (name == "haproxy.cfg") {
    view.add_path("/etc/haproxy/haproxy.cfg", full);
    config = read_haproxy(view);
  } else if (name == "httpd.conf" || name == "apache2.conf" || name == "apache.conf") {
    view.add_path("/usr/local/apache2/conf", folder_of(base::clean_path(full)));
    view.add_path("/usr/local/apache2/conf/httpd.conf", full);
    config = read_apache(view);
  }
  return config ? *std::move(config) : read_nginx(host, path, display_root);
}

} // namespace secaudit::project::proxy
