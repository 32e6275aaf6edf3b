// SPDX-License-Identifier: Apache-2.0
#include "project/compose/schema.hpp"

#include "base/text.hpp"
#include "project/compose/schema_table.hpp"

#include <algorithm>
#include <set>

namespace secaudit::project::compose {

Schema::Schema() {
  rules_.reserve(std::size(schema_table) + 1);
  std::vector<std::pair<std::string_view, std::string_view>> references;
  for (const SchemaRow& row : schema_table) {
    if (row.types.starts_with('@')) {
      references.emplace_back(row.path, row.types.substr(1));
      continue;
    }
    rules_.push_back(std::make_unique<Rule>());
    Rule& rule = *rules_.back();
    rule.types = row.types;
    rule.cast = row.cast;
    rule.decode = row.decode;
    rule.require = row.require;
    rule.pattern = row.pattern;
    by_path_[row.path] = &rule;
    references.emplace_back(row.path, row.path);
  }
  root_ = by_path_[""];
  for (const auto& [path, target] : references) {
    if (path.empty()) {
      continue;
    }
    const std::size_t dot = path.rfind('.');
    const bool top = dot == std::string_view::npos;
    Rule* parent = top ? root_ : by_path_[path.substr(0, dot)];
    const std::string_view key = top ? path : path.substr(dot + 1);
    const Rule* rule = by_path_[target];
    (key == "*" ? parent->others : key == "[]" ? parent->items : parent->keys[key]) = rule;
  }
  // Shapes that others refer to are no keys of the file.
  for (const std::string_view shape :
       {"text_list", "unique_list", "string_or_list", "list_or_dict", "variables", "hosts",
        "options", "command", "hook", "file_refs", "ulimits", "devices", "rollout", "io_rates",
        "external"}) {
    root_->keys.erase(shape);
  }
}

const Schema::Rule* Schema::child(const Rule* rule, std::string_view key) {
  if (rule == nullptr || (key.starts_with("x-") && !rule->has('!'))) {
    return nullptr;
  }
  const auto found = rule->keys.find(key);
  return found != rule->keys.end() ? found->second : rule->others;
}

namespace {

bool plain_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.'
           || c == '_' || c == '-';
  });
}

char letter_of(const Node& node) {
  switch (node.kind) {
  case Node::Kind::null:
    return 'z';
  case Node::Kind::boolean:
    return 'b';
  case Node::Kind::integer:
    return 'i';
  case Node::Kind::real:
    return 'n';
  case Node::Kind::string:
    return 's';
  case Node::Kind::sequence:
    return 'a';
  case Node::Kind::mapping:
    return 'o';
  }
  return 's';
}

std::string words_of(const Schema::Rule& rule) {
  constexpr std::pair<char, std::string_view> names_of[] = {
      {'s', "a string"}, {'b', "a boolean"}, {'i', "an integer"}, {'n', "a number"},
      {'z', "null"},     {'o', "a mapping"}, {'O', "a mapping"},  {'a', "a list"}};
  std::string out;
  for (const auto& [letter, name] : names_of) {
    if (rule.has(letter)) {
      out += (out.empty() ? "" : " or ") + std::string(name);
    }
  }
  return out;
}

class Validator {
 public:
  explicit Validator(Report& report) : report_(report) {}

  bool check(Node& node, const Schema::Rule* rule) {
    if (rule == nullptr || rule->types.empty()) {
      return true;
    }
    if (!type_fits(node, *rule)) {
      report_.error(node.span, dotted(steps_) + " must be " + words_of(*rule),
                    node.is_scalar() && !node.is_null() && rule->has('s')
                        ? "put the value in quotes"
                        : "see the Compose file reference for this key");
      return false;
    }
    if (node.is_mapping()) {
      return mapping(node, *rule);
    }
    if (node.is_sequence()) {
      sequence(node, *rule);
    }
    return !node.is_string() || pattern(node, *rule);
  }

 private:
  static bool type_fits(const Node& node, const Schema::Rule& rule) {
    const char letter = letter_of(node);
    if (rule.has(letter)) {
      return true;
    }
    if (letter == 'o') {
      return rule.has('O');
    }
    if (letter == 'i') {
      return rule.has('n');
    }
    // A number without a fraction is an integer to JSON schema.
    return letter == 'n' && rule.has('i') && node.text.find_first_of(".eIN") == std::string::npos;
  }

  /// A mount without `type` is refused, but its source says what it is to be, and it is audited as
  /// that.
  bool guess_mount_type(Node& node) const {
    const bool mount = steps_.size() == 4 && steps_[0] == "services" && steps_[2] == "volumes";
    const Node* written = node.find("source");
    if (!mount || written == nullptr || !written->is_string() || written->text.empty()) {
      return false;
    }
    // A copy: the members move when others are added.
    const std::string source = written->text;
    const bool path = std::string_view("/.~").find(source.front()) != std::string_view::npos;
    set_member(node, "type", defaulted(node, Node::Kind::string, path ? "bind" : "volume"));
    if (node.find("target") == nullptr) {
      set_member(node, "target", defaulted(node, Node::Kind::string, source));
    }
    return true;
  }

