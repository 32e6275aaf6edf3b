// SPDX-License-Identifier: Apache-2.0
#include "project/compose/yaml_tree.hpp"

#include "base/limits.hpp"
#include "base/text.hpp"

#include <yaml.h>

#include <unordered_map>

namespace secaudit::project::compose {
namespace {

model::Position position(const yaml_mark_t& mark) {
  return {static_cast<int>(mark.line) + 1, static_cast<int>(mark.column) + 1};
}

std::string text_of(const yaml_char_t* bytes) {
  return bytes == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(bytes));
}

class Reader {
 public:
  Reader(std::string_view text, const model::FileName& file) : file_(file) {
    yaml_parser_initialize(&parser_);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()),
                                 text.size());
  }
  ~Reader() { yaml_parser_delete(&parser_); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  YamlStream run() {
    for (bool more = true; more && !out_.error;) {
      yaml_event_t event;
      if (yaml_parser_parse(&parser_, &event) == 0) {
        syntax_error();
        break;
      }
      more = event.type != YAML_STREAM_END_EVENT;
      take(event);
      yaml_event_delete(&event);
    }
    if (!out_.error) {
      out_.error = std::move(version_error_);
    }
    return std::move(out_);
  }

 private:
  void fail(model::Position at, std::string message, std::string hint) {
    out_.error = model::Diagnostic{{file_, at, at}, std::move(message), std::move(hint), true};
  }

  void syntax_error() {
    yaml_mark_t mark = parser_.problem_mark;
    std::string message = parser_.problem == nullptr ? "not YAML" : parser_.problem;
    if (parser_.error == YAML_READER_ERROR) {
      // The reader knows byte offsets only; what it had decoded last is the nearest place.
      mark = parser_.mark;
    }
    if (parser_.context != nullptr) {
      message += std::string(" ") + parser_.context;
      if (parser_.context_mark.line != mark.line) {
        message += " that began in line " + std::to_string(parser_.context_mark.line + 1);
      }
    }
    fail(position(mark), "not valid YAML: " + message,
         "check indentation, quotes and brackets in this line and the one above it");
  }

  YamlDocument& document() { return out_.documents.back(); }

  void take(const yaml_event_t& event) {
    switch (event.type) {
    case YAML_DOCUMENT_START_EVENT:
      if (const yaml_version_directive_t* version = event.data.document_start.version_directive;
          version != nullptr && (version->major != 1 || version->minor != 1)) {
        // Compose refuses it; what follows is read all the same.
        const model::Position at = position(event.start_mark);
        version_error_ = model::Diagnostic{{file_, at, at},
                                           "a %YAML directive of another version than 1.1",
                                           "remove the directive",
                                           true};
      }
      out_.documents.emplace_back();
      anchors_.clear();
      break;
    case YAML_SCALAR_EVENT: {
      YamlNode node =
          start(YamlNode::Kind::scalar, event, event.data.scalar.tag, event.data.scalar.anchor);
      node.plain = event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
      node.text.assign(reinterpret_cast<const char*>(event.data.scalar.value),
                       event.data.scalar.length);
      add(std::move(node));
      break;
    }
    case YAML_ALIAS_EVENT:
      alias(event);
      break;
    case YAML_SEQUENCE_START_EVENT:
      open(start(YamlNode::Kind::sequence, event, event.data.sequence_start.tag,
                 event.data.sequence_start.anchor));
      break;
    case YAML_MAPPING_START_EVENT:
      open(start(YamlNode::Kind::mapping, event, event.data.mapping_start.tag,
                 event.data.mapping_start.anchor));
      break;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
      close(event);
      break;
    default:
      break;
    }
  }

  static YamlNode start(YamlNode::Kind kind, const yaml_event_t& event, const yaml_char_t* tag,
                        const yaml_char_t* anchor) {
    YamlNode node;
    node.kind = kind;
    node.tag = text_of(tag);
    node.anchor = text_of(anchor);
    node.begin = position(event.start_mark);
    node.end = position(event.end_mark);
    return node;
  }

  std::uint32_t add(YamlNode node) {
    const auto index = static_cast<std::uint32_t>(document().nodes.size());
    if (++count_ > limits::yaml_nodes) {
      fail(node.begin, "more than " + std::to_string(limits::yaml_nodes) + " values in one file",
           "split the file");
      return index;
    }
    if (!node.anchor.empty() && node.kind != YamlNode::Kind::alias) {
      anchors_[node.anchor] = index;
    }
    if (!open_.empty()) {
      document().nodes[open_.back()].children.push_back(index);
    }
    document().nodes.push_back(std::move(node));
    return index;
  }

  void open(YamlNode node) {
    if (open_.size() >= limits::yaml_depth) {
      fail(node.begin, "nested deeper than " + std::to_string(limits::yaml_depth) + " levels",
           "no Compose file needs that; remove the nesting");
      return;
    }
    open_.push_back(add(std::move(node)));
  }

  void close(const yaml_event_t& event) {
    YamlNode& node = document().nodes[open_.back()];
    // A block collection ends where the next token was found; its last child is its real end.
    const bool block = event.start_mark.index == event.end_mark.index;
    if (block && !node.children.empty()) {
      node.end = document().nodes[node.children.back()].end;
    } else {
      node.end = position(event.end_mark);
    }
    open_.pop_back();
  }

  void alias(const yaml_event_t& event) {
    YamlNode node = start(YamlNode::Kind::alias, event, nullptr, event.data.alias.anchor);
    const auto found = anchors_.find(node.anchor);
    if (found == anchors_.end()) {
      fail(node.begin, "unknown anchor '" + node.anchor + "'",
           "anchors must be defined with & above their use, in the same document");
      return;
    }
    node.target = found->second;
    add(std::move(node));
  }

  yaml_parser_t parser_;
  const model::FileName& file_;
  YamlStream out_;
  std::optional<model::Diagnostic> version_error_;
  std::vector<std::uint32_t> open_;
  std::unordered_map<std::string, std::uint32_t> anchors_;
  std::size_t count_ = 0;
};

} // namespace

YamlStream parse_yaml_stream(std::string_view text, const model::FileName& file) {
  return Reader(text, file).run();
}

} // namespace secaudit::project::compose
