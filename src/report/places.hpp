// SPDX-License-Identifier: Apache-2.0
// Findings as formats for machines want them: a file and a line each.
#pragma once

#include "model/finding.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace secaudit::report {

/// A place of a finding. Files of an image and packages have no line.
struct Place {
  std::string file; ///< from the top of the project; never empty
  model::Position begin;
  model::Position end;
  std::string logical; ///< "image layer 3: app/.env"; "" for files of the project
};

/// All places of a finding, the one to change first; its subject when it has none.
std::vector<Place> places_of(const model::Finding& finding);

/// The commit that brought it, for findings of the history; else "".
std::string commit_of(const model::Finding& finding);

/// A path as a relative URI reference (RFC 3986): what is not allowed in one is percent-encoded.
std::string uri_of(std::string_view path);

} // namespace secaudit::report
