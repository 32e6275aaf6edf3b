// SPDX-License-Identifier: Apache-2.0
#include "project/compose/decode_values.hpp"

#include "base/text.hpp"
#include "project/compose/merge.hpp"
#include "project/compose/short_forms.hpp"
#include "project/compose/units.hpp"
#include "project/compose/yaml_scalar.hpp"

#include <algorithm>
#include <unordered_map>

namespace secaudit::project::compose {
namespace {

using Kind = Node::Kind;

tl::unexpected<base::Error> wrong(const Node& node, const std::string& wanted) {
  return base::fail("\"" + node.text + "\" where " + wanted + " is expected",
                    "write " + wanted + " there instead of \"" + node.text + "\"");
}

std::string octal(std::int64_t value) {
  std::string digits;
  const bool negative = value < 0;
  for (auto rest = static_cast<std::uint64_t>(negative ? -value : value); rest > 0; rest /= 8) {
    digits.insert(digits.begin(), static_cast<char>('0' + rest % 8));
  }
  return "0" + std::string(negative ? "-" : "") + (digits.empty() ? "0" : digits);
}

} // namespace

base::Status to_integer(Node& node) {
  if (node.kind == Kind::real) {
    const auto value = parse_number(node.text);
    if (!value) {
      return wrong(node, "a whole number");
    }
    node.text = std::to_string(static_cast<std::int64_t>(*value));
  } else if (node.is_string()) {
    const auto value = parse_integer(node.text);
    if (!value) {
      return wrong(node, "a whole number");
    }
    node.text = std::to_string(*value);
  }
  node.kind = Kind::integer;
  return {};
}

base::Status to_real(Node& node) {
  const auto value = parse_number(node.text);
  if (!value) {
    return wrong(node, "a number");
  }
  node.text = number_text(*value);
  node.kind = node.text.find_first_of(".e") == std::string::npos ? Kind::integer : Kind::real;
  return {};
}

base::Status to_flag(Node& node) {
  if (node.kind == Kind::boolean) {
    return {};
  }
  const std::string word = base::to_lower(node.text);
  const bool yes = word == "true" || word == "1" || word == "t";
  if (!yes && word != "false" && word != "0" && word != "f" && !word.empty()) {
    return wrong(node, "true or false");
  }
  node.kind = Kind::boolean;
  node.text = yes ? "true" : "false";
  return {};
}

base::Status to_bytes(Node& node) {
  if (node.is_string()) {
    const auto bytes = parse_bytes(node.text);
    if (!bytes) {
      return wrong(node, "a size such as 512m or 1.5g");
    }
    node.raw = node.raw.empty() ? node.text : node.raw;
    node.text = std::to_string(*bytes);
  } else if (node.kind == Kind::real) {
    // Compose loses a size that YAML reads as a fraction.
    node.text = "0";
  }
  node.kind = Kind::string;
  return {};
}

base::Status to_duration(Node& node) {
  const auto value = parse_duration(node.text);
  if (!value) {
    return wrong(node, "a duration with its unit, such as 30s or 1m30s,");
  }
  node.raw = node.raw.empty() ? node.text : node.raw;
  node.text = duration_text(*value);
  return {};
}

base::Status to_file_mode(Node& node) {
  const auto value = node.is_string() ? parse_integer(node.text, 8) : parse_integer(node.text);
  if (!value) {
    return wrong(node, "a file mode in octal");
  }
  node.kind = Kind::string;
  node.text = octal(*value);
  return {};
}

base::Status to_command(Node& node) {
  if (!node.is_string()) {
    return {};
  }
  const auto words = shell_words(node.text);
  if (!words) {
    return base::fail("a command with an open quote, a trailing backslash or an unquoted `(`",
                      "quote it, or write the command as a list");
  }
  Node list = container_from(node, Kind::sequence);
  list.text = node.text;
  for (const std::string& word : *words) {
    list.items.push_back(text_from(node, word));
  }
  node = std::move(list);
  return {};
}

base::Status to_host_list(Node& node) {
  Node out = container_from(node, Kind::sequence);
  const Node list = as_list(node);
  for (const Node& item : list.items) {
    std::size_t at = item.text.find('=');
    if (at == std::string::npos) {
      at = item.text.find(':');
    }
    if (at == std::string::npos) {
      return base::fail("host \"" + item.text + "\" without an address", "write NAME=ADDRESS");
    }
    const std::string name = item.text.substr(0, at);
    if (name.empty()) {
      return base::fail("an address without a host name", "write NAME=ADDRESS");
    }
    for (std::string_view address : base::split(std::string_view(item.text).substr(at + 1), ',')) {
      if (address.starts_with('[') && address.ends_with(']')) {
        address = address.substr(1, address.size() - 2);
      }
      out.items.push_back(text_from(item, name + "=" + std::string(address)));
    }
  }
  std::stable_sort(out.items.begin(), out.items.end(), [](const Node& a, const Node& b) {
    return a.text.substr(0, a.text.find('=')) < b.text.substr(0, b.text.find('='));
  });
  node = std::move(out);
  return {};
}

base::Status to_device_count(Node& node) {
  if (node.is_string() && base::to_lower(node.text) == "all") {
    node.kind = Kind::integer;
    node.text = "-1";
    return {};
  }
  return to_integer(node);
}

base::Status to_mapping(Node& node, bool keep_null) {
  Node out = container_from(node, Kind::mapping);
  const auto blank = [&](Node& value) {
    if (value.is_null()) {
      value.kind = keep_null ? Kind::null : Kind::string;
      value.text.clear();
    } else {
      value.kind = Kind::string;
    }
  };
  std::unordered_map<std::string, std::size_t> seen;
  for (Node& item : node.items) {
    const std::size_t at = item.text.find('=');
    if (keep_null && at != std::string::npos && at > 0 && item.text[at - 1] == ' ') {
      return base::fail("variable \"" + item.text.substr(0, at) + "\" with a blank behind its name",
                        "remove the blank");
    }
    Node value = item;
    value.kind = at == std::string::npos ? Kind::null : Kind::string;
    value.text = at == std::string::npos ? std::string() : item.text.substr(at + 1);
    const std::size_t raw_at = item.raw.find('=');
    value.raw = raw_at == std::string::npos ? std::string() : item.raw.substr(raw_at + 1);
    blank(value);
    const auto [index, added] = seen.try_emplace(item.text.substr(0, at), out.members.size());
    if (added) {
      out.members.push_back({index->first, item.span, std::move(value)});
    } else {
      out.members[index->second].value = std::move(value);
    }
  }
  for (Node::Member& member : node.members) {
    blank(member.value);
    out.members.push_back(std::move(member));
  }
  node = std::move(out);
  return {};
}

base::Status to_identities(Node& node) {
  node = as_list(node);
  for (Node& item : node.items) {
    if (item.text.ends_with('=')) {
      item.text.pop_back();
    }
  }
  return {};
}

base::Status to_option(Node& node) {
  node = as_list(node);
  for (Node& item : node.items) {
    item.kind = Kind::string;
  }
  return {};
}

} // namespace secaudit::project::compose
