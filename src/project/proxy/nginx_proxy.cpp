// SPDX-License-Identifier: Apache-2.0
#include "project/proxy/nginx_proxy.hpp"

#include "base/text.hpp"
#include "project/proxy/nginx_effective.hpp"
#include "project/proxy/nginx_parser.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace secaudit::project::proxy {
namespace {

using model::Directive;
using model::Span;

Directive made(std::string name, const std::vector<std::string>& arguments, const Span& span) {
  Directive out;
  out.name = std::move(name);
  out.span = span;
  for (const std::string& argument : arguments) {
    out.arguments.push_back({argument, span, {}, {}});
  }
  return out;
}

Directive block(std::string name, const std::vector<std::string>& arguments, const Span& span,
                std::vector<Directive> inner) {
  Directive out = made(std::move(name), arguments, span);
  out.has_block = true;
  out.block = std::move(inner);
  return out;
}

std::string value_of(const model::Service& service, std::string_view name, std::string otherwise) {
  const model::Variable* variable = service.variable(name);
  return variable != nullptr && variable->value && !variable->value->empty() ? *variable->value
                                                                             : otherwise;
}

bool is_companion(const model::Service& service) {
  return service.image
         && (base::contains(service.image->value, "acme-companion")
             || base::contains(service.image->value, "letsencrypt-nginx-proxy-companion"));
}

std::vector<std::string> hosts_in(std::string_view list) {
  std::vector<std::string> out;
  for (const std::string_view part : base::split(list, ',')) {
    const std::string_view host = base::trim(part);
    if (!host.empty()) {
      out.emplace_back(host);
    }
  }
  return out;
}

class Generator {
 public:
  Generator(const ContainerView& view, const model::Project& project, const model::Service& proxy,
            model::ProxyConfig& config)
      : view_(view), proxy_(proxy), config_(config) {
    companion_ =
        std::any_of(project.services.begin(), project.services.end(),
                    [](const model::Service& each) { return each.active && is_companion(each); });
  }

  /// What the template writes before the servers, then the files of conf.d.
  void preamble() {
    const Span span = proxy_.name_span;
    const std::string tokens = value_of(proxy_, "SERVER_TOKENS", "");
    if (!tokens.empty()) {
      config_.directives.push_back(
          made("server_tokens", {tokens}, proxy_.variable("SERVER_TOKENS")->span));
    }
    const std::string policy = value_of(proxy_, "SSL_POLICY", "Mozilla-Intermediate");
    std::vector<std::string> versions{"TLSv1.2", "TLSv1.3"};
    if (policy == "Mozilla-Old" || policy == "AWS-TLS-1-1-2017-01" || policy == "AWS-2016-08") {
      versions.insert(versions.begin(), {"TLSv1", "TLSv1.1"});
    }
    const model::Variable* written = proxy_.variable("SSL_POLICY");
    config_.directives.push_back(
        made("ssl_protocols", versions, written != nullptr ? written->span : span));
    for (const auto& [name, value] : std::initializer_list<std::pair<const char*, const char*>>{
             {"Host", "$host"},
             {"X-Real-IP", "$remote_addr"},
             {"X-Forwarded-For", "$proxy_add_x_forwarded_for"},
             {"X-Forwarded-Proto", "$proxy_x_forwarded_proto"}}) {
      config_.directives.push_back(made("proxy_set_header", {name, value}, span));
    }
    for (const std::string& path : view_.matches("/etc/nginx/conf.d/*.conf")) {
      splice(path, config_.directives);
    }
    config_.directives.push_back(
        block("server", {}, span,
              {made("server_name", {"_"}, span), made("listen", {"80", "default_server"}, span),
               made("return", {"503"}, span)}));
  }

  void service(const model::Service& service) {
    const model::Variable* variable = service.variable("VIRTUAL_HOST");
    if (!service.active || variable == nullptr || !variable->value) {
      return;
    }
    for (const std::string& host : hosts_in(*variable->value)) {
      servers(service, host, variable->span);
    }
  }

