// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace secaudit::rules {
namespace {

constexpr std::array<std::uint32_t, 17> http_ports = {80,   81,   3000, 3001, 4000, 4200,
                                                      5000, 5173, 5601, 8000, 8001, 8008,
                                                      8080, 8081, 8088, 8888, 9000};
std::uint32_t number(std::string_view text) {
  std::uint32_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

bool is_loopback(std::string_view ip) {
  return ip.starts_with("127.") || ip == "::1" || ip == "[::1]" || ip == "localhost";
}

/// A network can bind plain ports to an address of its own choice (trap 16 of rules/compose.md).
std::string binding_of_networks(const model::Service& service, const Context& context) {
  if (!context.subjects.project) {
    return {};
  }
  std::string binding;
  for (const auto& name : service.networks) {
    const model::Network* network = context.subjects.project->network(*name);
    const model::Node* options = network == nullptr ? nullptr : network->node.find("driver_opts");
    const model::Node* ip =
        options == nullptr ? nullptr : options->find("com.docker.network.bridge.host_binding_ipv4");
    if (ip == nullptr || !is_loopback(ip->text)) {
      return {};
    }
    binding = ip->text;
  }
  return binding;
}

} // namespace

Exposure exposure(const model::Port& port, const model::Service& service, const Context& context) {
  if (service.network_mode && service.network_mode->value == "none") {
    return Exposure::none;
  }
  if (port.loopback() || is_loopback(port.host_ip)) {
    return Exposure::loopback;
  }
  if (port.host_ip.empty() && !binding_of_networks(service, context).empty()) {
    return Exposure::loopback;
  }
  const bool all = port.host_ip.empty() || port.host_ip == "0.0.0.0" || port.host_ip == "::"
                   || port.host_ip == "[::]" || port.host_ip == "*";
  return all ? Exposure::everyone : Exposure::one_address;
}

Exposure exposure(const model::Service& service, const Context& context) {
  if (service.network_mode && service.network_mode->value == "host") {
    return Exposure::everyone;
  }
  Exposure widest = Exposure::none;
  for (const auto& port : service.ports) {
    widest = std::max(widest, exposure(*port, service, context));
  }
  return widest;
}

bool speaks_http(const model::Service& service, const model::Port& port, const Context& context) {
  if (port.protocol == "udp" || datastore_of(service, context) != nullptr) {
    return false;
  }
  const bool by_port =
      std::find(http_ports.begin(), http_ports.end(), port.target) != http_ports.end();
  const ImageName image = software_of(service, context);
  const bool other_trade =
      any_of(service_images().published_on_purpose, image) && port.target != 80;
  return by_port && !other_trade;
}

PortRange published_range(const model::Port& port) {
  const std::size_t dash = port.published.find('-');
  PortRange range;
  range.first = number(port.published.substr(0, dash));
  range.last = dash == std::string::npos ? range.first : number(port.published.substr(dash + 1));
  return range;
}

std::string written(const model::Port& port) {
  std::string text = port.host_ip.empty() ? "" : port.host_ip + ":";
  if (!port.published.empty()) {
    text += port.published + ":";
  } else if (!port.host_ip.empty()) {
    text += ":";
  }
  text += std::to_string(port.target);
  return port.protocol == "tcp" || port.protocol.empty() ? text : text + "/" + port.protocol;
}

} // namespace secaudit::rules
