// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "project/compose/nodes.hpp"
#include "project/compose/report.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::project::compose {

/// What may stand where in a Compose file, as Compose 2.40 has it and with the keys of newer
/// versions, compiled from the table in schema_table.hpp.
class Schema {
 public:
  struct Rule {
    std::string_view types;   ///< letters of schema_table.hpp; "" accepts everything
    char cast = '\0';         ///< b, i or f: strings become booleans, integers, numbers
    char decode = '\0';       ///< see schema_table.hpp
    std::string_view require; ///< keys that must be there, split by a blank
    std::string_view pattern; ///< values that a string may have, split by |
    std::map<std::string_view, const Rule*> keys;
    const Rule* others = nullptr; ///< for keys without a rule of their own
    const Rule* items = nullptr;

    bool open() const { return types.find('O') != std::string_view::npos; }
    bool has(char letter) const { return types.find(letter) != std::string_view::npos; }
  };

  Schema();

  const Rule* root() const { return root_; }
  /// The rule for a member or an item; nullptr when anything goes there.
  static const Rule* child(const Rule* rule, std::string_view key);
  static const Rule* item(const Rule* rule) { return rule == nullptr ? nullptr : rule->items; }

 private:
  Rule* at(std::string_view path);

  std::vector<std::unique_ptr<Rule>> rules_;
  std::map<std::string_view, Rule*> by_path_;
  Rule* root_;
};

/// Checks the tree against the schema. Every fault is reported at its place, with the nearest known
/// key for a misspelt one, and taken out of the tree, so that what follows meets known shapes only.
void validate_schema(Node& root, Report& report);

} // namespace secaudit::project::compose
