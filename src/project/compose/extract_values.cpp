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
  for (const Node& item : mapping->items) {
    const std::size_t at = item.text.find('=');
    model::Variable variable;
    variable.name = item.text.substr(0, at);
    if (at != std::string::npos) {
      variable.value = item.text.substr(at + 1);
    }
    const std::size_t raw_at = item.raw.find('=');
    variable.raw =
        raw_at == std::string::npos ? variable.value.value_or("") : item.raw.substr(raw_at + 1);
    variable.name_span = variable.span = item.span;
    variable.via = item.via;
    variable.origins = item.origins;
    result.push_back(std::move(variable));
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

} // namespace secaudit::project::compose
