// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/known.hpp"

#include "base/glob.hpp"
#include "base/text.hpp"
#include "rules/service_facts.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace secaudit::audit {
namespace {

bool keeps_nothing(const model::Service& service, const std::string& family) {
  static constexpr std::string_view caches[] = {"redis", "memcached", "valkey"};
  if (std::find(std::begin(caches), std::end(caches), family) == std::end(caches)) {
    return false;
  }
  const auto has_data = std::any_of(service.volumes.begin(), service.volumes.end(), [](auto& m) {
    return m.value.target == "/data" && m.value.type != "tmpfs";
  });
  const auto words = rules::words_of(service.name);
  const bool named_cache = std::find(words.begin(), words.end(), "cache") != words.end();
  if (!service.command) {
    return !has_data || named_cache;
  }
  const model::CommandLine& command = service.command->value;
  const std::string text = command.shell_text ? command.text : base::join(command.words, " ");
  if (base::contains(text, "--save ''") || base::contains(text, "--save \"\"")) {
    return !base::contains(text, "--appendonly yes");
  }
  const bool persists = base::contains(text, "--appendonly yes") || base::contains(text, "--save");
  return (!has_data || named_cache) && !persists;
}

constexpr std::uint32_t http_ports[] = {80, 443, 3000, 5000, 8000, 8080, 8443};

bool is_http_port(std::uint32_t port) {
  return std::find(std::begin(http_ports), std::end(http_ports), port) != std::end(http_ports);
}

bool image_exposes_http(const model::ImageUse* use) {
  if (use == nullptr || !use->image) {
    return false;
  }
  const auto& exposed = use->image->config.exposed_ports;
  return std::any_of(exposed.begin(), exposed.end(), [](const std::string& text) {
    return is_http_port(static_cast<std::uint32_t>(std::strtoul(text.c_str(), nullptr, 10)));
  });
}

/// Ports of mail, names, shells, queues, games and the like.
bool is_other_protocol(std::uint32_t port) {
  constexpr std::array<std::uint32_t, 44> ports = {
      20,   21,   22,   23,   25,   53,   110,  123,  143,   161,   389,   445,   465,   514,  587,
      636,  873,  993,  995,  1194, 1433, 1521, 1883, 2049,  2222,  3306,  3389,  4190,  5060, 5061,
      5222, 5269, 5432, 5671, 5672, 6379, 8883, 9092, 11211, 19132, 22000, 25565, 27017, 51820};
  return std::find(ports.begin(), ports.end(), port) != ports.end();
}

bool on_host_network(const model::Service& service) {
  return service.network_mode && service.network_mode->value == "host";
}

/// The port of the first URL in the health check; 0 when the URL names none, nothing without a URL.
std::optional<std::uint32_t> health_port(const model::Service& service) {
  if (!service.healthcheck) {
    return std::nullopt;
  }
  const std::string test = base::join(service.healthcheck->value.test, " ");
  const std::size_t scheme = test.find("://");
  if (scheme == std::string::npos || !base::contains(test, "http")) {
    return std::nullopt;
  }
  const std::size_t end = test.find_first_of("/ ?'\"", scheme + 3);
  const std::string host = test.substr(scheme + 3, end - scheme - 3);
  const std::size_t colon = host.rfind(':');
  return colon == std::string::npos
             ? 0U
             : static_cast<std::uint32_t>(std::strtoul(host.c_str() + colon + 1, nullptr, 10));
}

/// Web consoles of databases and brokers.
bool is_console_port(std::uint32_t port) {
  constexpr std::array<std::uint32_t, 5> ports = {7474, 8161, 9001, 15671, 15672};
  return std::find(ports.begin(), ports.end(), port) != ports.end();
}

bool may_speak_http(const model::Port& port) {
  return port.protocol != "udp" && !is_other_protocol(port.target);
}

/// A health check over HTTP says what its own port speaks, nothing of a published port for SSH.
bool speaks_http(const model::Service& service, const rules::Context& context) {
  const auto any_port = [&](const auto& test) {
    return std::any_of(service.ports.begin(), service.ports.end(),
                       [&](const auto& port) { return test(port.value); });
  };
  if (any_port([&](const model::Port& port) {
        return port.protocol != "udp"
               && (is_http_port(port.target) || rules::speaks_http(service, port, context));
      })) {
    return true;
  }
  const bool host = on_host_network(service);
  if (!host && !any_port(may_speak_http)) {
    return false;
  }
  if (const auto port = health_port(service);
      port && (host || *port == 0 || any_port([&](const model::Port& each) {
                 return each.target == *port;
               }))) {
    return true;
  }
  const model::StartCommand* start = context.subjects.start_command_of(service.name);
  return !rules::proxy_kind(service, context).empty()
         || (start != nullptr && !start->server.empty())
         || image_exposes_http(context.subjects.image_of(service.name));
}

bool has_console(const model::Service& service) {
  return std::any_of(service.ports.begin(), service.ports.end(),
                     [](const auto& port) { return is_console_port(port->target); });
}

} // namespace

