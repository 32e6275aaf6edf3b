// SPDX-License-Identifier: Apache-2.0
#include "project/compose/interpolate.hpp"

#include "base/text.hpp"
#include "project/compose/schema.hpp"
#include "project/compose/yaml_scalar.hpp"

#include <algorithm>
#include <utility>

namespace secaudit::project::compose {
namespace {

class Walker {
 public:
  Walker(const Environment& environment, Report& report)
      : environment_(environment), lookup_(environment.lookup()), report_(report) {}

  /// False when the value must be dropped.
  bool walk(Node& node, const Schema::Rule* rule) {
    if (node.is_mapping()) {
      std::erase_if(node.members, [&](Node::Member& member) {
        steps_.push_back(member.key);
        const bool keep = walk(member.value, Schema::child(rule, member.key));
        steps_.pop_back();
        return !keep;
      });
      return true;
    }
    if (node.is_sequence()) {
      std::size_t index = 0;
      std::erase_if(node.items, [&](Node& item) {
        steps_.push_back(std::to_string(index++));
        const bool keep = walk(item, Schema::item(rule));
        steps_.pop_back();
        return !keep;
      });
      return true;
    }
    return !node.is_string() || (expand(node) && (rule == nullptr || cast(node, rule->cast)));
  }

 private:
  bool expand(Node& node) {
    if (node.text.find('$') == std::string::npos) {
      return true;
    }
    auto expanded = dotenv::expand(node.text, lookup_);
    if (!expanded) {
      dotenv::ExpandError& why = expanded.error();
      const std::string path = dotted(steps_);
      report_.add({node.span, path + ": " + why.message, std::move(why.hint), true, path,
                   std::move(why.demanded_variable)});
      return false;
    }
    std::vector<model::Origin> origins;
    if (!expanded->uses.empty()) {
      node.via = model::Via::interpolated;
      origins.push_back({model::Via::interpolated, node.span, node.text});
    }
    for (const dotenv::VariableUse& use : expanded->uses) {
      if (const model::Variable* line = environment_.line_of(use.name)) {
        origins.push_back({model::Via::interpolated, line->span, use.name});
      } else if (use.set) {
        origins.push_back({model::Via::interpolated, {}, use.name});
      } else if (!use.fallback) {
        model::Variable unset;
        unset.name = use.name;
        unset.name_span = unset.span = node.span;
        report_.unset.push_back(std::move(unset));
      }
    }
    node.origins.insert(node.origins.begin(), origins.begin(), origins.end());
    node.raw = std::exchange(node.text, std::move(expanded->text));
    return true;
  }

  bool cast(Node& node, char kind) {
    if (kind == 'b') {
      const std::string word = base::to_lower(node.text);
      const bool yes = word == "y" || word == "yes" || word == "true" || word == "on";
      if (!yes && word != "n" && word != "no" && word != "false" && word != "off") {
        return refuse(node, "true or false");
      }
      node.kind = Node::Kind::boolean;
      node.text = yes ? "true" : "false";
    } else if (kind == 'i') {
      const auto value = parse_integer(node.text);
      if (!value) {
        return refuse(node, "a whole number");
      }
      node.kind = Node::Kind::integer;
      node.text = std::to_string(*value);
    } else if (kind == 'f') {
      const auto value = parse_number(node.text);
      if (!value) {
        return refuse(node, "a number");
      }
      node.kind = Node::Kind::real;
      node.text = number_text(*value);
    }
    return true;
  }

  bool refuse(const Node& node, const std::string& wanted) {
    report_.error(node.span,
                  dotted(steps_) + ": \"" + node.text + "\" where " + wanted + " is expected",
                  "write " + wanted + " at " + dotted(steps_));
    return false;
  }

  const Environment& environment_;
  const dotenv::Lookup lookup_;
  Report& report_;
  Steps steps_;
};

} // namespace

void interpolate(Node& root, const Environment& environment, Report& report) {
  const Schema schema;
  Walker(environment, report).walk(root, schema.root());
}

} // namespace secaudit::project::compose
