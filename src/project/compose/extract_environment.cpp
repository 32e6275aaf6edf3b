// SPDX-License-Identifier: Apache-2.0
#include "base/limits.hpp"
#include "base/text.hpp"
#include "project/compose/discover.hpp"
#include "project/compose/extract.hpp"
#include "project/dotenv/dotenv.hpp"

#include <cstddef>
#include <unordered_map>
#include <vector>

namespace secaudit::project::compose {
namespace {

using model::Node;

/// The variables of a service in the order of their first mention; a later value replaces one.
class Variables {
 public:
  explicit Variables(std::vector<model::Variable>& list) : list_(list) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      places_.emplace(list[i].name, i);
    }
  }

  void set(model::Variable variable) {
    const auto [place, added] = places_.try_emplace(variable.name, list_.size());
    if (added) {
      list_.push_back(std::move(variable));
    } else {
      list_[place->second] = std::move(variable);
    }
  }

  const std::string* value_of(const std::string& name) const {
    const auto place = places_.find(name);
    const bool known = place != places_.end() && list_[place->second].value;
    return known ? &*list_[place->second].value : nullptr;
  }

 private:
  std::vector<model::Variable>& list_;
  std::unordered_map<std::string, std::size_t> places_;
};

void read_file(const Node& item, const ExtractContext& context, model::Service& result,
               Variables& variables) {
  const Node* path = item.is_mapping() ? item.find("path") : &item;
  if (path == nullptr || !path->is_scalar()) {
    return;
  }
  const Node* required = item.is_mapping() ? item.find("required") : nullptr;
  const Node* format = item.is_mapping() ? item.find("format") : nullptr;
  result.env_files.push_back(sourced(path->text, *path));
  const std::string name = display_name(path->text, context.directory);
  const auto text = context.host.read_file(path->text, limits::project_file_bytes);
  if (!text) {
    if (required == nullptr || is_true(*required)) {
      context.diagnostics.push_back({path->span, "env file " + name + " cannot be read",
                                     "create it, or set required: false", true});
    }
    return;
  }
  // Values see the project's variables first, then those that the service has already.
  const dotenv::Lookup lookup = [&](const std::string& wanted) -> const std::string* {
    if (const std::string* found = context.environment.find(wanted)) {
      return found;
    }
    return variables.value_of(wanted);
  };
  const bool raw = format != nullptr && format->text == "raw";
  auto file = raw ? dotenv::parse_raw(*text, name, lookup) : dotenv::parse(*text, name, lookup);
  if (file.error) {
    context.diagnostics.push_back(*file.error);
  }
  for (model::Variable& variable : file.variables) {
    variable.from_file = name;
    if (variable.raw.empty()) {
      variable.raw = variable.value.value_or("");
    }
    variables.set(std::move(variable));
  }
}

} // namespace

void extract_environment(const Node& service, const ExtractContext& context,
                         model::Service& result) {
  Variables variables(result.environment);
  if (const Node* files = service.find("env_file"); files != nullptr && result.active) {
    for (const Node& item : files->items) {
      read_file(item, context, result, variables);
    }
  }
  for (model::Variable& variable : variables_of(service.find("environment"))) {
    // A name alone takes its value from the shell or the .env file.
    if (!variable.value) {
      if (const std::string* value = context.environment.find(variable.name)) {
        variable.value = *value;
        variable.raw = "${" + variable.name + "}";
        variable.via = model::Via::interpolated;
        if (const model::Variable* line = context.environment.line_of(variable.name)) {
          variable.origins.push_back({model::Via::written, line->span, variable.name});
        }
      }
    }
    variables.set(std::move(variable));
  }
}

} // namespace secaudit::project::compose