Known::Known(const rules::Context& rule_context, const Policy& the_policy,
             const Judgement& the_judgement, std::string the_report_id,
             const std::vector<rules::Entry>& catalogue)
    : context(rule_context), subjects(rule_context.subjects), policy(the_policy),
      judgement(the_judgement), report_id(std::move(the_report_id)) {
  for (const rules::Entry& entry : catalogue) {
    for (const std::string_view item : entry.rule.items) {
      item_rules[std::string(item)].emplace_back(entry.rule.id);
    }
  }
  active =
      subjects.project ? rules::active_services(context) : std::vector<const model::Service*>{};
  for (const model::Service* service : active) {
    software.emplace(service->name, rules::software_of(*service, context));
    if (!rules::one_shot(*service, context)) {
      long_running.push_back(service);
    }
    const rules::DatastoreFamily* family = rules::datastore_of(*service, context);
    if (family != nullptr) {
      datastores.push_back(
          {service, family->family, family->title, keeps_nothing(*service, family->family)});
    }
    if (rules::exposure(*service, context) != rules::Exposure::none
        && (family == nullptr ? speaks_http(*service, context) : has_console(*service))) {
      http.push_back(service);
    }
  }
}

const std::vector<std::string>& Known::rules_of(std::string_view item) const {
  static const std::vector<std::string> none;
  const auto found = item_rules.find(item);
  return found == item_rules.end() ? none : found->second;
}

bool Known::project_unreadable() const {
  if (subjects.project && !subjects.project->services.empty()) {
    return false;
  }
  return std::any_of(subjects.gaps.begin(), subjects.gaps.end(),
                     [](const model::Gap& gap) { return gap.stage == "compose"; });
}

std::vector<const model::Service*> Known::running(const std::vector<std::string>& patterns) const {
  std::vector<const model::Service*> out;
  for (const model::Service* service : active) {
    const rules::ImageName& image = software.at(service->name);
    const bool matches = !image.path.empty()
                         && std::any_of(patterns.begin(), patterns.end(),
                                        [&](const auto& p) { return rules::image_is(image, p); });
    if (matches) {
      out.push_back(service);
    }
  }
  return out;
}

const model::Service* unknown_protocol(const Known& known) {
  for (const model::Service* service : known.long_running) {
    const bool store = std::any_of(known.datastores.begin(), known.datastores.end(),
                                   [&](const Datastore& each) { return each.service == service; });
    if (store) {
      continue;
    }
    const bool open =
        std::any_of(service->ports.begin(), service->ports.end(), [&](const auto& port) {
          return may_speak_http(port.value)
                 && rules::exposure(port.value, *service, known.context)
                        > rules::Exposure::loopback;
        });
    if (open || on_host_network(*service)) {
      return service;
    }
  }
  return nullptr;
}

const model::Sourced<model::Port>* web_port(const Known& known, const model::Service& service) {
  const model::Sourced<model::Port>* first = nullptr;
  for (const auto& port : service.ports) {
    if (is_console_port(port->target) || rules::speaks_http(service, port.value, known.context)) {
      return &port;
    }
    first = first == nullptr && may_speak_http(port.value) ? &port : first;
  }
  return first;
}

