// SPDX-License-Identifier: Apache-2.0
#include "rules/service_issue.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool is_development_file(std::string_view file) {
  const std::size_t slash = file.rfind('/');
  const std::string name =
      base::to_lower(slash == std::string_view::npos ? file : file.substr(slash + 1));
  const auto parts = base::split(name, '.');
  return std::any_of(parts.begin(), parts.end(), [](std::string_view part) {
    return part == "dev" || part == "development" || part == "local" || part == "test"
           || part == "ci" || part == "override" || part.ends_with("-dev")
           || part.ends_with("-local") || part.ends_with("-test");
  });
}

} // namespace

std::vector<model::Evidence> absent(const model::Service& service, std::string_view key) {
  return {at(service.name_span, service.name + ": no " + std::string(key))};
}

Verdict conclude(const model::Service& service, std::vector<Issue> issues,
                 std::string reason_when_clean) {
  for (Issue& issue : issues) {
    if (!service.active) {
      issue.severity = Severity::info;
      issue.message += " The service is in a profile that is not enabled.";
      continue;
    }
    const auto* place = issue.evidence.empty()
                            ? nullptr
                            : std::get_if<model::SourceEvidence>(&issue.evidence.front());
    if (place != nullptr && is_development_file(place->span.file.str())) {
      issue.message += " It stands in a development file.";
    }
  }
  return from_issues(std::move(issues), std::move(reason_when_clean));
}

std::string path_of(const model::Service& service) {
  return "services." + service.name;
}

Severity raised(Severity severity) {
  return severity == Severity::critical ? severity
                                        : static_cast<Severity>(static_cast<int>(severity) + 1);
}

} // namespace secaudit::rules
