// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

struct Family {
  std::string_view image;
  std::string_view variable;
  std::string_view file; ///< what the variable for the file is called
};
constexpr std::array<Family, 17> families{
    {{"postgres", "POSTGRES_PASSWORD", "POSTGRES_PASSWORD_FILE"},
     {"postgis/postgis", "POSTGRES_PASSWORD", "POSTGRES_PASSWORD_FILE"},
     {"timescale/timescaledb", "POSTGRES_PASSWORD", "POSTGRES_PASSWORD_FILE"},
     {"pgvector/pgvector", "POSTGRES_PASSWORD", "POSTGRES_PASSWORD_FILE"},
     {"mysql", "MYSQL_ROOT_PASSWORD", "MYSQL_ROOT_PASSWORD_FILE"},
     {"mysql", "MYSQL_PASSWORD", "MYSQL_PASSWORD_FILE"},
     {"mariadb", "MARIADB_ROOT_PASSWORD", "MARIADB_ROOT_PASSWORD_FILE"},
     {"mariadb", "MARIADB_PASSWORD", "MARIADB_PASSWORD_FILE"},
     {"mariadb", "MYSQL_ROOT_PASSWORD", "MYSQL_ROOT_PASSWORD_FILE"},
     {"mariadb", "MYSQL_PASSWORD", "MYSQL_PASSWORD_FILE"},
     {"mongo", "MONGO_INITDB_ROOT_PASSWORD", "MONGO_INITDB_ROOT_PASSWORD_FILE"},
     {"nextcloud", "POSTGRES_PASSWORD", "POSTGRES_PASSWORD_FILE"},
     {"nextcloud", "MYSQL_PASSWORD", "MYSQL_PASSWORD_FILE"},
     {"nextcloud", "NEXTCLOUD_ADMIN_PASSWORD", "NEXTCLOUD_ADMIN_PASSWORD_FILE"},
     {"wordpress", "WORDPRESS_DB_PASSWORD", "WORDPRESS_DB_PASSWORD_FILE"},
     {"grafana/grafana", "GF_SECURITY_ADMIN_PASSWORD", "GF_SECURITY_ADMIN_PASSWORD__FILE"},
     {"influxdb", "DOCKER_INFLUXDB_INIT_PASSWORD", "DOCKER_INFLUXDB_INIT_PASSWORD_FILE"}}};

Verdict check(const model::Service& service, const Context& context) {
  const ImageName image = software_of(service, context);
  std::vector<Issue> issues;
  for (const Family& family : families) {
    const model::Variable* variable = service.variable(family.variable);
    if (!image_is(image, family.image) || variable == nullptr) {
      continue;
    }
    issues.push_back(
        {Severity::low,
         "Service " + service.name + " takes " + variable->name
             + " from its environment, which `docker inspect`, crash reports and child "
               "processes see; this image can read it from a file.",
         {at(variable->name_span.known() ? variable->name_span : variable->span, variable->name)},
         "Write `" + std::string(family.file) + ": /run/secrets/" + service.name + "-password` in `"
             + path_of(service) + ".environment`, add `secrets: [" + service.name
             + "-password]` and name its file under the top-level "
               "`secrets`.",
         "environment[" + variable->name + "].file"});
  }
  return conclude(service, std::move(issues), "no password that a secret file could hold");
}

} // namespace

Rule CO409() {
  return {.id = "CO409",
          .name = "environment-instead-of-secret",
          .title = "Password in the environment where a secret file is possible",
          .severity = Severity::low,
          .items = {},
          .controls = {"OWASP-Docker 12"},
          .tags = {"compose", "secrets"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
