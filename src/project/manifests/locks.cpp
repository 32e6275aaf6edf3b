// SPDX-License-Identifier: Apache-2.0
#include "project/manifests/locks.hpp"

#include "base/json.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "project/manifests/lock_formats.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>

namespace secaudit::project::manifests {
namespace {

using Read = Locked (*)(std::string_view text, const model::FileName& file);

struct Format {
  std::string_view name;
  std::string_view kind;
  Read read;
};

/// Pipfile.lock: {"default": {"flask": {"version": "==2.0.1"}}, "develop": …}.
Locked read_pipfile_lock(std::string_view text, const model::FileName& file) {
  Locked found;
  const QuotedLines places(text, file);
  const auto parsed = base::parse_json(text);
  for (const std::string_view section : {"default", "develop"}) {
    const auto* list = parsed ? base::find(*parsed, section) : nullptr;
    if (list == nullptr || !list->is_object()) {
      continue;
    }
    for (const auto& entry : list->as_object()) {
      const std::string version = base::text_at(entry.value(), "version");
      if (version.starts_with("==")) {
        const std::string name(entry.key());
        found.push_back(
            {"pypi", name, version.substr(2), false, section == "develop", "", places(name)});
      }
    }
  }
  return found;
}

Locked read_composer_lock(std::string_view text, const model::FileName& file) {
  Locked found;
  const QuotedLines places(text, file);
  const auto parsed = base::parse_json(text);
  for (const std::string_view section : {"packages", "packages-dev"}) {
    const auto* list = parsed ? base::find(*parsed, section) : nullptr;
    if (list == nullptr || !list->is_array()) {
      continue;
    }
    for (const auto& entry : list->as_array()) {
      const std::string name(base::string_at(entry, "name"));
      std::string_view version = base::string_at(entry, "version");
      version.remove_prefix(version.starts_with('v') ? 1 : 0);
      if (!name.empty() && !version.starts_with("dev-")) {
        found.push_back({"composer", name, std::string(version), false, section == "packages-dev",
                         "", places(name)});
      }
    }
  }
  return found;
}

/// Gemfile.lock: below GEM, specs with four spaces; `name (1.2.3-platform)`.
Locked read_gemfile_lock(std::string_view text, const model::FileName& file) {
  Locked found;
  bool inside = false;
  int number = 0;
  for (const std::string_view line : base::lines(text)) {
    ++number;
    if (!line.starts_with(' ')) {
      inside = line == "GEM";
      continue;
    }
    const std::size_t open = line.find(" (");
    if (!inside || !line.starts_with("    ") || line[4] == ' ' || open == std::string_view::npos) {
      continue;
    }
    std::string_view version = line.substr(open + 2, line.find(')', open) - open - 2);
    version = version.substr(0, version.find('-')); // "1.15.4-x86_64-linux"
    found.push_back({"gem", std::string(line.substr(4, open - 4)), std::string(version), false,
                     false, "", whole_line(file, number, line)});
  }
  return found;
}

Locked read_poetry(std::string_view text, const model::FileName& file) {
  return read_toml_packages(text, file, "pypi");
}
Locked read_cargo(std::string_view text, const model::FileName& file) {
  return read_toml_packages(text, file, "cargo");
}

constexpr std::array<Format, 13> formats{{
    {"package-lock.json", "npm", read_npm_lock},
    {"npm-shrinkwrap.json", "npm", read_npm_lock},
    {"yarn.lock", "npm", read_yarn_lock},
    {"pnpm-lock.yaml", "npm", read_pnpm_lock},
    {"Pipfile.lock", "pipenv", read_pipfile_lock},
    {"poetry.lock", "poetry", read_poetry},
    {"uv.lock", "poetry", read_poetry},
    {"pdm.lock", "poetry", read_poetry},
    {"pylock.toml", "poetry", read_poetry},
    {"Cargo.lock", "cargo", read_cargo},
    {"composer.lock", "composer", read_composer_lock},
    {"Gemfile.lock", "gem", read_gemfile_lock},
    {"go.mod", "go", read_go_mod},
}};

const Format* format_of(std::string_view name) {
  const auto* found =
      std::find_if(formats.begin(), formats.end(), [&](const Format& f) { return f.name == name; });
  return found == formats.end() ? nullptr : found;
}

} // namespace

bool is_lock_file(std::string_view base_name) {
  return format_of(base_name) != nullptr;
}

std::string_view kind_of_lock(std::string_view base_name) {
  const Format* format = format_of(base_name);
  return format == nullptr ? std::string_view{} : format->kind;
}

std::vector<model::LockedPackage> read_lock(std::string_view text, const model::FileName& file) {
  const std::string_view path = file.str();
  const Format* format = format_of(path.substr(path.find_last_of('/') + 1));
  Locked found = format == nullptr ? Locked{} : format->read(text, file);
  found.resize(std::min(found.size(), limits::locked_packages));
  return found;
}

} // namespace secaudit::project::manifests
