// SPDX-License-Identifier: Apache-2.0
#include "project/compose/yaml_build.hpp"

#include "base/limits.hpp"
#include "project/compose/base64.hpp"
#include "project/compose/yaml_scalar.hpp"

#include <algorithm>
#include <unordered_map>

namespace secaudit::project::compose {
namespace {

using model::Node;

constexpr std::string_view core = "tag:yaml.org,2002:";

std::string short_tag(const std::string& tag) {
  return tag.starts_with(core) ? "!!" + tag.substr(core.size()) : tag;
}

class Builder {
 public:
  Builder(const YamlDocument& document, const model::FileName& file)
      : nodes_(document.nodes), file_(file), active_(document.nodes.size(), false) {}

  BuiltYaml run() {
    if (!nodes_.empty()) {
      value(0, out_.root);
    }
    return std::move(out_);
  }

 private:
  model::Span span(const YamlNode& node) const { return {file_, node.begin, node.end}; }

  void fail(const YamlNode& at, std::string message, std::string hint) {
    if (out_.errors.size() < 100) {
      out_.errors.push_back({span(at), std::move(message), std::move(hint), true});
    }
  }

  /// False when there is no value at that place: `!reset`, or an error.
  bool value(std::uint32_t index, Node& out) {
    const YamlNode& node = nodes_[index];
    if (node.kind == YamlNode::Kind::alias) {
      return alias(node, out);
    }
    if (aliases_ > 0 && ++expanded_ > limits::yaml_alias_expansion) {
      if (expanded_ == limits::yaml_alias_expansion + 1) {
        fail(node,
             "aliases that expand to more than " + std::to_string(limits::yaml_alias_expansion)
                 + " values",
             "reduce the repetition of anchors inside anchors");
      }
      return false;
    }
    if (node.tag == "!reset" || node.tag == "!override") {
      // Compose takes a `!reset` at the place of its anchor only.
      if (aliases_ == 0 || node.tag == "!override") {
        out_.replaced.push_back(path_);
      }
      if (node.tag == "!reset") {
        return false;
      }
    }
    out.span = span(node);
    active_[index] = true;
    const bool there = node.kind == YamlNode::Kind::scalar     ? scalar(node, out)
                       : node.kind == YamlNode::Kind::sequence ? sequence(node, out)
                                                               : mapping(node, out);
    active_[index] = false;
    return there;
  }

  bool alias(const YamlNode& node, Node& out) {
    if (active_[node.target]) {
      fail(node, "anchor '" + node.anchor + "' whose value contains itself",
           "an alias must not stand inside the value of its own anchor");
      return false;
    }
    ++aliases_;
    const bool there = value(node.target, out);
    --aliases_;
    if (there) {
      out.origins.push_back({model::Via::written, span(node), "*" + node.anchor});
    }
    return there;
  }

  bool scalar(const YamlNode& node, Node& out) {
    const std::string tag = short_tag(node.tag);
    const bool quoted = !node.plain && (tag.empty() || tag == "!");
    if (tag == "!!str" || quoted) {
      out.kind = Node::Kind::string;
      out.text = node.text;
      return true;
    }
    if (tag == "!!binary") {
      const auto bytes = decode_base64(node.text);
      if (!bytes) {
        fail(node, "!!binary with text that is not base64", "remove the tag, or encode the value");
        return false;
      }
      out.kind = Node::Kind::string;
      out.text = *bytes;
      return true;
    }
    return typed_scalar(node, tag, out);
  }

  bool typed_scalar(const YamlNode& node, const std::string& tag, Node& out) {
    YamlScalar scalar = resolve_plain(node.text);
    const bool known = tag == "!!int" || tag == "!!float" || tag == "!!bool" || tag == "!!null"
                       || tag == "!!timestamp";
    if (known && !fits(tag, scalar)) {
      fail(node, "a value that is no " + tag.substr(2) + " behind the tag " + tag,
           "remove the tag or correct the value");
      return false;
    }
    if (!known && !tag.empty() && tag != "!override" && tag != "!" && tag.starts_with("!!")) {
      fail(node, "unknown tag " + tag, "remove it");
      return false;
    }
    // A tag of one's own without a value gives an empty text.
    if (node.text.empty() && tag.starts_with('!') && tag.size() > 1 && !tag.starts_with("!!")
        && tag != "!override") {
      out.kind = Node::Kind::string;
      return true;
    }
    if (scalar.timestamp && !inside_extension()) {
      fail(node, "an unquoted date, which YAML does not read as text",
           "put it in quotes: '" + node.text + "'");
    }
    out.kind = scalar.kind;
    out.text = std::move(scalar.text);
    if (out.text != node.text && out.kind != Node::Kind::null && node.text.size() < 256) {
      // How a number was written matters to people: 0755 is 493.
      out.origins.push_back({model::Via::written, span(node), node.text});
    }
    return true;
  }

  static bool fits(const std::string& tag, const YamlScalar& scalar) {
    switch (scalar.kind) {
    case Node::Kind::null:
      return tag == "!!null";
    case Node::Kind::boolean:
      return tag == "!!bool";
    case Node::Kind::integer:
      return tag == "!!int" || tag == "!!float";
    case Node::Kind::real:
      return tag == "!!float";
    default:
      return tag == "!!timestamp" && scalar.timestamp;
    }
  }

