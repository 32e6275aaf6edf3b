// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "model/manifest.hpp"

#include <boost/json/fwd.hpp>

#include <string>
#include <string_view>

namespace secaudit::project::manifests {

/// Reads a package.json with the place of each dependency.
base::Result<model::Manifest> read_package_json(std::string_view text, const model::FileName& file);

/// How a package.json and its package-lock.json (versions 1 to 3) belong together.
struct LockState {
  enum class Kind { in_sync, out_of_sync, no_lock, no_dependencies, workspace };
  Kind kind = Kind::in_sync;
  std::string problem; ///< which dependency differs and how
};

/// `lock` is null when there is no lock file.
LockState compare_lock(const boost::json::value& package, const boost::json::value* lock);

} // namespace secaudit::project::manifests
