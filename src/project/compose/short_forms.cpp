// SPDX-License-Identifier: Apache-2.0
// The short forms of ports and mounts.
#include "base/text.hpp"
#include "project/compose/canonical.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace secaudit::project::compose {
namespace {

using model::Node;
using Kind = model::Node::Kind;

constexpr unsigned most_ports = 65535;
constexpr unsigned most_expanded = 4096;

struct Range {
  unsigned first = 0;
  unsigned last = 0;
  unsigned size() const { return last - first + 1; }
};

std::optional<unsigned> port_number(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole && value <= most_ports ? std::optional(value) : std::nullopt;
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

Node port_node(const Node& like, std::string_view ip, const std::string& published, unsigned target,
               std::string_view protocol) {
  Node node;
  node.kind = Kind::mapping;
  node.text = like.text;
  node.raw = like.raw;
  node.span = like.span;
  node.via = like.via;
  node.origins = like.origins;
  put(node, "mode", Kind::string, "ingress", like);
  if (!ip.empty()) {
    put(node, "host_ip", Kind::string, std::string(ip), like);
  }
  put(node, "target", Kind::integer, std::to_string(target), like);
  if (!published.empty()) {
    put(node, "published", Kind::string, published, like);
  }
  put(node, "protocol", Kind::string, std::string(protocol), like);
  return node;
}

/// Takes `host_ip:` off the front: an address in brackets, or what stands before the last two
/// parts.
std::string_view take_ip(std::string_view& rest) {
  if (rest.starts_with('[')) {
    const std::size_t close = rest.find("]:");
    if (close == std::string_view::npos) {
      return {};
    }
    const std::string_view ip = rest.substr(1, close - 1);
    rest.remove_prefix(close + 2);
    return ip;
  }
  const std::size_t last = rest.rfind(':');
  const std::size_t before =
      last == std::string_view::npos || last == 0 ? last : rest.rfind(':', last - 1);
  if (before == std::string_view::npos || before == last) {
    return {};
  }
  const std::string_view ip = rest.substr(0, before);
  rest.remove_prefix(before + 1);
  return ip;
}

bool is_windows_path(std::string_view text) {
  const bool letter =
      !text.empty() && ((text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z'));
  return letter && text.size() > 2 && text[1] == ':' && (text[2] == '\\' || text[2] == '/');
}

/// The parts of `source:target:mode`; the colon behind a drive letter does not separate.
std::vector<std::string> mount_parts(std::string_view text) {
  std::vector<std::string> parts;
  std::string current;
  while (!text.empty()) {
    if (current.empty() && is_windows_path(text)) {
      current = std::string(text.substr(0, 2));
      text.remove_prefix(2);
    } else if (text[0] == ':') {
      parts.push_back(std::move(current));
      current.clear();
      text.remove_prefix(1);
    } else {
      current += text[0];
      text.remove_prefix(1);
    }
  }
  parts.push_back(std::move(current));
  return parts;
}

bool is_host_path(std::string_view source) {
  return source.starts_with('.') || source.starts_with('/') || source.starts_with('~')
         || is_windows_path(source);
}

void read_options(Node& node, const std::string& mode, const Node& like) {
  for (const std::string_view option : base::split(mode, ',')) {
    if (option == "ro") {
      put(node, "read_only", Kind::boolean, "true", like);
    } else if (option == "private" || option == "rprivate" || option == "shared"
               || option == "rshared" || option == "slave" || option == "rslave") {
      put(node, "propagation", Kind::string, std::string(option), like);
    }
  }
  if (!mode.empty()) {
    put(node, "x-mode", Kind::string, mode, like);
  }
}

} // namespace

std::vector<Node> long_ports(const Node& written) {
  std::string_view rest = base::trim(written.text);
  std::string_view protocol = "tcp";
  const std::size_t slash = rest.rfind('/');
  if (slash != std::string_view::npos) {
    protocol = rest.substr(slash + 1);
    rest = rest.substr(0, slash);
  }
  const std::string_view ip = take_ip(rest);
  const std::size_t colon = rest.rfind(':');
  const std::string_view host =
      colon == std::string_view::npos ? std::string_view{} : rest.substr(0, colon);
  const auto target = port_range(colon == std::string_view::npos ? rest : rest.substr(colon + 1));
  const auto published = host.empty() ? std::optional(Range{}) : port_range(host);
  if (!target || !published || target->size() > most_expanded) {
    return {};
  }
  const bool paired = !host.empty() && published->size() == target->size();
  if (!host.empty() && !paired && target->size() != 1) {
    return {};
  }
  std::vector<Node> result;
  for (unsigned i = 0; i < target->size(); ++i) {
    const std::string port = host.empty() ? ""
                             : paired     ? std::to_string(published->first + i)
                                          : std::string(host);
    result.push_back(port_node(written, ip, port, target->first + i, protocol));
  }
  return result;
}

Node long_mount(const Node& written, const PathBase& base) {
  const std::vector<std::string> parts = mount_parts(written.text);
  Node node;
  node.kind = Kind::mapping;
  node.text = written.text;
  node.raw = written.raw;
  node.span = written.span;
  node.via = written.via;
  node.origins = written.origins;
  if (parts.size() == 1) {
    put(node, "type", Kind::string, "volume", written);
    put(node, "target", Kind::string, parts[0], written);
    return node;
  }
  const bool bind = is_host_path(parts[0]);
  put(node, "type", Kind::string, bind ? "bind" : "volume", written);
  put(node, "source", Kind::string, bind ? absolute_path(parts[0], base) : parts[0], written);
  node.find("source")->raw = parts[0];
  put(node, "target", Kind::string, parts[1], written);
  read_options(node, parts.size() > 2 ? parts[2] : std::string(), written);
  return node;
}

} // namespace secaudit::project::compose
