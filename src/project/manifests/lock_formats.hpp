// SPDX-License-Identifier: Apache-2.0
// The lock files whose reading takes more than a loop.
#pragma once

#include "model/manifest.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::project::manifests {

using Locked = std::vector<model::LockedPackage>;

/// Where each quoted text of a file stands first.
class QuotedLines {
 public:
  QuotedLines(std::string_view text, const model::FileName& file);
  /// Its line; line 1 for a text that is not there.
  model::Span operator()(const std::string& quoted) const;

 private:
  model::FileName file_;
  std::map<std::string, model::Span, std::less<>> first_;
};
model::Span whole_line(const model::FileName& file, int number, std::string_view line);

/// package-lock.json of all versions.
Locked read_npm_lock(std::string_view text, const model::FileName& file);
/// yarn.lock of Yarn 1 and later.
Locked read_yarn_lock(std::string_view text, const model::FileName& file);
Locked read_pnpm_lock(std::string_view text, const model::FileName& file);
/// Cargo.lock, poetry.lock, uv.lock, pdm.lock, pylock.toml: tables `[[package]]` with name and
/// version.
Locked read_toml_packages(std::string_view text, const model::FileName& file,
                          std::string_view type);
/// go.mod: requirements with their replacements.
Locked read_go_mod(std::string_view text, const model::FileName& file);

} // namespace secaudit::project::manifests
