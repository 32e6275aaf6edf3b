// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "project/compose/extract.hpp"

namespace secaudit::project::compose {

using model::Node;

bool is_true(const Node& node) {
  const std::string lower = base::to_lower(node.text);
  return node.is_scalar() && (lower == "true" || lower == "yes" || lower == "on" || lower == "y");
}

std::optional<model::Sourced<std::string>> text_of(const Node* node) {
  if (node == nullptr || !node->is_scalar() || node->is_null()) {
    return std::nullopt;
  }
  return sourced(node->text, *node);
}

std::optional<model::Sourced<bool>> flag_of(const Node* node) {
  if (node == nullptr || !node->is_scalar() || node->is_null()) {
    return std::nullopt;
  }
  return sourced(is_true(*node), *node);
}

std::vector<model::Sourced<std::string>> list_of(const Node* node) {
  std::vector<model::Sourced<std::string>> result;
  if (node == nullptr) {
    return result;
  }
  if (node->is_scalar() && !node->is_null()) {
    result.push_back(sourced(node->text, *node));
  }
  for (const Node& item : node->items) {
    if (item.is_scalar()) {
      result.push_back(sourced(item.text, item));
    }
  }
  return result;
}

std::vector<model::Variable> variables_of(const Node* mapping) {
  std::vector<model::Variable> result;
  if (mapping == nullptr) {
    return result;
  }
  for (const Node::Member& member : mapping->members) {
    model::Variable variable;
    variable.name = member.key;
    if (!member.value.is_null()) {
      variable.value = member.value.text;
    }
    variable.raw = member.value.raw.empty() ? member.value.text : member.value.raw;
    variable.name_span = member.key_span;
    variable.span = member.value.span.known() ? member.value.span : member.key_span;
    variable.via = member.value.via;
    variable.origins = member.value.origins;
    result.push_back(std::move(variable));
  }
  return result;
}

std::vector<std::string> split_command(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  char quote = '\0';
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote == '\'') {
      if (c == quote) {
        quote = '\0';
      } else {
        word += c;
      }
    } else if (c == '\\' && i + 1 < text.size()) {
      word += text[++i];
      in_word = true;
    } else if (quote == '"') {
      if (c == quote) {
        quote = '\0';
      } else {
        word += c;
      }
    } else if (c == '"' || c == '\'') {
      quote = c;
      in_word = true;
    } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      if (in_word) {
        words.push_back(std::move(word));
        word.clear();
        in_word = false;
      }
    } else if (c == ';' || c == '&' || c == '|' || c == '<' || c == '>') {
      break;
    } else {
      word += c;
      in_word = true;
    }
  }
  if (in_word) {
    words.push_back(std::move(word));
  }
  return words;
}

} // namespace secaudit::project::compose
