// SPDX-License-Identifier: Apache-2.0
#include "plugin/attest_evidence.hpp"

#include "base/digest.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"

namespace secaudit::plugin {

bool is_evidence_path(const std::string& evidence) {
  const std::size_t dot = evidence.rfind('.');
  const bool has_ending =
      dot != std::string::npos && dot + 1 < evidence.size() && evidence.size() - dot <= 6;
  return !base::contains(evidence, "://") && !base::contains(evidence, " ")
         && (has_ending || base::contains(evidence, "/"));
}

void check_evidence(const host::Host& host, const std::string& folder,
                    std::vector<audit::Attestation>& attestations) {
  for (audit::Attestation& attestation : attestations) {
    const std::string& evidence = attestation.evidence;
    if (!attestation.evidence_sha256.empty() || is_evidence_path(evidence)) {
      const std::string path = evidence.starts_with('/') ? evidence : folder + "/" + evidence;
      const auto text = host.read_file(path, limits::project_file_bytes);
      if (!text && !attestation.evidence_sha256.empty()) {
        attestation.problem = "its evidence " + evidence + " is not there any more";
      } else if (!text) {
        attestation.note = "Its evidence " + evidence + " is no file of the project";
      } else if (!attestation.evidence_sha256.empty()
                 && base::sha256_hex(*text) != base::to_lower(attestation.evidence_sha256)) {
        attestation.note = "Its evidence " + evidence + " was changed since";
      }
    }
  }
}

} // namespace secaudit::plugin