  bool inside_extension() const {
    return std::any_of(path_.begin(), path_.end(),
                       [](const std::string& step) { return step.starts_with("x-"); });
  }

  bool sequence(const YamlNode& node, Node& out) {
    out.kind = Node::Kind::sequence;
    out.items.reserve(node.children.size());
    std::size_t index = 0;
    for (const std::uint32_t child : node.children) {
      path_.push_back(std::to_string(index++));
      Node item;
      if (value(child, item)) {
        out.items.push_back(std::move(item));
      }
      path_.pop_back();
    }
    return true;
  }

  bool mapping(const YamlNode& node, Node& out) {
    out.kind = Node::Kind::mapping;
    out.members.reserve(node.children.size() / 2);
    std::unordered_map<std::string_view, const YamlNode*> seen;
    std::vector<std::uint32_t> merges;
    for (std::size_t i = 0; i + 1 < node.children.size(); i += 2) {
      const YamlNode& key = resolved(node.children[i]);
      if (!check_key(key, nodes_[node.children[i]])) {
        continue;
      }
      const auto [first, added] = seen.try_emplace(key.text, &key);
      if (!added) {
        fail(key,
             "key \"" + key.text + "\" that is already in line "
                 + std::to_string(first->second->begin.line),
             "keep one of the two `" + key.text + "`");
        continue;
      }
      if (is_merge(key)) {
        merges.push_back(node.children[i + 1]);
        continue;
      }
      member(key, node.children[i + 1], out);
    }
    for (const std::uint32_t merged : merges) {
      merge(merged, out);
    }
    return true;
  }

  const YamlNode& resolved(std::uint32_t index) const {
    const YamlNode& node = nodes_[index];
    return node.kind == YamlNode::Kind::alias ? nodes_[node.target] : node;
  }

  static bool is_merge(const YamlNode& key) {
    const std::string tag = short_tag(key.tag);
    return key.text == "<<" && ((key.plain && tag.empty()) || tag == "!!merge");
  }

  bool check_key(const YamlNode& key, const YamlNode& written) {
    if (key.kind != YamlNode::Kind::scalar) {
      fail(written, "a key that is a list or a mapping", "keys must be strings");
      return false;
    }
    const std::string tag = short_tag(key.tag);
    if (key.plain && tag != "!!str" && !is_merge(key)) {
      const YamlScalar scalar = resolve_plain(key.text);
      if (scalar.kind != Node::Kind::string || scalar.timestamp) {
        fail(written, "key `" + key.text + "` that YAML does not read as a string",
             "put it in quotes: '" + key.text + "'");
        return false;
      }
    }
    return true;
  }

  void member(const YamlNode& key, std::uint32_t child, Node& out) {
    path_.push_back(key.text);
    Node::Member entry;
    entry.key = key.text;
    entry.key_span = span(key);
    if (value(child, entry.value)) {
      out.members.push_back(std::move(entry));
    }
    path_.pop_back();
  }

  /// Adds the keys of a mapping, or of a list of mappings, that are not there yet.
  void merge(std::uint32_t index, Node& out) {
    const YamlNode& node = nodes_[index];
    const YamlNode& target = resolved(index);
    if (target.kind == YamlNode::Kind::sequence) {
      if (!merging_list_) {
        merging_list_ = true;
        for (const std::uint32_t child : target.children) {
          merge(child, out);
        }
        merging_list_ = false;
        return;
      }
    }
    if (target.kind != YamlNode::Kind::mapping) {
      fail(node, "`<<` with a value that is no mapping",
           "`<<` takes an alias of a mapping or a list of them");
      return;
    }
    Node source;
    const bool outer = merging_list_;
    merging_list_ = false;
    if (value(index, source)) {
      add_absent(source, node, out);
    }
    merging_list_ = outer;
  }

  void add_absent(Node& source, const YamlNode& use, Node& out) {
    std::unordered_map<std::string_view, bool> present;
    for (const Node::Member& member : out.members) {
      present[member.key] = true;
    }
    std::vector<Node::Member> added;
    for (Node::Member& member : source.members) {
      if (!present.contains(member.key)) {
        member.value.origins.push_back(
            {model::Via::merged, span(use), use.anchor.empty() ? "<<" : "<<: *" + use.anchor});
        added.push_back(std::move(member));
      }
    }
    out.members.insert(out.members.end(), std::make_move_iterator(added.begin()),
                       std::make_move_iterator(added.end()));
  }

  const std::vector<YamlNode>& nodes_;
  const model::FileName& file_;
  std::vector<bool> active_;
  BuiltYaml out_;
  Path path_;
  std::size_t expanded_ = 0;
  int aliases_ = 0;
  bool merging_list_ = false;
};

} // namespace

BuiltYaml build_yaml(const YamlDocument& document, const model::FileName& file) {
  return Builder(document, file).run();
}

} // namespace secaudit::project::compose
