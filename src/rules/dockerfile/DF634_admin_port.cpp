// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

#include <array>

namespace secaudit::rules {
namespace {

struct Known {
  std::string_view port;
  std::string_view what;
};
constexpr std::array<Known, 8> ports = {{{"22", "ssh"},
                                         {"23", "telnet"},
                                         {"3389", "remote desktop"},
                                         {"5800", "VNC"},
                                         {"5900", "VNC"},
                                         {"2375", "the Docker API without TLS"},
                                         {"2376", "the Docker API"},
                                         {"512", "rexec"}}};

bool covers(std::string_view text, std::string_view port) {
  const std::string_view range = text.substr(0, text.find('/'));
  const std::size_t dash = range.find('-');
  if (dash == std::string_view::npos) {
    return range == port;
  }
  const auto number = [](std::string_view digits) {
    return digits.empty() || digits.size() > 5
                   || digits.find_first_not_of("0123456789") != std::string_view::npos
               ? 0UL
               : std::stoul(std::string(digits));
  };
  const auto low = number(range.substr(0, dash));
  const auto high = number(range.substr(dash + 1));
  // A wide range is not about this port.
  return low > 0 && low <= number(port) && number(port) <= high && high - low < 64;
}

Verdict check(const model::DockerfileUse& use, const Context& context) {
  return judge_instructions(use, "EXPOSE", [&](const Placed& item, std::vector<Issue>& issues) {
    if (!item.final && !context.strict) {
      return;
    }
    for (const model::Word& word : item.instruction.arguments) {
      for (const Known& known : ports) {
        if (covers(word.text, known.port) && !word.text.ends_with("/udp")) {
          issues.push_back(about(item, Severity::medium,
                                 "EXPOSE " + word.text + " announces " + std::string(known.what)
                                     + ", a way in that a container does not need.",
                                 "Leave it out; `docker exec` is the way in."));
        }
      }
    }
  });
}

} // namespace

Rule DF634() {
  return {.id = "DF634",
          .name = "admin-port",
          .title = "A port for administration is exposed",
          .severity = Severity::medium,
          .items = {"H2"},
          .controls = {"trivy DS-0004", "checkov CKV_DOCKER_1", "KICS exposing_port_22",
                       "SonarSource S6473"},
          .tags = {"dockerfile", "runtime"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
