// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool verifies(const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return base::contains(word, "--tlsverify") && !base::contains(word, "=false");
  });
}

bool opens_tcp(const std::vector<std::string>& words) {
  const bool daemon =
      std::any_of(words.begin(), words.end(),
                  [](const std::string& word) { return base::contains(word, "dockerd"); })
      || (!words.empty() && words.front().starts_with("-"));
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    const bool inside = base::contains(word, "-H tcp://") || base::contains(word, "-H=tcp://")
                        || base::contains(word, "--host=tcp://")
                        || base::contains(word, "-Htcp://");
    const bool apart = (word == "-H" || word == "--host") && i + 1 < words.size()
                       && words[i + 1].starts_with("tcp://");
    if ((inside || apart) && daemon) {
      return true;
    }
  }
  return false;
}

bool is_engine(const model::Service& service, const Context& context) {
  const ImageName image = software_of(service, context);
  return image_is(image, "docker") || any_of(service_images().socket_proxies, image);
}

Verdict check(const model::Service& service, const Context& context) {
  std::vector<Issue> issues;
  const bool proxy = any_of(service_images().socket_proxies, software_of(service, context));
  for (const auto& port : service.ports) {
    const bool plain = port->target == 2375;
    if ((!plain && port->target != 2376)
        || exposure(*port, service, context) < Exposure::one_address) {
      continue;
    }
    issues.push_back(
        {plain ? Severity::critical : Severity::low,
         std::string(proxy ? "The socket proxy " : "The engine's API of service ") + service.name
             + " is published"
             + (plain ? " without encryption or login: who reaches the port is root on "
                        "the host."
                      : "; it asks for a client certificate if TLS is set up."),
         places(port, written(*port)),
         "Delete the port from " + path_of(service)
             + "; services of the project reach it by its name without one.",
         "ports[" + std::to_string(port->target) + "].engine"});
  }
  const std::vector<std::string> words = start_words(service);
  const bool engine =
      is_engine(service, context) || (!words.empty() && base::contains(words.front(), "dockerd"));
  if (engine && opens_tcp(words) && !verifies(words)) {
    const auto& line = service.command ? service.command : service.entrypoint;
    issues.push_back({Severity::critical,
                      "The engine of service " + service.name
                          + " listens on TCP and checks no client certificate.",
                      places(*line, "-H tcp://"),
                      "Delete `-H tcp://…` from " + path_of(service)
                          + " or add `--tlsverify` with its certificates.",
                      "command.host"});
  }
  return conclude(service, std::move(issues), "no engine over the network");
}

} // namespace

Rule CO309() {
  return {.id = "CO309",
          .name = "engine-api-over-network",
          .title = "Engine answers over the network",
          .severity = Severity::critical,
          .items = {},
          .controls = {"CIS-Docker 2.7"},
          .tags = {"compose", "network"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
