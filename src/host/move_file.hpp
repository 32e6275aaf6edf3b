// SPDX-License-Identifier: Apache-2.0
// Renaming and removing, for the installer of hooks alone: nothing else in the program ever touches
// a file that it did not write.
#pragma once

#include "base/result.hpp"

#include <string>

namespace secaudit::host {

/// Gives a file another name in the same file system, as rename(2): a link is moved, not followed.
/// An error when a file of the new name exists.
base::Status move_file(const std::string& from, const std::string& to);

/// Removes a file or a link, never a folder.
base::Status remove_file(const std::string& path);

} // namespace secaudit::host
