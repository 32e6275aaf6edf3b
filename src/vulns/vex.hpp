// SPDX-License-Identifier: Apache-2.0
// Statements of makers and teams that a fault does or does not matter for a product.
#pragma once

#include "base/result.hpp"
#include "model/subjects.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace secaudit::vulns {

struct VexProduct {
  std::string id;                      ///< PURL, image reference or digest, "" = whatever it is
  std::vector<std::string> components; ///< PURLs inside of it; empty: the whole product
};

struct VexStatement {
  enum class Status { not_affected, affected, fixed, under_investigation };
  std::vector<std::string> names; ///< of the fault
  std::vector<VexProduct> products;
  Status status = Status::under_investigation;
  std::string justification;
  std::string timestamp; ///< RFC 3339; the latest statement counts
  std::string source;    ///< file it stands in
};

/// Reads an OpenVEX, a CSAF VEX or a CycloneDX document. An error names what the file is not.
base::Result<std::vector<VexStatement>> read_vex(std::string_view json, const std::string& source);

/// Notes on each fault that a statement takes out (not affected, fixed) which one and why. A
/// statement holds for a package by its PURL (a version there counts only for that version), or for
/// an image by its name or digest.
void apply_vex(const std::vector<VexStatement>& statements,
               const std::vector<model::ImageUse>& images,
               std::vector<model::Vulnerability>& vulnerabilities);

} // namespace secaudit::vulns
