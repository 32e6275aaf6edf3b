// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "base/unicode.hpp"
#include "project/compose/short_forms.hpp"

#include <algorithm>
#include <array>

namespace secaudit::project::compose {
namespace {

constexpr std::array<std::string_view, 6> propagations{"rprivate", "private", "rshared",
                                                       "shared",   "rslave",  "slave"};

bool is_letter(std::string_view text) {
  if (text.empty()) {
    return false;
  }
  const base::Decoded c = base::decode_utf8(text);
  const bool ascii = (text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z');
  return c.length == text.size() && (ascii || c.code_point > 0xBF);
}

struct Parts {
  std::vector<std::string> fields;
  std::string error;
};

/// Splits at colons, but not behind a single letter, which is taken for a Windows drive.
Parts split_mount(std::string_view text) {
  Parts out;
  std::string field;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const bool end = i == text.size();
    if (!end && (text[i] != ':' || is_letter(field))) {
      field += text[i];
      continue;
    }
    if (field.empty()) {
      out.error = "an empty part between colons";
    } else if (out.fields.size() == 2 && !end) {
      out.error = "too many colons";
    }
    out.fields.push_back(std::move(field));
    field.clear();
  }
  return out;
}

bool is_host_path(std::string_view source) {
  if (source.starts_with('.') || source.starts_with('/') || source.starts_with('~')
      || source.starts_with("\\\\")) {
    return true;
  }
  const std::size_t colon = source.find(':');
  return colon != std::string_view::npos && is_letter(source.substr(0, colon));
}

Node& part(Node& mount, const Node& written, const std::string& name) {
  if (Node* there = mount.find(name)) {
    return *there;
  }
  return set_member(mount, name, defaulted(written, Node::Kind::mapping));
}

void take_options(Node& mount, const Node& written, std::string_view options) {
  for (const std::string_view option : base::split(options, ',')) {
    if (option == "ro" || option == "rw") {
      set_member(mount, "read_only",
                 scalar_from(written, Node::Kind::boolean, option == "ro" ? "true" : "false"));
    } else if (option == "nocopy") {
      set_member(part(mount, written, "volume"), "nocopy",
                 scalar_from(written, Node::Kind::boolean, "true"));
    } else if (option == "z" || option == "Z") {
      set_member(part(mount, written, "bind"), "selinux", text_from(written, std::string(option)));
    } else if (std::find(propagations.begin(), propagations.end(), option) != propagations.end()) {
      set_member(part(mount, written, "bind"), "propagation",
                 text_from(written, std::string(option)));
    }
  }
}

} // namespace

base::Result<Node> long_mount(const Node& written) {
  const std::string& text = written.text;
  if (text.empty()) {
    return base::fail("an empty volume", "write [SOURCE:]TARGET[:OPTIONS]");
  }
  Node out = container_from(written, Node::Kind::mapping);
  out.text = text;
  // Compose reads up to two characters as a target, whatever they are.
  Parts parts;
  if (text.size() > 2) {
    parts = split_mount(text);
  } else {
    parts.fields.push_back(text);
  }
  if (!parts.error.empty()) {
    return base::fail("volume \"" + text + "\": " + parts.error,
                      "write [SOURCE:]TARGET[:OPTIONS]; an empty variable leaves an empty part");
  }
  const bool has_source = parts.fields.size() > 1;
  const std::string source = has_source ? parts.fields[0] : std::string();
  const bool bind = is_host_path(source);
  set_member(out, "type", text_from(written, bind ? "bind" : "volume"));
  if (has_source) {
    Node& node = set_member(out, "source", text_from(written, source));
    node.raw = source;
  }
  set_member(out, "target", text_from(written, parts.fields[has_source ? 1 : 0]));
  if (parts.fields.size() > 2) {
    take_options(out, written, parts.fields[2]);
  }
  if (bind) {
    set_member(part(out, written, "bind"), "create_host_path",
               defaulted(written, Node::Kind::boolean, "true"));
  } else if (text.size() > 2) {
    part(out, written, "volume");
  }
  return out;
}

std::string short_mount_target(const std::string& text) {
  if (text.size() <= 2) {
    return text;
  }
  const Parts parts = split_mount(text);
  return parts.fields[parts.fields.size() > 1 ? 1 : 0];
}

base::Result<Node> long_device(const Node& written) {
  const auto parts = base::split(written.text, ':');
  if (parts.size() > 3) {
    return base::fail("device \"" + written.text + "\" with more than three parts",
                      "write SOURCE[:TARGET[:PERMISSIONS]] or the long form");
  }
  const auto field = [&](std::size_t i, std::string_view absent) {
    const bool given = i < parts.size() && !parts[i].empty();
    return given ? text_from(written, std::string(parts[i]))
                 : defaulted(written, Node::Kind::string, std::string(absent));
  };
  Node out = container_from(written, Node::Kind::mapping);
  out.text = written.text;
  set_member(out, "source", text_from(written, std::string(parts[0])));
  set_member(out, "target", field(1, parts[0]));
  set_member(out, "permissions", field(2, "rwm"));
  return out;
}

} // namespace secaudit::project::compose
