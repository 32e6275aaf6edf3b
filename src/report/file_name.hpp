// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace secaudit::report {

/// A service's name as part of a file name: nothing that leads out of the folder or means something
/// to a shell, and never a hidden file.
std::string file_part(const std::string& name);

} // namespace secaudit::report
