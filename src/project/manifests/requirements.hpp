// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/manifest.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace secaudit::project::manifests {

/// One logical line of a requirements file (pip's requirements file format; PEP 508, PEP 503, PEP
/// 440).
struct RequirementLine {
  enum class Kind {
    blank,
    comment,
    pinned,
    pinned_hashed,
    range,
    unpinned,
    variable,
    vcs_commit,
    vcs_tag,
    vcs_unpinned,
    vcs_insecure,
    url_hash,
    url_no_hash,
    url_insecure,
    local,
    editable_local,
    include,
    constraint,
    option,
    option_index,
    option_index_insecure,
    option_extra_index,
    option_extra_index_credential,
    option_trusted_host,
    option_pre,
    option_require_hashes,
    invalid,
  };
  Kind kind = Kind::blank;
  std::string name;      ///< normalised by PEP 503, "" when there is none
  std::string version;   ///< of a pin
  std::string specifier; ///< as written, without the marker
  std::string target;    ///< file of -r and -c
};

/// Reads a line whose continuations are joined already.
RequirementLine read_requirement(std::string_view line);

std::string_view to_string(RequirementLine::Kind kind);

/// A whole requirements file, without the files it includes. Options that weaken the supply chain
/// are in Manifest::options.
model::Manifest read_requirements(std::string_view text, const model::FileName& file);

} // namespace secaudit::project::manifests
