// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/dockerfile.hpp"
#include "model/finding.hpp"
#include "model/image.hpp"
#include "model/manifest.hpp"
#include "model/project.hpp"
#include "model/proxy.hpp"
#include "model/secret.hpp"
#include "model/vulnerability.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::model {

/// An image of the project with the service that runs it and what became of building and exporting
/// it.
struct ImageUse {
  std::string service; ///< "" for `docker secaudit image`
  std::string reference;
  bool built_here = false;    ///< the project builds it
  bool built_fresh = false;   ///< built with --no-cache in this run
  std::optional<Image> image; ///< nothing when it could not be had; a Gap says why
  std::vector<ArchiveProblem> problems;
};

/// Everything that was read, for the rules to judge. What could not be read is in `gaps`.
struct Subjects {
  enum class Scope { compose, image, files };
  Scope scope = Scope::compose;
  std::string title; ///< project name or image reference
  std::optional<Project> project;
  std::vector<DockerfileUse> dockerfiles;
  std::vector<StartCommand>
      start_commands; ///< one a service, and one a Dockerfile that no service builds
  std::vector<ImageUse> images;
  std::vector<ProxyConfig> proxies;
  std::vector<Manifest> manifests;
  std::optional<ProjectTree> tree;
  std::vector<SecretHit> secrets;
  std::vector<PasswordJudgement> passwords;
  std::vector<Vulnerability> vulnerabilities;
  std::vector<VulnerabilityCoverage> coverage; ///< empty: nothing looked for vulnerabilities
  std::vector<ScannerRun> scanner_runs;
  std::optional<AdvisoryData> advisory_data; ///< nothing: no database was there
  std::vector<Gap> gaps;
  std::vector<CommandEvidence> commands; ///< processes that were started, for the record (W1)

  const DockerfileUse* dockerfile_of(std::string_view service) const;
  const ImageUse* image_of(std::string_view service) const;
  const StartCommand* start_command_of(std::string_view service) const;
};

} // namespace secaudit::model
