// SPDX-License-Identifier: Apache-2.0
#include "base/limits.hpp"
#include "base/text.hpp"
#include "project/compose/discover.hpp"
#include "project/compose/extract.hpp"
#include "project/dotenv/dotenv.hpp"

#include <algorithm>

namespace secaudit::project::compose {
namespace {

using model::Node;

void set(std::vector<model::Variable>& list, model::Variable variable) {
  const auto old = std::find_if(list.begin(), list.end(),
                                [&](const model::Variable& v) { return v.name == variable.name; });
  if (old == list.end()) {
    list.push_back(std::move(variable));
  } else {
    *old = std::move(variable);
  }
}

void read_file(const Node& item, const ExtractContext& context, model::Service& result) {
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
    const auto own =
        std::find_if(result.environment.begin(), result.environment.end(),
                     [&](const model::Variable& v) { return v.name == wanted && v.value; });
    return own == result.environment.end() ? nullptr : &*own->value;
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
    set(result.environment, std::move(variable));
  }
}

} // namespace

void extract_environment(const Node& service, const ExtractContext& context,
                         model::Service& result) {
  if (const Node* files = service.find("env_file"); files != nullptr && result.active) {
    for (const Node& item : files->items) {
      read_file(item, context, result);
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
    set(result.environment, std::move(variable));
  }
}

} // namespace secaudit::project::compose
