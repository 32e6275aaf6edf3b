// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/image_facts.hpp"
#include "rules/layer_origin.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

struct Step {
  std::string_view key;
  std::string_view why;
  std::string_view remedy;
  Severity severity;
};

constexpr Step upgrade{"upgrade", "upgrades all packages, with another result in every build",
                       "Build often on a renewed base image instead.", Severity::info};
constexpr Step update_alone{"update-alone",
                            "refreshes the lists of packages in a step of its own, so that later "
                            "builds install from old ones",
                            "Join update and install in one RUN.", Severity::low};
constexpr Step sudo{"sudo", "uses or installs sudo, a way to root that a container does not need",
                    "Do what needs root before USER, and leave sudo out.", Severity::medium};
constexpr Step remote{"add-remote", "ADDs from the network without a checksum",
                      "Use ADD --checksum=sha256:…, or a RUN that verifies what it downloads.",
                      Severity::medium};

bool has(const std::string& command, std::string_view words) {
  const std::string padded = " " + command + " ";
  return base::contains(padded, " " + std::string(words) + " ")
         || base::contains(padded, " " + std::string(words) + ";");
}

bool has_any(const std::string& command, std::initializer_list<std::string_view> all) {
  return std::any_of(all.begin(), all.end(),
                     [&](std::string_view words) { return has(command, words); });
}

const Step* judge(const std::string& command) {
  if (command.starts_with("ADD ")) {
    const bool network = base::contains(command, "http://") || base::contains(command, "https://");
    return network && !base::contains(command, "--checksum=") ? &remote : nullptr;
  }
  if (command.starts_with("COPY ") || command.starts_with("ENV ")
      || command.starts_with("LABEL ")) {
    return nullptr;
  }
  const bool installs = has_any(command, {"install", "add"});
  if (has(command, "sudo")) {
    return &sudo;
  }
  if (has_any(command, {"apt-get dist-upgrade", "apt-get -y dist-upgrade", "apt-get upgrade",
                        "apt-get -y upgrade", "apt-get upgrade -y", "apt upgrade", "apk upgrade",
                        "yum update -y", "yum -y update", "dnf upgrade", "dnf -y upgrade"})) {
    return &upgrade;
  }
  if (has_any(command, {"apt-get update", "apt-get -y update", "apt update", "apk update"})
      && !installs) {
    return &update_alone;
  }
  return nullptr;
}

Verdict check(const model::ImageUse& use, const Context& context) {
  const model::Image& image = *use.image;
  const bool read = std::any_of(
      context.subjects.dockerfiles.begin(), context.subjects.dockerfiles.end(),
      [&](const model::DockerfileUse& dockerfile) { return dockerfile.service == use.service; });
  if (read) {
    return not_applicable("its Dockerfile is judged itself");
  }
  if (!use.built_here && context.subjects.scope == model::Subjects::Scope::compose) {
    return not_applicable("the image is made by others");
  }
  if (image.config.history.empty()) {
    return unknown("the image has no history");
  }
  std::vector<Issue> issues;
  for (std::size_t i = 0; i < image.config.history.size(); ++i) {
    const std::string& created_by = image.config.history[i].created_by;
    const Step* step = judge(history_command(created_by));
    if (step == nullptr) {
      continue;
    }
    Issue issue;
    issue.severity = step->severity;
    issue.message = image_title(use) + ": step " + std::to_string(i + 1) + " of its build "
                    + std::string(step->why) + ".";
    issue.evidence = {config_evidence(image, "/history/" + std::to_string(i) + "/created_by",
                                      shown_command(created_by))};
    issue.remedy = step->remedy;
    issue.key = std::string(step->key) + "[" + std::to_string(i) + "]";
    issues.push_back(std::move(issue));
  }
  return from_issues(std::move(issues), "no step of the history stands out");
}

} // namespace

Rule IM505() {
  return {.id = "IM505",
          .name = "questionable-build-step",
          .title = "Step of the build that is better left out",
          .severity = Severity::low,
          .items = {"H2"},
          .controls = {"dockle DKL-DI-0001", "dockle DKL-DI-0003", "dockle CIS-DI-0007",
                       "dockle CIS-DI-0009", "trivy DS-0017"},
          .tags = {"image", "history"},
          .fix = Fix::suggestion,
          .check = &check};
}

} // namespace secaudit::rules
