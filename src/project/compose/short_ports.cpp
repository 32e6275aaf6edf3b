// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "project/compose/addresses.hpp"
#include "project/compose/short_forms.hpp"

#include <array>
#include <charconv>

namespace secaudit::project::compose {
namespace {

struct Range {
  unsigned first = 0;
  unsigned last = 0;
  unsigned size() const { return last - first + 1; }
};

struct Parts {
  std::string ip;
  std::string host;
  std::string container;
};

std::optional<unsigned> port_number(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value > 65535) {
    return std::nullopt;
  }
  return value;
}

std::optional<Range> port_range(std::string_view text) {
  const std::size_t dash = text.find('-');
  const auto first = port_number(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : port_number(text.substr(dash + 1));
  if (!first || !last || *last < *first) {
    return std::nullopt;
  }
  return Range{*first, *last};
}

/// [ip:][host:]container; everything in front of the last two parts is the address.
Parts split_parts(std::string_view text) {
  const auto parts = base::split(text, ':');
  const std::size_t n = parts.size();
  Parts out;
  out.container = std::string(parts[n - 1]);
  if (n > 1) {
    out.host = std::string(parts[n - 2]);
  }
  if (n > 2) {
    const std::size_t tail = out.container.size() + out.host.size() + 2;
    out.ip = std::string(text.substr(0, text.size() - tail));
  }
  return out;
}

Node entry(const Node& written, const Parts& parts, const std::string& published, unsigned target,
           const std::string& protocol) {
  Node node = container_from(written, Node::Kind::mapping);
  node.text = written.text;
  set_member(node, "mode", defaulted(written, Node::Kind::string, "ingress"));
  if (!parts.ip.empty()) {
    set_member(node, "host_ip", text_from(written, parts.ip));
  }
  set_member(node, "target", scalar_from(written, Node::Kind::integer, std::to_string(target)));
  if (!published.empty()) {
    set_member(node, "published", text_from(written, published));
  }
  set_member(node, "protocol",
             written.text.find('/') == std::string::npos
                 ? defaulted(written, Node::Kind::string, protocol)
                 : text_from(written, protocol));
  return node;
}

bool known_protocol(std::string_view protocol) {
  return protocol == "tcp" || protocol == "udp" || protocol == "sctp";
}

} // namespace

base::Result<std::vector<Node>> long_ports(const Node& written) {
  const std::string help = "write [IP:][HOST:]CONTAINER[/PROTOCOL]";
  const std::string what = "port \"" + written.text + "\": ";
  std::string_view text = written.text;
  const std::size_t slash = text.find('/');
  std::string protocol = "tcp";
  if (slash != std::string_view::npos) {
    protocol = std::string(text.substr(slash + 1));
    text = text.substr(0, slash);
    protocol = protocol.empty() ? "tcp" : base::to_lower(protocol);
  }
  Parts parts = split_parts(text);
  if (parts.container.empty()) {
    return base::fail(what + "no container port", help);
  }
  const bool bracketed = parts.ip.starts_with('[') && parts.ip.ends_with(']');
  if (bracketed) {
    parts.ip = parts.ip.substr(1, parts.ip.size() - 2);
  } else if (parts.ip.find(':') != std::string::npos) {
    return base::fail(what + "an IPv6 address without brackets", "write [ADDRESS]:HOST:CONTAINER");
  }
  if (!parts.ip.empty() && !is_ip_address(parts.ip)) {
    return base::fail(what + "\"" + parts.ip + "\" is no IP address", help);
  }
  const auto target = port_range(parts.container);
  const auto host = parts.host.empty() ? std::optional(Range{}) : port_range(parts.host);
  if (!target || !host) {
    return base::fail(what + "ports are numbers from 0 to 65535 or ranges of them", help);
  }
  if (!known_protocol(protocol)) {
    return base::fail(what + "unknown protocol \"" + protocol + "\"", "use tcp, udp or sctp");
  }
  const bool given = !parts.host.empty();
  const bool pool = given && target->size() == 1 && host->size() != 1;
  if (given && !pool && host->size() != target->size()) {
    return base::fail(what + "ranges of different length", help);
  }
  std::vector<Node> out;
  for (unsigned i = 0; i < target->size(); ++i) {
    const std::string published = !given ? std::string()
                                  : pool ? parts.host
                                         : std::to_string(host->first + i);
    out.push_back(entry(written, parts, published, target->first + i, protocol));
  }
  return out;
}

} // namespace secaudit::project::compose
