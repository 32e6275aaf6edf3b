// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

namespace secaudit::rules {
namespace {

bool is_address(std::string_view host) {
  const std::string_view name = host.substr(0, host.rfind(':'));
  return (!name.empty() && name.find_first_not_of("0123456789.") == std::string_view::npos
          && name.find('.') != std::string_view::npos)
         || host.starts_with('[');
}

Verdict check(const model::Service& service, const Context&) {
  std::vector<Issue> issues;
  if (service.image && !service.build) {
    const std::string host = parse_image_name(service.image->value).registry;
    const bool local = host.starts_with("localhost") || host.starts_with("127.");
    if (local || is_address(host)) {
      issues.push_back({local ? Severity::low : Severity::medium,
                        "The image of service " + service.name + " comes from " + host
                            + (local ? ", which only this machine has: another host cannot pull it."
                                     : ", an address without a name: no public certificate covers "
                                       "it, so that the engine is usually told to do without TLS."),
                        places(*service.image, "image: " + service.image->value),
                        "Give the registry a name with a certificate and write it in `"
                            + path_of(service) + ".image`.",
                        "image.registry"});
    }
  }
  for (const std::string& word : start_words(service)) {
    if (base::contains(word, "--insecure-registry")
        || base::contains(word, "--registry-insecure")) {
      const auto& line = service.command ? service.command : service.entrypoint;
      issues.push_back(
          {Severity::medium,
           "Service " + service.name + " takes images from a registry without TLS.",
           places(*line, base::truncate(word, 60)),
           "Delete the option from " + path_of(service) + " and give the registry a certificate.",
           "command.insecure-registry"});
      break;
    }
  }
  return conclude(service, std::move(issues), "registries have a name");
}

} // namespace

Rule CO505() {
  return {.id = "CO505",
          .name = "insecure-registry",
          .title = "Registry without TLS or name",
          .severity = Severity::medium,
          .items = {},
          .controls = {"CIS-Docker 2.5"},
          .tags = {"compose", "supply"},
          .fix = Fix::none,
          .check = check};
}

} // namespace secaudit::rules
