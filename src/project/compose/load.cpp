// SPDX-License-Identifier: Apache-2.0
#include "project/compose/load.hpp"

#include "base/text.hpp"
#include "project/compose/discover.hpp"
#include "project/compose/extract.hpp"
#include "project/compose/loader.hpp"

namespace secaudit::project::compose {
namespace {

/// Compose's own reduction of a name: lower case, letters, digits, `-` and `_`, beginning with a
/// letter or digit.
std::string normalised_name(std::string_view text) {
  std::string name;
  for (const char c : base::to_lower(text)) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    if (kept && (!name.empty() || (c != '-' && c != '_'))) {
      name += c;
    }
  }
  return name;
}

std::string project_name(const LoadRequest& request, const Sources& sources,
                         const model::Node& root) {
  if (!request.project_name.empty()) {
    return normalised_name(request.project_name);
  }
  if (const std::string* variable = sources.environment.find("COMPOSE_PROJECT_NAME");
      variable != nullptr && !variable->empty()) {
    return normalised_name(*variable);
  }
  if (const model::Node* name = root.find("name"); name != nullptr && name->is_string()) {
    return normalised_name(name->text);
  }
  return normalised_name(sources.directory.substr(sources.directory.find_last_of('/') + 1));
}

std::set<std::string> enabled_profiles(const LoadRequest& request, const Sources& sources) {
  std::set<std::string> profiles(request.profiles.begin(), request.profiles.end());
  const std::string* variable = sources.environment.find("COMPOSE_PROFILES");
  if (profiles.empty() && variable != nullptr) {
    for (const std::string_view profile : base::split(*variable, ',')) {
      profiles.emplace(base::trim(profile));
    }
  }
  return profiles;
}

std::string home_of(const LoadRequest& request) {
  const auto home = request.environment.find("HOME");
  return home == request.environment.end() ? std::string() : home->second;
}

} // namespace

base::Result<model::Project> load(const host::Host& host, const LoadRequest& request) {
  auto sources = discover(host, request);
  if (!sources) {
    return base::fail(sources.error().message, sources.error().hint);
  }
  Loader loader(host, sources->directory, home_of(request));
  bool any = false;
  for (const std::string& file : sources->files) {
    any = loader.add(file, sources->environment) || any;
  }
  if (!any) {
    const model::Diagnostic why =
        loader.diagnostics.empty() ? model::Diagnostic{} : loader.diagnostics.front();
    const std::string place = model::to_string(why.span);
    return base::fail(place + (place.empty() ? "" : ": ")
                          + (why.message.empty() ? "no compose file could be read" : why.message),
                      why.hint);
  }
  model::Project project;
  project.directory = sources->directory;
  project.name = project_name(request, *sources, loader.root);
  project.files = loader.files;
  project.override_loaded = sources->override_loaded;
  for (const std::string& file : sources->ignored) {
    project.ignored_files.emplace_back(display_name(file, sources->directory));
  }
  for (const std::string& file : sources->env_files) {
    project.dotenv_files.emplace_back(display_name(file, sources->directory));
  }
  project.dotenv = sources->environment.file_variables();
  project.unset_variables = std::move(loader.unset);
  project.diagnostics = std::move(sources->diagnostics);
  std::move(loader.diagnostics.begin(), loader.diagnostics.end(),
            std::back_inserter(project.diagnostics));
  extract(loader.root,
          {host, sources->environment, sources->directory, enabled_profiles(request, *sources),
           project.diagnostics},
          project);
  project.model = std::move(loader.root);
  return project;
}

} // namespace secaudit::project::compose
