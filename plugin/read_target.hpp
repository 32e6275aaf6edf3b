// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/read.hpp"

#include "plugin/audit_run.hpp"

namespace secaudit::plugin {

/// Reads what the operand of `inspect image` and `sbom` names: `-`, an archive, an OCI layout
/// folder, or an image of the engine. `hash_files` fills in the digests of the files.
base::Result<model::ImageArchive> read_target(const Session& session, bool hash_files,
                                              std::vector<model::Gap>& gaps);

} // namespace secaudit::plugin
