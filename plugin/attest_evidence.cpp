// SPDX-License-Identifier: Apache-2.0
#include "plugin/attest_evidence.hpp"

#include "base/digest.hpp"
#include "base/glob.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "project/git/repository.hpp"

namespace secaudit::plugin {

bool is_evidence_path(const std::string& evidence) {
  const std::size_t dot = evidence.rfind('.');
  const bool has_ending =
      dot != std::string::npos && dot + 1 < evidence.size() && evidence.size() - dot <= 6;
  return !base::contains(evidence, "://") && !base::contains(evidence, " ")
         && (has_ending || base::contains(evidence, "/"));
}

namespace {

/// Evidence that git does not track is evidence for one person only.
void note_untracked(const host::Host& host, const std::string& folder,
                    std::vector<audit::Attestation>& attestations) {
  std::vector<audit::Attestation*> by_file;
  std::vector<std::string> files;
  for (audit::Attestation& attestation : attestations) {
    const std::string& evidence = attestation.evidence;
    if (is_evidence_path(evidence) && !evidence.starts_with('/') && attestation.note.empty()
        && attestation.problem.empty()) {
      by_file.push_back(&attestation);
      files.push_back(base::clean_path(evidence));
    }
  }
  const auto repository = files.empty() ? std::optional<project::git::Repository>()
                                        : project::git::Repository::open(host, folder);
  if (!repository) {
    return;
  }
  const auto tracked = repository->tracked(files);
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (!tracked.contains(files[i])) {
      by_file[i]->note =
          "Its evidence " + by_file[i]->evidence + " is not tracked by git: others cannot see it";
    }
  }
}

} // namespace

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
  note_untracked(host, folder, attestations);
}

} // namespace secaudit::plugin
