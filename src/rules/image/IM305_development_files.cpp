// SPDX-License-Identifier: Apache-2.0
#include "rules/image_facts.hpp"
#include "rules/layer_origin.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace secaudit::rules {
namespace {

constexpr std::array<std::string_view, 12> names{
    "Dockerfile",    "docker-compose.yml", "docker-compose.yaml", "compose.yml",
    "compose.yaml",  ".dockerignore",      ".DS_Store",           ".vimrc",
    ".bash_history", ".python_history",    ".node_repl_history",  ".gitlab-ci.yml"};
constexpr std::array<std::string_view, 6> folders{".git",    ".svn",  ".hg",
                                                  ".vscode", ".idea", ".github"};

template <typename List>
bool is_in(const List& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

/// The folder of the path that gives it away, with what stands before it; "" when none does.
std::string_view told_folder(std::string_view path) {
  for (std::size_t begin = 0; begin < path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    if (path[begin] == '.' && is_in(folders, path.substr(begin, end - begin))) {
      return path.substr(0, end);
    }
    begin = end + 1;
  }
  return {};
}

/// Packages ship examples and templates of such files.
bool is_foreign(std::string_view path) {
  constexpr std::array<std::string_view, 4> inside{"/node_modules/", "/site-packages/",
                                                   "/dist-packages/", "/vendor/"};
  return path.starts_with("usr/share/") || path.starts_with("usr/lib/")
         || path.starts_with("usr/local/lib/") || path.starts_with("etc/skel/")
         || std::any_of(inside.begin(), inside.end(), [&](std::string_view folder) {
              return path.find(folder) != std::string_view::npos;
            });
}

Verdict check(const model::ImageUse& use, const Context& context) {
  const model::Image& image = *use.image;
  std::vector<const model::ImageFile*> found;
  std::set<std::string_view> seen;
  bool repository = false;
  for (const model::ImageFile& file : image.files) {
    if (file.owned || is_foreign(file.path)) {
      continue;
    }
    const std::string_view path = file.path;
    const std::string_view folder = told_folder(path);
    const bool named =
        file.type == model::FileType::file && is_in(names, path.substr(path.rfind('/') + 1));
    // Of a folder its first file alone is told.
    if (folder.empty() ? named : path != folder && seen.insert(folder).second) {
      found.push_back(&file);
      repository = repository || folder.ends_with(".git") || folder.ends_with(".svn")
                   || folder.ends_with(".hg");
    }
  }
  if (found.empty()) {
    return pass("no files of the development");
  }
  Issue issue;
  issue.severity = repository ? Severity::medium : Severity::low;
  issue.message =
      image_title(use)
      + (repository ? " holds the repository of its sources: all that was ever committed, "
                      "removed secrets too, is for everybody who has the image."
                    : " holds files of its development, which tell how it is built and run.");
  issue.evidence = file_evidence(image, found);
  issue.remedy = "List them in .dockerignore, or copy only what runs (COPY --from=build).";
  issue.key = "development-files";
  add_origins(use, context, issue);
  return fail(std::move(issue));
}

} // namespace

Rule IM305() {
  return {.id = "IM305",
          .name = "development-files",
          .title = "Files of the development in the image",
          .severity = Severity::low,
          .items = {"H2", "H13"},
          .controls = {"dockle DKL-LI-0003", "CWE-538"},
          .tags = {"image", "attack-surface"},
          .fix = Fix::suggestion,
          .check = &check};
}

} // namespace secaudit::rules
