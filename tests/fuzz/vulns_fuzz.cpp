// SPDX-License-Identifier: Apache-2.0
// What comes from outside on the way to a vulnerability: scanners' output, advisories, VEX
// documents, lock files, histories and reports of earlier runs.
#include "project/manifests/locks.hpp"
#include "vulns/advisory.hpp"
#include "vulns/matching.hpp"
#include "vulns/packing.hpp"
#include "vulns/scanners/reading.hpp"
#include "vulns/vex.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {

using namespace secaudit;

void read_scans(const std::string& text) {
  for (const char* tool :
       {"trivy", "grype", "scout", "snyk", "npm-audit", "pip-audit", "osv-scanner"}) {
    vulns::ToolOutput output;
    output.output = text;
    const auto reading = vulns::read_scan(tool, output);
    // What was not understood must never look clean.
    if (!reading.recognised && reading.state != model::ScanState::not_audited) {
      std::abort();
    }
  }
}

void read_advisory(std::string_view text) {
  const auto advisory = vulns::parse_osv(text);
  if (!advisory) {
    return;
  }
  for (const vulns::Affected& affected : advisory->affected) {
    const auto again = vulns::unpack_affected(vulns::pack(affected));
    if (!again || again->ranges.size() != affected.ranges.size()) {
      std::abort();
    }
    const vulns::AskedVersion asked(vulns::Scheme::pep440, "1.2.3");
    (void)vulns::is_affected(affected, asked);
    (void)vulns::fixed_version(affected, asked, vulns::Scheme::pep440);
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  read_scans(text);
  read_advisory(text);
  (void)vulns::unpack_affected(text);
  (void)vulns::unpack_advisory(text);
  (void)vulns::read_vex(text, "vex.json");
  for (const char* name : {"package-lock.json", "yarn.lock", "pnpm-lock.yaml", "uv.lock", "go.mod",
                           "Gemfile.lock", "composer.lock", "Pipfile.lock"}) {
    (void)project::manifests::read_lock(text, name);
  }
  return 0;
}
