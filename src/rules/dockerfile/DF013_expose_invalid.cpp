// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

struct PortText {
  std::string problem;
  Severity severity = Severity::medium;
};

bool digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool in_range(std::string_view text) {
  return text.size() <= 5 && std::stoul(std::string(text)) <= 65535;
}

PortText problem_of(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string_view protocol =
      slash == std::string_view::npos ? "tcp" : text.substr(slash + 1);
  std::string_view port = text.substr(0, slash);
  if (port.find(':') != std::string_view::npos) {
    return {"an address or a port of the host is no business of the image"};
  }
  const std::size_t dash = port.find('-');
  const std::string_view last = dash == std::string_view::npos ? port : port.substr(dash + 1);
  port = port.substr(0, dash);
  if (!digits(port) || !digits(last)) {
    return {"that is no number of a port"};
  }
  if (!in_range(port) || !in_range(last)) {
    return {"ports end at 65535"};
  }
  const std::string lower = base::to_lower(protocol);
  if (!one_of(lower, {"tcp", "udp", "sctp"})) {
    return {"the protocol is tcp, udp or sctp"};
  }
  if (lower != protocol) {
    return {"the protocol is written in lower case", Severity::low};
  }
  return {};
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "EXPOSE", [&](const Placed& expose, std::vector<Issue>& issues) {
    for (const model::Word& word : expose.instruction.arguments) {
      std::string text = word.text;
      if (text.size() > 1 && (text.front() == '"' || text.front() == '\'')
          && text.back() == text.front()) {
        text = text.substr(1, text.size() - 2);
      }
      if (text.find('$') != std::string::npos) {
        continue;
      }
      const PortText found = problem_of(text);
      if (!found.problem.empty()) {
        Issue issue =
            about(expose, found.severity, "EXPOSE " + text + ": " + found.problem + ".",
                  "Write the number of the port in the container, such as 8080 or 53/udp.");
        issue.evidence = {at(word.span, text)};
        issue.key += "|" + text;
        issues.push_back(std::move(issue));
      }
    }
  });
}

} // namespace

Rule DF013() {
  return {.id = "DF013",
          .name = "expose-invalid",
          .title = "EXPOSE names no valid port",
          .severity = Severity::medium,
          .items = {"H2"},
          .controls = {"hadolint DL3011", "trivy DS-0008", "KICS unix_ports_out_of_range",
                       "BuildKit ExposeProtoCasing", "BuildKit ExposeInvalidFormat"},
          .tags = {"dockerfile", "structure"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
