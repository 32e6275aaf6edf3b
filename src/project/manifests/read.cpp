// SPDX-License-Identifier: Apache-2.0
#include "project/manifests/read.hpp"

#include "base/json.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "project/manifests/locks.hpp"
#include "project/manifests/npm.hpp"
#include "project/manifests/requirements.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <set>

namespace secaudit::project::manifests {
namespace {

std::string_view base_name(std::string_view path) {
  return path.substr(path.find_last_of('/') + 1);
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.find_last_of('/');
  return slash == std::string::npos ? "." : path.substr(0, slash);
}

std::string beside(const std::string& folder, std::string_view name) {
  return folder == "." ? std::string(name) : folder + "/" + std::string(name);
}

bool is_requirements_file(std::string_view path) {
  const std::string name = base::to_lower(base_name(path));
  const bool in_folder =
      base::contains(base::to_lower(path), "requirements/") && name.ends_with(".txt");
  return in_folder
         || (base::contains(name, "requirements")
             && (name.ends_with(".txt") || name.ends_with(".in")));
}

/// Manifests whose entries are not read yet: what counts is that a lock file stands beside them.
struct LockedKind {
  std::string_view manifest;
  std::string_view kind;
  std::array<std::string_view, 4> locks;
};
constexpr std::array<LockedKind, 7> locked_kinds{{
    {"Pipfile", "pipenv", {"Pipfile.lock"}},
    {"pyproject.toml", "poetry", {"poetry.lock", "uv.lock", "pdm.lock", "pylock.toml"}},
    {"go.mod", "go", {"go.sum"}},
    {"Cargo.toml", "cargo", {"Cargo.lock"}},
    {"composer.json", "composer", {"composer.lock"}},
    {"Gemfile", "gem", {"Gemfile.lock"}},
    {"mix.exs", "hex", {"mix.lock"}},
}};
constexpr std::array<std::string_view, 6> npm_locks{"package-lock.json", "npm-shrinkwrap.json",
                                                    "yarn.lock",         "pnpm-lock.yaml",
                                                    "bun.lock",          "bun.lockb"};

class Reader {
 public:
  Reader(const host::Host& host, const model::ProjectTree& tree) : host_(host), tree_(tree) {
    for (const model::FileName& file : tree.files) {
      names_.insert(file.str());
    }
  }

  std::vector<model::Manifest> run() {
    for (const model::FileName& file : tree_.files) {
      const std::string_view name = base_name(file.str());
      if (is_requirements_file(file.str())) {
        requirements(file);
      } else if (name == "package.json") {
        package_json(file);
      } else {
        locked(file, name);
      }
    }
    for (const model::FileName& file : tree_.files) {
      if (is_lock_file(base_name(file.str()))) {
        lock_file(file);
      }
    }
    return std::move(found_);
  }

 private:
  std::optional<std::string> read(const std::string& name) const {
    const bool absolute = name.starts_with('/');
    auto text =
        host_.read_file(absolute ? name : tree_.directory + "/" + name, limits::project_file_bytes);
    return text ? std::optional(std::move(*text)) : std::nullopt;
  }

  /// The first of the lock files in the folder or one above it (a workspace keeps its lock at the
  /// root).
  template <std::size_t N>
  std::optional<model::FileName> find_lock(std::string folder,
                                           const std::array<std::string_view, N>& locks) const {
    for (;;) {
      for (const std::string_view lock : locks) {
        if (!lock.empty() && names_.contains(beside(folder, lock))) {
          return model::FileName(beside(folder, lock));
        }
      }
      if (folder == ".") {
        return std::nullopt;
      }
      folder = folder_of(folder);
    }
  }

  void requirements(const model::FileName& file) {
    const auto text = read(file.str());
    if (!text) {
      return;
    }
    model::Manifest manifest = read_requirements(*text, file);
    const bool all_hashed =
        !manifest.requirements.empty()
        && std::all_of(manifest.requirements.begin(), manifest.requirements.end(),
                       [](const model::Requirement& r) { return r.hashed; });
    // A requirements file that pins everything with its hash is its own lock; `.in` files have
    // theirs beside them.
    if (all_hashed) {
      manifest.lock = file;
    } else if (file.str().ends_with(".in")) {
      const std::string compiled = file.str().substr(0, file.str().size() - 3) + ".txt";
      manifest.lock =
          names_.contains(compiled) ? std::optional(model::FileName(compiled)) : std::nullopt;
    }
    found_.push_back(std::move(manifest));
  }

