// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/finding.hpp"
#include "model/manifest.hpp"
#include "model/project.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::audit {

/// Regular expressions of the detectors, compiled once. What does not compile is refused and never
/// matched literally.
class Patterns {
 public:
  explicit Patterns(const std::vector<std::string>& expressions, bool ignore_case = false);
  ~Patterns();
  Patterns(Patterns&&) noexcept;
  Patterns& operator=(Patterns&&) noexcept;

  /// Offset and length of the first match at or behind `from`; nothing when there is none.
  struct Match {
    std::size_t offset = 0;
    std::size_t length = 0;
  };
  std::optional<Match> find(std::string_view text, std::size_t from = 0) const;
  bool matches(std::string_view text) const { return find(text).has_value(); }
  const std::vector<std::string>& refused() const { return refused_; }

 private:
  struct Compiled;
  std::unique_ptr<Compiled> compiled_;
  std::vector<std::string> refused_;
};

/// True for files that show or test things and are not the product: tests, examples, documentation,
/// vendored code (rules/checklist-and-proxy.md section 2, scope).
bool outside_production(std::string_view path);

/// Places in the application's sources where a statement matches; comments and the inside of
/// strings do not count. At most `most`.
std::vector<model::Evidence> in_code(const model::ProjectTree& tree, const Patterns& patterns,
                                     std::size_t most = 3);

/// Places in documents (workflows, scripts, cron files, …) whose name `wanted` accepts; lines that
/// are comments do not count.
std::vector<model::Evidence> in_documents(const model::ProjectTree& tree, const Patterns& patterns,
                                          const std::function<bool(std::string_view)>& wanted,
                                          std::size_t most = 3);

/// Files of the tree whose name matches one of the globs; `**/` may stand for no folder, `{a,b}`
/// for alternatives. Compared without case. Examples and templates are left out.
std::vector<model::FileName> files_like(const model::ProjectTree& tree,
                                        const std::vector<std::string>& globs);

/// Whether the path matches one of the globs, by the rules of files_like.
bool like(std::string_view path, const std::vector<std::string>& globs);

/// The requirements of the manifests with one of the names; in PyPI names `-`, `_` and `.` are the
/// same.
std::vector<model::Evidence> required(const std::vector<model::Manifest>& manifests,
                                      const std::vector<std::string>& names);

/// The variable of the service by a detector's "NAME", "NAME=value" or "NAME*", with a value that
/// is not empty.
const model::Variable* variable_like(const model::Service& service,
                                     const std::vector<std::string>& names);

/// True for workflow and pipeline definitions of CI systems.
bool is_pipeline(std::string_view path);

} // namespace secaudit::audit
