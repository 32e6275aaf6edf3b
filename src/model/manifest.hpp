// SPDX-License-Identifier: Apache-2.0
// Dependency manifests and what else of a project tree decides checklist items.
#pragma once

#include "model/source.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::model {

struct Requirement {
  std::string name;
  std::string constraint; ///< as written: "==2.3.1", "^4.18.0", ""
  bool pinned = false;    ///< exactly one version, or a commit
  bool hashed = false;
  bool development = false;
  Span span;
};

/// A package that a lock file names with its exact version.
struct LockedPackage {
  std::string type; ///< of its PURL: pypi, npm, golang, cargo, composer, gem
  std::string name;
  std::string version;
  bool direct = false;
  bool development = false;
  std::string via; ///< direct dependency that brings it, "" when unknown
  Span span;
};

struct Manifest {
  std::string kind; ///< pip, npm, pipenv, poetry, go, cargo, composer, gem, maven
  FileName file;
  std::string directory; ///< relative to the project
  std::vector<Requirement> requirements;
  std::optional<FileName> lock;     ///< lock file that belongs to it
  std::optional<bool> lock_in_step; ///< nothing when it could not be told
  std::string lock_problem;
  std::vector<LockedPackage> locked; ///< what the lock file (or go.mod) pins, in its order
  std::vector<std::string> options;  ///< e.g. "--extra-index-url"
  std::vector<Diagnostic> diagnostics;
};

/// Facts about the project tree that need the file system or git.
struct ProjectTree {
  std::string directory; ///< absolute
  bool is_git = false;
  bool complete = true; ///< the walk ended within its limits
  std::vector<std::string> unreadable; ///< folders that could not be listed; "" = the whole tree
  struct EnvFile {
    FileName file;
    bool template_file = false;        ///< .env.example and the like
    bool ignored = false;              ///< by the repository's own .gitignore files
    bool ignored_locally_only = false; ///< only by .git/info/exclude or the user's excludes
    bool tracked = false;
    bool in_history = false;
    unsigned mode = 0;
  };
  std::vector<EnvFile> env_files;
  std::vector<FileName>
      files; ///< every file of the tree (relative), without VCS and dependency folders
  /// Texts that the checklist reads: SECURITY.md, README*, CI workflows, cron files, scripts, …
  struct Document {
    FileName file;
    std::string text;
  };
  std::vector<Document> documents;
  /// Source files of the application (py, js, ts, rb, php, go, java, cs), for detectors; bounded in
  /// size and number.
  std::vector<Document> sources;
  std::string remote; ///< URL of origin without credentials, "" when none

  const Document* document(std::string_view name) const;
};

} // namespace secaudit::model
