// SPDX-License-Identifier: Apache-2.0
#include "project/manifests/npm.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "project/manifests/json_positions.hpp"
#include "project/manifests/npm_range.hpp"

#include <boost/json.hpp>

#include <array>
#include <cctype>
#include <map>

namespace secaudit::project::manifests {
namespace {

using boost::json::value;
using Dependencies = std::map<std::string, std::string>;

constexpr std::array<std::string_view, 3> installed_sections{"dependencies", "devDependencies",
                                                             "optionalDependencies"};

Dependencies section(const value& object, std::string_view name) {
  Dependencies result;
  const value* member = base::find(object, name);
  if (member == nullptr || !member->is_object()) {
    return result;
  }
  for (const auto& [key, ignored] : member->get_object()) {
    result.emplace(std::string(key), base::text_at(*member, key));
  }
  return result;
}

bool is_local(std::string_view range) {
  return range.starts_with("file:") || range.starts_with("link:");
}
bool is_workspace(std::string_view range) {
  return range.starts_with("workspace:");
}

bool is_exact(std::string_view range) {
  if (range.starts_with('=')) {
    range.remove_prefix(1);
  }
  const std::string_view core = range.substr(0, range.find_first_of("-+"));
  const auto parts = base::split(core, '.');
  return parts.size() == 3 && core.find_first_not_of("0123456789.") == std::string_view::npos
         && !core.ends_with('.');
}

bool is_commit(std::string_view range) {
  const std::size_t hash = range.find('#');
  return hash != std::string_view::npos && range.size() - hash - 1 == 40
         && range.find_first_not_of("0123456789abcdef", hash + 1) == std::string_view::npos;
}

Dependencies all_installed(const value& object) {
  Dependencies all;
  for (const std::string_view name : installed_sections) {
    all.merge(section(object, name));
  }
  return all;
}

std::string locked_version(const value& lock, const std::string& name) {
  if (const value* packages = base::find(lock, "packages")) {
    const value* entry = base::find(*packages, "node_modules/" + name);
    return entry == nullptr ? std::string() : base::text_at(*entry, "version");
  }
  const value* dependencies = base::find(lock, "dependencies");
  const value* entry = dependencies == nullptr ? nullptr : base::find(*dependencies, name);
  return entry == nullptr ? std::string() : base::text_at(*entry, "version");
}

/// Lock versions 2 and 3 repeat the ranges of the manifest at their root.
std::string root_difference(const value& package, const value& root) {
  for (const std::string_view name : installed_sections) {
    const Dependencies wanted = section(package, name);
    const Dependencies known = section(root, name);
    for (const auto& [dependency, range] : wanted) {
      const auto found = known.find(dependency);
      if (found == known.end()) {
        return dependency + " is missing from the lock file";
      }
      if (found->second != range) {
        return dependency + " is " + range + " here and " + found->second + " in the lock file";
      }
    }
    for (const auto& [dependency, range] : known) {
      if (!wanted.contains(dependency)) {
        return dependency + " is in the lock file only";
      }
    }
  }
  return {};
}

std::string version_difference(const value& package, const value& lock) {
  const Dependencies optional = section(package, "optionalDependencies");
  for (const auto& [dependency, range] : all_installed(package)) {
    const std::string version = locked_version(lock, dependency);
    if (version.empty()) {
      if (!optional.contains(dependency) && !is_local(range) && !is_workspace(range)) {
        return dependency + " is missing from the lock file";
      }
      continue;
    }
    if (npm_satisfies(version, range, npm_install) == false) {
      return dependency + " is locked at " + version + ", which " + range + " does not allow";
    }
  }
  return {};
}

} // namespace

base::Result<model::Manifest> read_package_json(std::string_view text,
                                                const model::FileName& file) {
  const auto parsed = base::parse_json(text);
  if (!parsed) {
    return base::fail(file.str() + ":" + parsed.error().message, "mend the JSON text");
  }
  model::Manifest manifest;
  manifest.kind = "npm";
  manifest.file = file;
  const std::size_t slash = file.str().find_last_of('/');
  manifest.directory = slash == std::string::npos ? "." : file.str().substr(0, slash);
  const auto positions = key_positions(text, file, 2);
  for (const std::string_view name : installed_sections) {
    for (const auto& [dependency, range] : section(*parsed, name)) {
      if (is_local(range) || is_workspace(range)) {
        continue;
      }
      model::Requirement requirement;
      requirement.name = dependency;
      requirement.constraint = range;
      requirement.pinned = is_exact(range) || is_commit(range);
      requirement.development = name == "devDependencies";
      const auto place = positions.find(key_path(name, dependency));
      requirement.span =
          place == positions.end() ? model::Span{file, {1, 1}, {1, 1}} : place->second;
      manifest.requirements.push_back(std::move(requirement));
    }
  }
  return manifest;
}

LockState compare_lock(const value& package, const value* lock) {
  const Dependencies installed = all_installed(package);
  const bool any_remote = std::any_of(installed.begin(), installed.end(),
                                      [](const auto& d) { return !is_local(d.second); });
  const bool only_workspace =
      any_remote && std::all_of(installed.begin(), installed.end(), [](const auto& d) {
        return is_local(d.second) || is_workspace(d.second);
      });
  if (!any_remote) {
    return {LockState::Kind::no_dependencies, {}};
  }
  if (lock == nullptr) {
    return {only_workspace ? LockState::Kind::workspace : LockState::Kind::no_lock, {}};
  }
  if (const value* packages = base::find(*lock, "packages")) {
    const value* root = base::find(*packages, "");
    std::string difference = root == nullptr ? std::string() : root_difference(package, *root);
    if (!difference.empty()) {
      return {LockState::Kind::out_of_sync, std::move(difference)};
    }
  }
  std::string difference = version_difference(package, *lock);
  return difference.empty() ? LockState{}
                            : LockState{LockState::Kind::out_of_sync, std::move(difference)};
}

} // namespace secaudit::project::manifests
