// SPDX-License-Identifier: Apache-2.0
#include "rules/service_user.hpp"

#include "rules/service_facts.hpp"

namespace secaudit::rules {

bool is_root_user(std::string_view user) {
  const std::string_view name = user.substr(0, user.find(':'));
  return name.empty() || name == "root" || name == "0" || name == "ContainerAdministrator";
}

std::optional<Verdict> by_user_of_service(const model::DockerfileUse& use, const Context& context) {
  const model::Service* service =
      context.subjects.project ? context.subjects.project->service(use.service) : nullptr;
  if (service == nullptr || !service->user) {
    return std::nullopt;
  }
  return runs_as(*service, context).kind == RunsAs::Kind::root
             ? not_applicable("root by the service's own user: CO112 says it there")
             : pass("user: of the service");
}

} // namespace secaudit::rules
