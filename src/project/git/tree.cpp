// SPDX-License-Identifier: Apache-2.0
#include "project/git/tree.hpp"

#include "base/glob.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "project/git/ignore.hpp"
#include "project/git/repository.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace secaudit::project::git {
namespace {

// Folders that hold other people's code or generated files.
constexpr std::array<std::string_view, 17> skipped_folders{
    ".git",   "node_modules",  ".venv",         "venv",  "__pycache__",     ".terraform",
    ".tox",   ".mypy_cache",   ".hg",           ".svn",  ".next",           ".nuxt",
    "vendor", "site-packages", ".pytest_cache", ".idea", "security-reports"};

constexpr std::array<std::string_view, 26> document_patterns{"**/SECURITY*",
                                                             "**/README*",
                                                             "**/docs/**/*.md",
                                                             "**/*.md",
                                                             "**/.github/workflows/*.yml",
                                                             "**/.github/workflows/*.yaml",
                                                             "**/.gitlab-ci.yml",
                                                             "**/Jenkinsfile",
                                                             "**/.circleci/config.yml",
                                                             "**/azure-pipelines.yml",
                                                             "**/bitbucket-pipelines.yml",
                                                             "**/*.sh",
                                                             "**/crontab*",
                                                             "**/*.cron",
                                                             "**/Makefile",
                                                             "**/renovate.json",
                                                             "**/.github/dependabot.y*ml",
                                                             "**/.pre-commit-config.yaml",
                                                             "**/*.timer",
                                                             "**/*.service",
                                                             "**/prometheus*.y*ml",
                                                             "**/alertmanager*.y*ml",
                                                             "**/promtail*.y*ml",
                                                             "**/*.toml",
                                                             "**/*.conf",
                                                             "**/*.y*ml"};
constexpr std::array<std::string_view, 14> source_endings{".py",   ".js",  ".mjs", ".cjs", ".ts",
                                                          ".tsx",  ".jsx", ".rb",  ".php", ".go",
                                                          ".java", ".kt",  ".cs",  ".rs"};

constexpr std::size_t document_bytes = 256 * limits::kib;
constexpr std::size_t documents_most = 600;
constexpr std::size_t source_bytes = 512 * limits::kib;
constexpr std::size_t sources_most = 3000;

bool is_skipped(std::string_view name) {
  return std::find(skipped_folders.begin(), skipped_folders.end(), name) != skipped_folders.end();
}

bool is_document(std::string_view path) {
  return std::any_of(document_patterns.begin(), document_patterns.end(),
                     [&](std::string_view pattern) { return base::glob_match(pattern, path); });
}

bool is_source(std::string_view path) {
  return std::any_of(source_endings.begin(), source_endings.end(),
                     [&](std::string_view ending) { return path.ends_with(ending); });
}

/// `.env`, `.env.local`, `production.env`, `.envrc`.
bool is_env_name(std::string_view name) {
  return name == ".env" || name.starts_with(".env.") || name == ".envrc"
         || (name.ends_with(".env") && name.size() > 4);
}

bool is_template_name(std::string_view name) {
  constexpr std::array<std::string_view, 6> words{"example", "sample", "template",
                                                  "dist",    "tmpl",   "default"};
  const std::string lower = base::to_lower(name);
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return base::contains(lower, word); });
}

class Walk {
 public:
  Walk(const host::Host& host, model::ProjectTree& tree) : host_(host), tree_(tree) {}

  void run() { folder("", 0); }

  const std::vector<std::string>& ignore_files() const { return ignore_files_; }

 private:
  void folder(const std::string& path, std::size_t depth) {
    const auto entries = host_.list(path.empty() ? tree_.directory : tree_.directory + "/" + path);
    if (!entries) {
      tree_.unreadable.push_back(path);
      return;
    }
    for (const host::DirectoryEntry& entry : *entries) {
      if (++seen_ > limits::project_walk_entries || depth > limits::project_walk_depth) {
        tree_.complete = false;
        return;
      }
      const std::string name = path.empty() ? entry.name : path + "/" + entry.name;
      // Links are not followed: they may lead out of the project or back into it.
      if (entry.type == host::FileInfo::Type::directory && !is_skipped(entry.name)) {
        folder(name, depth + 1);
      } else if (entry.type == host::FileInfo::Type::file) {
        file(name, entry.name);
      }
    }
  }

  void file(const std::string& path, std::string_view name) {
    tree_.files.emplace_back(path);
    if (name == ".gitignore") {
      ignore_files_.push_back(path);
    }
    if (is_env_name(name)) {
      model::ProjectTree::EnvFile env;
      env.file = path;
      env.template_file = is_template_name(name);
      const auto info = host_.stat(tree_.directory + "/" + path);
      env.mode = info ? info->mode : 0;
      tree_.env_files.push_back(std::move(env));
    }
    if (is_document(path)) {
      keep(path, document_bytes, documents_most, tree_.documents);
    } else if (is_source(path)) {
      keep(path, source_bytes, sources_most, tree_.sources);
    }
  }

  void keep(const std::string& path, std::size_t bytes, std::size_t most,
            std::vector<model::ProjectTree::Document>& into) {
    if (into.size() >= most) {
      return;
    }
    auto text = host_.read_file(tree_.directory + "/" + path, bytes);
    if (text) {
      into.push_back({path, std::move(*text)});
    }
  }

  const host::Host& host_;
  model::ProjectTree& tree_;
  std::size_t seen_ = 0;
  std::vector<std::string> ignore_files_;
};

IgnoreRules read_ignore_rules(const host::Host& host, const std::string& directory,
                              std::vector<std::string> files) {
  std::stable_sort(files.begin(), files.end(), [](const std::string& a, const std::string& b) {
    return std::count(a.begin(), a.end(), '/') < std::count(b.begin(), b.end(), '/');
  });
  IgnoreRules rules;
  for (const std::string& file : files) {
    const auto text = host.read_file(directory + "/" + file, limits::project_file_bytes);
    const std::size_t slash = file.find_last_of('/');
    if (text) {
      rules.add(slash == std::string::npos ? std::string_view{}
                                           : std::string_view(file).substr(0, slash),
                *text);
    }
  }
  return rules;
}

} // namespace

model::ProjectTree read_tree(const host::Host& host, const std::string& directory) {
  model::ProjectTree tree;
  tree.directory = directory;
  Walk walk(host, tree);
  walk.run();
  if (const auto repository = Repository::open(host, directory)) {
    tree.is_git = true;
    repository->describe(tree.env_files);
    tree.remote = repository->remote();
    return tree;
  }
  const IgnoreRules rules = read_ignore_rules(host, directory, walk.ignore_files());
  for (auto& file : tree.env_files) {
    file.ignored = rules.ignores(file.file.str());
  }
  return tree;
}

} // namespace secaudit::project::git
