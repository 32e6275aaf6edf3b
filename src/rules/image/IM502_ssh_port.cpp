// SPDX-License-Identifier: Apache-2.0
#include "rules/image_facts.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

constexpr std::array<std::string_view, 4> ports{"22/tcp", "23/tcp", "2222/tcp", "22"};

Verdict check(const model::ImageUse& use, const Context&) {
  const model::Image& image = *use.image;
  for (const std::string& port : image.config.exposed_ports) {
    if (std::find(ports.begin(), ports.end(), port) == ports.end()) {
      continue;
    }
    Issue issue;
    issue.severity = Severity::medium;
    issue.message = image_title(use) + " exposes port " + port
                    + ": a remote shell in a container is a second way in, with its own accounts "
                      "and keys.";
    issue.evidence = {config_evidence(image, "/config/ExposedPorts", port)};
    issue.remedy = "Leave the server out and use docker exec on the host.";
    issue.key = "port";
    return fail(std::move(issue));
  }
  return pass("no port of a remote shell is exposed");
}

} // namespace

Rule IM502() {
  return {.id = "IM502",
          .name = "ssh-port-exposed",
          .title = "Port of a remote shell exposed",
          .severity = Severity::medium,
          .items = {"H5"},
          .controls = {"trivy DS-0004", "CIS-Docker 5.7"},
          .tags = {"image", "network"},
          .fix = Fix::suggestion,
          .check = &check};
}

} // namespace secaudit::rules
