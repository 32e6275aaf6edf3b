// SPDX-License-Identifier: Apache-2.0
#include "project/proxy/traefik.hpp"

#include "base/text.hpp"
#include "project/compose/yaml.hpp"
#include "project/proxy/toml_flat.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>
#include <utility>

namespace secaudit::project::proxy {
namespace {

/// Dotted keys in lower case with their values; lists joined by commas.
using Settings = std::map<std::string, model::Sourced<std::string>>;

void put(Settings& settings, std::string_view key, std::string_view value,
         const model::Span& span) {
  settings.insert_or_assign(base::to_lower(key),
                            model::Sourced<std::string>{std::string(value), span, {}, {}});
}

void flatten(const model::Node& node, const std::string& path, Settings& into) {
  if (node.is_mapping()) {
    if (node.members.empty() && !path.empty()) {
      put(into, path, "", node.span);
    }
    for (const auto& member : node.members) {
      flatten(member.value, path.empty() ? member.key : path + "." + member.key, into);
    }
  } else if (node.is_sequence()) {
    std::string joined;
    for (const model::Node& item : node.items) {
      joined += (joined.empty() ? "" : ",") + item.text;
    }
    put(into, path, joined, node.span);
  } else {
    put(into, path, node.is_null() ? "" : node.text, node.span);
  }
}

bool flatten_file(const ContainerView& view, const std::string& path, Settings& into) {
  const auto file = view.read(path);
  if (!file) {
    return false;
  }
  if (path.ends_with(".toml")) {
    return flatten_toml(file->text, file->name,
                        [&](const std::string& key, std::string value, const model::Span& span) {
                          put(into, key, value, span);
                        });
  }
  const auto tree = compose::parse_yaml(file->text, file->name);
  if (tree) {
    flatten(*tree, "", into);
  }
  return tree.has_value();
}

/// `--name=value`, `--name value`, and `--name` for a switch.
Settings arguments_of(const model::Service& service) {
  Settings out;
  if (!service.command) {
    return out;
  }
  std::vector<std::string> words = service.command->value.words;
  if (service.command->value.shell_text) {
    words.clear();
    for (const std::string_view word : base::split(service.command->value.text, ' ')) {
      words.emplace_back(base::trim(word));
    }
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (!word.starts_with("--")) {
      continue;
    }
    const std::size_t equal = word.find('=');
    const bool behind =
        equal == std::string_view::npos && i + 1 < words.size() && !words[i + 1].starts_with("-");
    put(out, word.substr(2, equal == std::string_view::npos ? equal : equal - 2),
        behind                            ? std::string_view(words[i + 1])
        : equal == std::string_view::npos ? "true"
                                          : word.substr(equal + 1),
        service.command->span);
  }
  return out;
}

Settings static_settings(const ContainerView& view, const model::Service& service,
                         model::FileName& file) {
  Settings out;
  std::vector<std::string> paths{"/etc/traefik/traefik.yml",
                                 "/etc/traefik/traefik.yaml",
                                 "/etc/traefik/traefik.toml",
                                 "/traefik.yml",
                                 "/traefik.yaml",
                                 "/traefik.toml"};
  const Settings arguments = arguments_of(service);
  if (const auto named = arguments.find("configfile"); named != arguments.end()) {
    paths = {*named->second};
  }
  for (const std::string& path : paths) {
    if (flatten_file(view, path, out)) {
      file = view.read(path)->name;
      return out;
    }
  }
  out = arguments;
  if (out.empty()) {
    for (const model::Variable& variable : service.environment) {
      if (variable.name.starts_with("TRAEFIK_") && variable.value) {
        put(out, base::replace_all(variable.name.substr(8), "_", "."), *variable.value,
            variable.span);
      }
    }
  }
  return out;
}

Settings dynamic_settings(const ContainerView& view, const model::Project& project,
                          const Settings& fixed) {
  Settings out;
  for (const model::Service& service : project.services) {
    const model::Variable* enabled = service.label("traefik.enable");
    if (!service.active || (enabled != nullptr && enabled->value == "false")) {
      continue;
    }
    for (const auto* labels : {&service.labels, &service.deploy_labels}) {
      for (const model::Variable& label : *labels) {
        const std::string name = base::to_lower(label.name);
        if (name.starts_with("traefik.")) {
          put(out, label.name.substr(8), label.value.value_or(""), label.span);
        }
        if (name.starts_with("traefik.http.routers.")) {
          // Who carries a router's label is who answers it.
          const std::string rest = name.substr(21);
          put(out, "carrier." + rest.substr(0, rest.find('.')), service.name, label.span);
        }
      }
    }
  }
  const auto file = fixed.find("providers.file.filename");
  if (file != fixed.end()) {
    flatten_file(view, *file->second, out);
  }
  const auto folder = fixed.find("providers.file.directory");
  if (folder != fixed.end()) {
    for (const char* pattern : {"/*.yml", "/*.yaml", "/*.toml"}) {
      for (const std::string& path : view.matches(*folder->second + pattern)) {
        flatten_file(view, path, out);
      }
    }
  }
  return out;
}

/// The names that follow a prefix: routers, middlewares, entry points.
std::set<std::string> names_under(const Settings& settings, const std::string& prefix) {
  std::set<std::string> out;
  for (auto item = settings.lower_bound(prefix);
       item != settings.end() && item->first.starts_with(prefix); ++item) {
    const std::string rest = item->first.substr(prefix.size());
    out.insert(rest.substr(0, rest.find('.')));
  }
  return out;
}

bool has_under(const Settings& settings, const std::string& prefix) {
  const auto exact = settings.find(prefix);
  if (exact != settings.end()) {
    return exact->second.value != "false";
  }
  const auto below = settings.lower_bound(prefix + ".");
  return below != settings.end() && below->first.starts_with(prefix + ".");
}

std::string text_at(const Settings& settings, const std::string& key) {
  const auto found = settings.find(key);
  return found == settings.end() ? "" : found->second.value;
}

std::vector<std::string> names_in(const std::string& list) {
  std::vector<std::string> out;
  for (const std::string_view part : base::split(list, ',')) {
    const std::string_view name = base::trim(part.substr(0, part.find('@')));
    if (!name.empty()) {
      out.push_back(base::to_lower(name));
    }
  }
  return out;
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> header_options = {{
    {"framedeny", "X-Frame-Options"},
    {"customframeoptionsvalue", "X-Frame-Options"},
    {"contenttypenosniff", "X-Content-Type-Options"},
    {"referrerpolicy", "Referrer-Policy"},
    {"permissionspolicy", "Permissions-Policy"},
}};

void add_header_options(const Settings& settings, const std::string& prefix,
                        std::vector<model::HeaderSetting>& out) {
  const auto add = [&](const std::string& option, std::string name, std::string value) {
    const auto found = settings.find(prefix + option);
    if (found != settings.end() && !found->second.value.empty() && found->second.value != "false"
        && found->second.value != "0") {
      out.push_back({std::move(name), value.empty() ? found->second.value : std::move(value), true,
                     found->second.span});
    }
  };
  std::string policy = "max-age=" + text_at(settings, prefix + "stsseconds");
  policy +=
      text_at(settings, prefix + "stsincludesubdomains") == "true" ? "; includeSubDomains" : "";
  policy += text_at(settings, prefix + "stspreload") == "true" ? "; preload" : "";
  add("stsseconds", "Strict-Transport-Security", policy);
  add("contentsecuritypolicy", "Content-Security-Policy", "");
  for (const auto& [option, name] : header_options) {
    add(std::string(option), std::string(name),
        option == "framedeny"            ? "DENY"
        : option == "contenttypenosniff" ? "nosniff"
                                         : "");
  }
  add("accesscontrolalloworiginlist", "Access-Control-Allow-Origin", "");
  add("accesscontrolallowcredentials", "Access-Control-Allow-Credentials", "true");
  add("accesscontrolallowmethods", "Access-Control-Allow-Methods", "");
  add("accesscontrolallowheaders", "Access-Control-Allow-Headers", "");
  add("addvaryheader", "Vary", "Origin");
  for (const std::string& name : names_under(settings, prefix + "customresponseheaders.")) {
    add("customresponseheaders." + name, name, "");
  }
}

struct Effects {
  bool redirect = false;
  std::set<std::string> followed; ///< chains may name each other
};

void apply_middlewares(const Settings& settings, const std::vector<std::string>& names,
                       model::ProxyLocation& location, Effects& effects) {
  for (const std::string& name : names) {
    if (!effects.followed.insert(name).second) {
      continue;
    }
    const std::string prefix = "http.middlewares." + name + ".";
    add_header_options(settings, prefix + "headers.", location.headers);
    effects.redirect = effects.redirect || has_under(settings, prefix + "redirectscheme");
    const std::string average = text_at(settings, prefix + "ratelimit.average");
    if (!average.empty() && average != "0") {
      location.limits.push_back(
          {name, "", average, false, settings.at(prefix + "ratelimit.average").span});
    }
    apply_middlewares(settings, names_in(text_at(settings, prefix + "chain.middlewares")), location,
                      effects);
  }
}

int port_of(std::string_view address) {
  address = address.substr(0, address.find('/'));
  const std::string_view digits = address.substr(address.rfind(':') + 1);
  int port = 80;
  std::from_chars(digits.data(), digits.data() + digits.size(), port);
  return port;
}

/// A router as a location of an entry point; nothing when it is bound to others.
std::optional<model::ProxyLocation> router_on(const Settings& all, const std::string& router,
                                              const std::string& entry, bool& tls,
                                              Effects& effects) {
  const std::string prefix = "http.routers." + router + ".";
  const auto entries = names_in(text_at(all, prefix + "entrypoints"));
  if (!entries.empty() && std::find(entries.begin(), entries.end(), entry) == entries.end()) {
    return std::nullopt;
  }
  model::ProxyLocation location;
  location.path = text_at(all, prefix + "rule");
  location.upstream = text_at(all, "carrier." + router);
  location.upstream =
      location.upstream.empty() ? text_at(all, prefix + "service") : location.upstream;
  const auto first = all.lower_bound(prefix);
  location.span = first != all.end() ? first->second.span : model::Span{};
  tls = tls || has_under(all, prefix + "tls");
  effects.followed.clear();
  apply_middlewares(all, names_in(text_at(all, prefix + "middlewares")), location, effects);
  return location;
}

model::ProxyServer server_of(const Settings& fixed, const Settings& dynamic,
                             const std::string& entry) {
  const std::string prefix = "entrypoints." + entry + ".";
  model::ProxyServer server;
  server.names = {entry};
  const auto address = fixed.find(prefix + "address");
  const auto first = fixed.lower_bound(prefix);
  server.span = address != fixed.end() ? address->second.span
                : first != fixed.end() ? first->second.span
                                       : model::Span{};
  bool tls = has_under(fixed, prefix + "http.tls");
  const bool all_tls = tls;
  Effects effects;
  model::ProxyLocation own;
  own.span = server.span;
  apply_middlewares(dynamic, names_in(text_at(fixed, prefix + "http.middlewares")), own, effects);
  server.locations.push_back(own);
  const bool all_redirected =
      effects.redirect || has_under(fixed, prefix + "http.redirections.entrypoint");
  bool redirected = all_redirected;
  bool plain = false; // a router that answers plain HTTP by itself
  for (const std::string& router : names_under(dynamic, "http.routers.")) {
    bool own_tls = all_tls;
    effects.redirect = false;
    if (auto location = router_on(dynamic, router, entry, own_tls, effects)) {
      tls = tls || own_tls;
      redirected = redirected || effects.redirect;
      plain = plain || (!own_tls && !effects.redirect && !all_redirected);
      location->headers.insert(location->headers.end(), own.headers.begin(), own.headers.end());
      location->limits.insert(location->limits.end(), own.limits.begin(), own.limits.end());
      server.locations.push_back(*std::move(location));
    }
  }
  server.redirects_to_https = redirected && !plain;
  const int port = address != fixed.end() ? port_of(*address->second) : 80;
  const bool by_tls = tls && !server.redirects_to_https;
  server.listeners.push_back({"", port, by_tls, false, server.span});
  if (by_tls && plain) {
    // The same port answers both ways.
    server.listeners.push_back({"", port, false, false, server.span});
  }
  return server;
}

} // namespace

model::ProxyConfig read_traefik(const ContainerView& view, const model::Project& project,
                                const model::Service& service) {
  model::ProxyConfig config;
  config.kind = "traefik";
  config.service = service.name;
  config.file = service.name_span.file;
  const Settings fixed = static_settings(view, service, config.file);
  const Settings dynamic = dynamic_settings(view, project, fixed);
  std::set<std::string> entries = names_under(fixed, "entrypoints.");
  if (entries.empty()) {
    entries.insert("http");
  }
  for (const std::string& entry : entries) {
    config.servers.push_back(server_of(fixed, dynamic, entry));
    if (!config.servers.back().span.known()) {
      config.servers.back().span = service.name_span;
      for (model::ProxyListener& listener : config.servers.back().listeners) {
        listener.span = service.name_span;
      }
    }
  }
  return config;
}

} // namespace secaudit::project::proxy
