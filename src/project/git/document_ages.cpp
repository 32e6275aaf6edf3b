// SPDX-License-Identifier: Apache-2.0
#include "project/git/document_ages.hpp"

#include "base/text.hpp"
#include "project/git/repository.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace secaudit::project::git {
namespace {

// git is asked once for each.
constexpr std::size_t documents_most = 20;

bool ages(std::string_view path) {
  constexpr std::array<std::string_view, 8> words{"security", "incident", "runbook",  "playbook",
                                                  "recovery", "restore",  "disaster", "backup"};
  constexpr std::array<std::string_view, 5> endings{".md", ".rst", ".adoc", ".txt", "security"};
  const std::string lower = base::to_lower(path);
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return base::contains(lower, word); })
         && std::any_of(endings.begin(), endings.end(),
                        [&](std::string_view ending) { return lower.ends_with(ending); });
}

} // namespace

model::DocumentAges document_ages(const host::Host& host, const model::ProjectTree& tree) {
  using Source = model::DocumentAges::Source;
  model::DocumentAges out;
  const auto repository =
      tree.is_git ? Repository::open(host, tree.directory) : std::optional<Repository>();
  if (!repository) {
    return out;
  }
  out.source = repository->shallow() ? Source::shallow : Source::history;
  std::size_t asked = 0;
  for (const model::ProjectTree::Document& document : tree.documents) {
    const std::string& path = document.file.str();
    if (out.source == Source::history && ages(path) && ++asked <= documents_most) {
      if (const auto day = repository->last_change(path)) {
        out.changed.emplace(path, *day);
      }
    }
  }
  return out;
}

} // namespace secaudit::project::git
