// SPDX-License-Identifier: Apache-2.0
#include "plugin/config_tree.hpp"

#include "project/compose/yaml_tree.hpp"

namespace secaudit::plugin {
namespace {

using model::Node;
using project::compose::YamlDocument;
using project::compose::YamlNode;

class Builder {
 public:
  Builder(const YamlDocument& document, const model::FileName& file)
      : document_(document), file_(file) {}

  Node build(std::uint32_t index) {
    const YamlNode& from = document_.nodes[index];
    Node node;
    node.span = span_of(from);
    switch (from.kind) {
    case YamlNode::Kind::alias:
      refuse(from, "aliases are not understood here: write the value out");
      break;
    case YamlNode::Kind::scalar:
      scalar(from, node);
      break;
    case YamlNode::Kind::sequence:
      node.kind = Node::Kind::sequence;
      for (const std::uint32_t child : from.children) {
        node.items.push_back(build(child));
      }
      break;
    case YamlNode::Kind::mapping:
      mapping(from, node);
      break;
    }
    return node;
  }

  const std::string& error() const { return error_; }

 private:
  model::Span span_of(const YamlNode& node) const { return {file_, node.begin, node.end}; }

  void refuse(const YamlNode& node, const std::string& why) {
    if (error_.empty()) {
      error_ = model::to_string(span_of(node)) + ": " + why;
    }
  }

  static void scalar(const YamlNode& from, Node& node) {
    node.text = from.text;
    if (!from.plain) {
      node.kind = Node::Kind::string;
    } else if (from.text.empty() || from.text == "~" || from.text == "null") {
      node.kind = Node::Kind::null;
    } else {
      const bool boolean = from.text == "true" || from.text == "false";
      node.kind = boolean ? Node::Kind::boolean : Node::Kind::string;
    }
  }

  void mapping(const YamlNode& from, Node& node) {
    node.kind = Node::Kind::mapping;
    for (std::size_t i = 0; i + 1 < from.children.size(); i += 2) {
      const YamlNode& key = document_.nodes[from.children[i]];
      if (key.kind != YamlNode::Kind::scalar) {
        refuse(key, "a key has to be a word");
      } else if (node.find(key.text) != nullptr) {
        refuse(key, "the key `" + key.text + "` is there twice");
      } else {
        node.members.push_back({key.text, span_of(key), build(from.children[i + 1])});
      }
    }
  }

  const YamlDocument& document_;
  const model::FileName& file_;
  std::string error_;
};

} // namespace

base::Result<model::Node> parse_config_tree(std::string_view text, const std::string& file) {
  const model::FileName name(file);
  const auto stream = project::compose::parse_yaml_stream(text, name);
  if (stream.error) {
    return base::fail(model::to_string(stream.error->span) + ": " + stream.error->message,
                      stream.error->hint);
  }
  if (stream.documents.empty() || stream.documents.front().nodes.empty()) {
    return Node{};
  }
  Builder builder(stream.documents.front(), name);
  Node root = builder.build(0);
  return builder.error().empty() ? base::Result<Node>(std::move(root))
                                 : base::fail(builder.error());
}

} // namespace secaudit::plugin
