// SPDX-License-Identifier: Apache-2.0
#include "project/compose/inspect.hpp"

#include "base/json_writer.hpp"

#include <algorithm>

namespace secaudit::project::compose {
namespace {

using model::Node;

void write_scalar(base::JsonWriter& out, const Node& node) {
  switch (node.kind) {
  case Node::Kind::null:
    out.null();
    break;
  case Node::Kind::boolean:
  case Node::Kind::integer:
    out.raw(node.text);
    break;
  case Node::Kind::real:
    // JSON has no word for infinity and what is no number.
    if (node.text.find_first_of("IN") != std::string::npos) {
      out.value(node.text);
    } else {
      out.raw(node.text);
    }
    break;
  default:
    out.value(node.text);
  }
}

void write_origin(base::JsonWriter& out, const model::Origin& origin) {
  out.begin_object()
      .member("via", model::to_string(origin.via))
      .member("at", model::to_string(origin.span));
  if (!origin.note.empty()) {
    out.member("note", origin.note);
  }
  out.end_object();
}

void write_with_origins(base::JsonWriter& out, const Node& node) {
  out.begin_object().key("value");
  write_scalar(out, node);
  out.member("via", model::to_string(node.via)).member("at", model::to_string(node.span));
  if (!node.origins.empty()) {
    out.key("origins").begin_array();
    for (const model::Origin& origin : node.origins) {
      write_origin(out, origin);
    }
    out.end_array();
  }
  out.end_object();
}

void write(base::JsonWriter& out, const Node& node, bool origins) {
  if (node.is_sequence()) {
    out.begin_array();
    for (const Node& item : node.items) {
      write(out, item, origins);
    }
    out.end_array();
  } else if (node.is_mapping()) {
    std::vector<const Node::Member*> members;
    members.reserve(node.members.size());
    for (const Node::Member& member : node.members) {
      members.push_back(&member);
    }
    std::sort(members.begin(), members.end(),
              [](const Node::Member* a, const Node::Member* b) { return a->key < b->key; });
    out.begin_object();
    for (const Node::Member* member : members) {
      out.key(member->key);
      write(out, member->value, origins);
    }
    out.end_object();
  } else if (origins) {
    write_with_origins(out, node);
  } else {
    write_scalar(out, node);
  }
}

} // namespace

std::string inspect_json(const model::Project& project, bool origins) {
  base::JsonWriter out;
  write(out, project.model, origins);
  return out.take();
}

} // namespace secaudit::project::compose