  void package_json(const model::FileName& file) {
    const auto text = read(file.str());
    if (!text) {
      return;
    }
    auto manifest = read_package_json(*text, file);
    if (!manifest) {
      model::Manifest broken;
      broken.kind = "npm";
      broken.file = file;
      broken.directory = folder_of(file.str());
      broken.diagnostics.push_back(
          {{file, {1, 1}, {1, 1}}, manifest.error().message, manifest.error().hint, true});
      found_.push_back(std::move(broken));
      return;
    }
    manifest->lock = find_lock(folder_of(file.str()), npm_locks);
    compare(*text, *manifest);
    found_.push_back(std::move(*manifest));
  }

  void compare(const std::string& package_text, model::Manifest& manifest) const {
    // A lock further up belongs to a workspace, whose members it lists in its own way.
    if (!manifest.lock || folder_of(manifest.lock->str()) != manifest.directory
        || !manifest.lock->str().ends_with(".json")) {
      return;
    }
    const auto lock_text = read(manifest.lock->str());
    const auto package = base::parse_json(package_text);
    const auto lock = lock_text ? base::parse_json(*lock_text) : base::fail("unreadable");
    if (!package || !lock) {
      manifest.lock_in_step = false;
      manifest.lock_problem = manifest.lock->str() + " is no JSON";
      return;
    }
    const LockState state = compare_lock(*package, &*lock);
    manifest.lock_in_step = state.kind != LockState::Kind::out_of_sync;
    manifest.lock_problem = state.problem;
  }

  /// What a lock file pins belongs to the manifest beside it; one that stands alone is a manifest
  /// of its own.
  void lock_file(const model::FileName& file) {
    const auto text = read(file.str());
    if (!text) {
      return;
    }
    auto packages = read_lock(*text, file);
    const std::string folder = folder_of(file.str());
    const auto owner = std::find_if(found_.begin(), found_.end(), [&](const model::Manifest& m) {
      return m.directory == folder && (m.file == file || m.lock == file);
    });
    if (owner != found_.end()) {
      owner->locked = std::move(packages);
      return;
    }
    const bool used = std::any_of(found_.begin(), found_.end(), [&](const model::Manifest& m) {
      return m.directory == folder && m.kind == kind_of_lock(base_name(file.str()));
    });
    if (packages.empty() || used) {
      return; // another lock file is the one in force there
    }
    model::Manifest alone;
    alone.kind = kind_of_lock(base_name(file.str()));
    alone.file = file;
    alone.directory = folder;
    alone.lock = file;
    alone.locked = std::move(packages);
    found_.push_back(std::move(alone));
  }

  void locked(const model::FileName& file, std::string_view name) {
    for (const LockedKind& kind : locked_kinds) {
      if (name == kind.manifest) {
        model::Manifest manifest;
        manifest.kind = std::string(kind.kind);
        manifest.file = file;
        manifest.directory = folder_of(file.str());
        manifest.lock = find_lock(manifest.directory, kind.locks);
        found_.push_back(std::move(manifest));
      }
    }
  }

  const host::Host& host_;
  const model::ProjectTree& tree_;
  std::set<std::string> names_;
  std::vector<model::Manifest> found_;
};

} // namespace

std::vector<model::Manifest> read_named(const host::Host& host,
                                        const std::vector<std::string>& paths) {
  model::ProjectTree tree;
  tree.directory = host.working_directory();
  for (const std::string& path : paths) {
    const std::string prefix = tree.directory + "/";
    tree.files.emplace_back(path.starts_with(prefix) ? path.substr(prefix.size()) : path);
  }
  return Reader(host, tree).run();
}

std::vector<model::Manifest> read_all(const host::Host& host, const model::ProjectTree& tree) {
  return Reader(host, tree).run();
}

} // namespace secaudit::project::manifests
