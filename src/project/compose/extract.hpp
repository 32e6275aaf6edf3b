// SPDX-License-Identifier: Apache-2.0
// From the merged tree to the typed model.
#pragma once

#include "host/host.hpp"
#include "model/project.hpp"
#include "project/compose/environment.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::project::compose {

struct ExtractContext {
  const host::Host& host;
  const Environment& environment;
  std::string directory;          ///< of the project
  std::set<std::string> profiles; ///< enabled; "*" enables all
  std::vector<model::Diagnostic>& diagnostics;
};

/// Fills in services, networks, volumes, secrets and configs of the project from its tree.
void extract(const model::Node& root, const ExtractContext& context, model::Project& project);

/// One service with its name.
model::Service extract_service(const model::Node::Member& member, const ExtractContext& context,
                               const std::string& project_name);

/// environment with the env_file entries below it; those that cannot be read become diagnostics.
void extract_environment(const model::Node& service, const ExtractContext& context,
                         model::Service& result);

std::optional<model::Build> extract_build(const model::Node& build, const ExtractContext& context);

// Helpers on nodes.
std::optional<model::Sourced<std::string>> text_of(const model::Node* node);
std::optional<model::Sourced<bool>> flag_of(const model::Node* node);
std::vector<model::Sourced<std::string>> list_of(const model::Node* node);
std::vector<model::Variable> variables_of(const model::Node* mapping);
template <typename T>
model::Sourced<T> sourced(T value, const model::Node& node) {
  return {std::move(value), node.span, node.via, node.origins};
}
/// true, yes, on, y in any case, as Compose casts.
bool is_true(const model::Node& node);

} // namespace secaudit::project::compose