  bool mapping(Node& node, const Schema::Rule& rule) {
    std::erase_if(node.members, [&](Node::Member& member) { return !this->member(member, rule); });
    bool complete = true;
    // A value of the short form has no keys to ask for.
    for (const std::string_view key : base::split(rule.require, ' ')) {
      if (!key.empty() && node.find(key) == nullptr && node.find("single") == nullptr) {
        report_.error(node.span, dotted(steps_) + " lacks `" + std::string(key) + "`", "add it");
        complete = key == "type" && guess_mount_type(node);
      }
    }
    return complete;
  }

  bool member(Node::Member& member, const Schema::Rule& rule) {
    const bool extension = member.key.starts_with("x-") && !rule.has('!');
    if (extension) {
      return true;
    }
    const Schema::Rule* child = Schema::child(&rule, member.key);
    const bool bad_name = child != nullptr && child == rule.others && child->pattern == names
                          && !plain_name(member.key);
    if ((child == nullptr && !rule.open()) || bad_name) {
      unknown(member, rule);
      return false;
    }
    steps_.push_back(member.key);
    const bool keep = check(member.value, child);
    steps_.pop_back();
    return keep;
  }

  void unknown(const Node::Member& member, const Schema::Rule& rule) {
    std::string best;
    // A third of the letters may be wrong; more of them make another word.
    std::size_t distance =
        std::min<std::size_t>(3, std::max<std::size_t>(1, member.key.size() / 3)) + 1;
    std::string flat = base::to_lower(base::replace_all(member.key, "-", "_"));
    for (const auto& [key, unused] : rule.keys) {
      const std::size_t d = base::edit_distance(flat, key, 3);
      if (d < distance) {
        distance = d;
        best = std::string(key);
      }
    }
    const std::string where = steps_.empty() ? "the top level" : dotted(steps_);
    model::Diagnostic fault;
    fault.span = member.key_span;
    fault.message = "unknown key `" + member.key + "` in " + where;
    fault.hint = rule.keys.empty() ? "names consist of letters, digits and `._-`"
                 : best.empty()    ? "remove it, or start its name with x-"
                                   : "did you mean `" + best + "`?";
    fault.unknown_key = rule.keys.empty() ? std::string() : member.key;
    fault.meant_key = best;
    report_.add(std::move(fault));
  }

  void sequence(Node& node, const Schema::Rule& rule) {
    if (rule.has('u')) {
      unique(node);
    }
    std::size_t index = 0;
    std::erase_if(node.items, [&](Node& item) {
      steps_.push_back(std::to_string(index++));
      const bool keep = check(item, rule.items);
      steps_.pop_back();
      return !keep;
    });
  }

  void unique(const Node& node) {
    std::set<std::string> scalars;
    std::vector<const Node*> others;
    for (const Node& item : node.items) {
      const bool again = item.is_scalar()
                             ? !scalars.insert(letter_of(item) + item.text).second
                             : std::any_of(others.begin(), others.end(), [&](const Node* other) {
                                 return same_value(*other, item);
                               });
      if (again) {
        report_.error(item.span, dotted(steps_) + " holds the same entry twice",
                      "remove one of them");
      }
      if (!item.is_scalar() && others.size() < 1000) {
        others.push_back(&item);
      }
    }
  }

  bool pattern(const Node& node, const Schema::Rule& rule) {
    if (rule.pattern.empty() || rule.pattern == names) {
      return true;
    }
    const bool anywhere = rule.pattern.starts_with('~');
    const std::string_view list = rule.pattern.substr(anywhere ? 1 : 0);
    if (list.starts_with('[')) {
      return container_name(node);
    }
    const auto words = base::split(list, '|');
    const bool ok = std::any_of(words.begin(), words.end(), [&](std::string_view word) {
      return anywhere ? base::contains(node.text, word) : node.text == word;
    });
    if (!ok) {
      report_.error(node.span,
                    dotted(steps_) + ": \"" + node.text + "\" is not one of "
                        + base::replace_all(list, "|", ", "),
                    "use one of them");
    }
    return ok;
  }

  /// The pattern is not anchored: two fitting characters in a row are enough.
  bool container_name(const Node& node) {
    const std::string& text = node.text;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
      const bool first =
          plain_name(text.substr(i, 1)) && text[i] != '.' && text[i] != '_' && text[i] != '-';
      if (first && plain_name(text.substr(i + 1, 1))) {
        return true;
      }
    }
    report_.error(node.span, "container_name \"" + text + "\" is no valid name",
                  "use at least two of letters, digits and `_.-`");
    return false;
  }

  Report& report_;
  Steps steps_;
};

} // namespace

void validate_schema(Node& root, Report& report) {
  const Schema schema;
  Validator(report).check(root, schema.root());
}

} // namespace secaudit::project::compose
