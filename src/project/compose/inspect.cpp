// SPDX-License-Identifier: Apache-2.0
#include "project/compose/inspect.hpp"

#include "base/json_writer.hpp"

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
  case Node::Kind::real:
    out.raw(node.text);
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

void write(base::JsonWriter& out, const Node& node, bool origins) {
  if (node.is_sequence()) {
    out.begin_array();
    for (const Node& item : node.items) {
      write(out, item, origins);
    }
    out.end_array();
    return;
  }
  if (node.is_mapping()) {
    out.begin_object();
    for (const Node::Member& member : node.members) {
      out.key(member.key);
      write(out, member.value, origins);
    }
    out.end_object();
    return;
  }
  if (!origins) {
    write_scalar(out, node);
    return;
  }
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

} // namespace

std::string inspect_json(const model::Project& project, bool origins) {
  base::JsonWriter out;
  out.begin_object().member("name", project.name).key("files").begin_array();
  for (const model::FileName& file : project.files) {
    out.value(file.str());
  }
  out.end_array().key("model");
  write(out, project.model, origins);
  out.key("diagnostics").begin_array();
  for (const model::Diagnostic& diagnostic : project.diagnostics) {
    out.begin_object()
        .member("at", model::to_string(diagnostic.span))
        .member("message", diagnostic.message);
    out.member("hint", diagnostic.hint).end_object();
  }
  return out.end_array().end_object().take();
}

} // namespace secaudit::project::compose