 private:
  void splice(const std::string& path, std::vector<Directive>& into) {
    NginxTree tree = load_nginx(view_, path, "/etc/nginx");
    std::move(tree.directives.begin(), tree.directives.end(), std::back_inserter(into));
    std::move(tree.diagnostics.begin(), tree.diagnostics.end(),
              std::back_inserter(config_.diagnostics));
  }

  bool has_certificate(const model::Service& service, const std::string& host) const {
    const auto wanted = hosts_in(value_of(service, "LETSENCRYPT_HOST", ""));
    const bool issued = companion_ && std::find(wanted.begin(), wanted.end(), host) != wanted.end();
    const std::string name = value_of(service, "CERT_NAME", host);
    return issued || view_.read("/etc/nginx/certs/" + name + ".crt").has_value();
  }

  Directive location(const model::Service& service, const std::string& host, const Span& span) {
    const std::string port = value_of(service, "VIRTUAL_PORT", "80");
    const std::string scheme = value_of(service, "VIRTUAL_PROTO", "http");
    std::vector<Directive> inner{
        made("proxy_pass", {scheme + "://" + service.name + ":" + port}, span)};
    for (const std::string& name : {host + "_location", std::string("default_location")}) {
      if (view_.read("/etc/nginx/vhost.d/" + name)) {
        splice("/etc/nginx/vhost.d/" + name, inner);
        break;
      }
    }
    return block("location", {"/"}, span, std::move(inner));
  }

  void content(const model::Service& service, const std::string& host, const Span& span,
               std::vector<Directive>& server) {
    for (const std::string& name : {host, std::string("default")}) {
      if (view_.read("/etc/nginx/vhost.d/" + name)) {
        splice("/etc/nginx/vhost.d/" + name, server);
        break;
      }
    }
    server.push_back(location(service, host, span));
  }

  void servers(const model::Service& service, const std::string& host, const Span& span) {
    const std::string method =
        value_of(service, "HTTPS_METHOD", value_of(proxy_, "HTTPS_METHOD", "redirect"));
    const bool tls = has_certificate(service, host) && method != "nohttps";
    std::vector<Directive> plain{made("server_name", {host}, span), made("listen", {"80"}, span)};
    if (tls && method == "redirect") {
      plain.push_back(made("return", {"301", "https://$host$request_uri"}, span));
      config_.directives.push_back(block("server", {}, span, std::move(plain)));
    } else if (!tls || method != "nohttp") {
      content(service, host, span, plain);
      config_.directives.push_back(block("server", {}, span, std::move(plain)));
    }
    if (!tls) {
      return;
    }
    std::vector<Directive> secure{made("server_name", {host}, span),
                                  made("listen", {"443", "ssl"}, span),
                                  made("ssl_session_tickets", {"off"}, span)};
    const std::string hsts =
        value_of(service, "HSTS", value_of(proxy_, "HSTS", "max-age=31536000"));
    if (hsts != "off" && method != "noredirect") {
      secure.push_back(made("add_header", {"Strict-Transport-Security", hsts, "always"}, span));
    }
    content(service, host, span, secure);
    config_.directives.push_back(block("server", {}, span, std::move(secure)));
  }

  const ContainerView& view_;
  const model::Service& proxy_;
  model::ProxyConfig& config_;
  bool companion_ = false;
};

} // namespace

model::ProxyConfig read_nginx_proxy(const ContainerView& view, const model::Project& project,
                                    const model::Service& service) {
  model::ProxyConfig config;
  config.kind = "nginx";
  config.service = service.name;
  config.file = service.name_span.file;
  Generator generator(view, project, service, config);
  generator.preamble();
  for (const model::Service& each : project.services) {
    generator.service(each);
  }
  compute_servers(config);
  return config;
}

} // namespace secaudit::project::proxy