bool is_read(const Known& known, const std::string& service) {
  return std::any_of(known.subjects.proxies.begin(), known.subjects.proxies.end(),
                     [&](const model::ProxyConfig& proxy) {
                       return proxy.service == service && !proxy.servers.empty();
                     });
}

std::string unseen_proxy(const Known& known) {
  for (const model::Service* service : known.http) {
    const bool missing = std::any_of(
        known.subjects.gaps.begin(), known.subjects.gaps.end(),
        [&](const model::Gap& gap) { return gap.stage == "proxy" && gap.what == service->name; });
    if (missing && !is_read(known, service->name)) {
      return service->name;
    }
  }
  return {};
}

bool only_loopback(const Known& known) {
  return !known.http.empty()
         && std::all_of(known.http.begin(), known.http.end(), [&](const model::Service* service) {
              return rules::exposure(*service, known.context) == rules::Exposure::loopback;
            });
}

std::string listed(const std::vector<std::string>& names, std::size_t most) {
  std::vector<std::string> shown(
      names.begin(), names.begin() + static_cast<std::ptrdiff_t>(std::min(most, names.size())));
  std::string text = base::join(shown, ", ");
  if (names.size() > most) {
    text += " and " + std::to_string(names.size() - most) + " more";
  }
  return text;
}

std::string names_of(const std::vector<const model::Service*>& services, std::size_t most) {
  std::vector<std::string> names;
  for (const model::Service* service : services) {
    names.push_back(service->name);
  }
  return listed(names, most);
}

std::string counted(std::size_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

bool mounts(const model::Service& service, std::string_view path) {
  return std::any_of(service.volumes.begin(), service.volumes.end(), [&](const auto& mount) {
    const std::string source = base::clean_path(mount.value.source_written);
    return mount.value.type == "bind" && !source.empty()
           && (source == path || source == "."
               || (path.starts_with(source) && path.substr(source.size()).starts_with('/')));
  });
}

std::string command_of(const model::Service& service) {
  std::string text;
  for (const auto* line : {&service.entrypoint, &service.command}) {
    if (*line) {
      const model::CommandLine& value = (*line)->value;
      text += (value.shell_text ? value.text : base::join(value.words, " ")) + "\n";
    }
  }
  return text;
}

bool demanded(const Known& known, const model::Service& service, std::string_view path) {
  const std::string where = "services." + service.name + "." + std::string(path);
  const auto& diagnostics = known.subjects.project->diagnostics;
  return std::any_of(diagnostics.begin(), diagnostics.end(), [&](const auto& each) {
    return !each.demanded_variable.empty() && each.value_path.starts_with(where);
  });
}

bool needs_tree(const Known& known, Grounds& grounds) {
  if (known.subjects.scope == model::Subjects::Scope::image) {
    grounds.inapplicable = Ground{"one image only", "", {}, ""};
  } else if (!known.subjects.tree) {
    grounds.unreadable = Ground{"the project's documents were not read", "", {}, ""};
  }
  return !grounds.inapplicable && !grounds.unreadable;
}

bool needs_project(const Known& known, Grounds& grounds) {
  if (known.has_project() && !known.project_unreadable()) {
    return true;
  }
  if (known.subjects.scope == model::Subjects::Scope::image) {
    grounds.inapplicable =
        Ground{"one image only", "This run looked at one image, not at a project.", {}, ""};
  } else {
    grounds.unreadable = Ground{"no compose project was read",
                                "",
                                {},
                                "run docker secaudit compose in the project's folder"};
  }
  return false;
}

model::Evidence place_of_service(const model::Service& service) {
  if (service.image && service.image->span.known()) {
    return rules::at(service.image->span, "image: " + service.image->value);
  }
  if (service.build && service.build->span.known()) {
    return rules::at(service.build->span, service.name + ": build");
  }
  return rules::at(service.name_span, service.name + ":");
}

model::Evidence in_file(const model::FileName& file, int line, std::string excerpt) {
  model::Span span;
  span.file = file;
  span.begin = {line, line > 0 ? 1 : 0};
  span.end = span.begin;
  return rules::at(span, std::move(excerpt));
}

} // namespace secaudit::audit
