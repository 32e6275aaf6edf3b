// SPDX-License-Identifier: Apache-2.0
#include "model/secret_names.hpp"
#include "rules/password_issues.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

// Servers that a service logs in to. An empty password for them lets nobody into the service
// itself.
constexpr std::array<std::string_view, 11> other_servers = {
    "SMTP", "MAIL",  "EMAIL", "MAILER",   "MAILSERVER", "IMAP",
    "POP3", "PROXY", "RELAY", "SENDGRID", "MAILGUN"};
constexpr std::array<std::string_view, 23> other_stores = {
    "DB",     "DATABASE", "POSTGRES",   "POSTGRESQL",    "PG",      "PGSQL",
    "MYSQL",  "MARIADB",  "MONGO",      "MONGODB",       "REDIS",   "VALKEY",
    "CACHE",  "RABBITMQ", "AMQP",       "ELASTICSEARCH", "ELASTIC", "KAFKA",
    "BROKER", "S3",       "CLICKHOUSE", "MEMCACHED",     "LDAP"};

template <std::size_t N>
bool speaks_of(const std::string& name, const std::array<std::string_view, N>& words) {
  const auto in_name = model::name_words(name);
  return std::any_of(in_name.begin(), in_name.end(), [&](const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  });
}

bool wanted(const model::PasswordJudgement& judgement) {
  return judgement.strength == model::PasswordJudgement::Strength::empty && !judgement.fallback
         && !judgement.service.empty() && !speaks_of(judgement.name, other_servers);
}

/// The password with which a service that is no datastore logs in to one; that one is judged by its
/// own settings.
bool of_a_client(const model::PasswordJudgement& judgement, const DatastoreFamily* family) {
  return family == nullptr && !judgement.service.empty() && judgement.reason == "empty"
         && speaks_of(judgement.name, other_stores);
}

std::string remedy_for(const model::PasswordJudgement& judgement, const DatastoreFamily* family) {
  const std::string environment =
      judgement.service.empty() ? "" : " in services." + judgement.service + ".environment";
  const std::string secret = "16 or more random characters (`openssl rand -hex 16`)";
  if (judgement.reason == "empty") {
    return "Set " + judgement.name + " in `" + judgement.span.file.str() + "` to " + secret + ".";
  }
  if (family != nullptr && family->family == "redis") {
    return "Add `command: [\"redis-server\", \"--requirepass\", \"${REDIS_PASSWORD:?}\"]` to "
           "services."
           + judgement.service + " and use the password in its clients.";
  }
  if (family != nullptr && family->family == "mongodb") {
    return "Set MONGO_INITDB_ROOT_USERNAME and MONGO_INITDB_ROOT_PASSWORD" + environment
           + " from an ignored `.env`; data that exist already need a user that is made inside, "
             "and "
             "`--auth`.";
  }
  if (judgement.reason == "starts without a password") {
    return "Give " + judgement.service + " a password of " + secret
           + " by the settings of its image, and its clients the same.";
  }
  return "Delete " + judgement.name + environment + " and give the service a password of " + secret
         + " through an ignored `.env`.";
}

Issue issue_for(const model::PasswordJudgement& judgement, Exposure reach, const Context& context) {
  const model::Service* service =
      context.subjects.project ? context.subjects.project->service(judgement.service) : nullptr;
  const DatastoreFamily* family = service == nullptr ? nullptr : datastore_of(*service, context);
  const bool cache =
      family != nullptr && (family->family == "redis" || family->family == "memcached");
  Issue issue;
  const bool client = of_a_client(judgement, family);
  issue.severity = client                           ? Severity::low
                   : reach >= Exposure::one_address ? Severity::critical
                   : cache                          ? Severity::low
                                                    : Severity::medium;
  issue.message =
      (judgement.service.empty()
           ? judgement.name + " is empty"
           : "Service " + judgement.service + ": " + judgement.name
                 + (judgement.reason == "empty" ? " is " : " ") + judgement.reason)
      + (client ? "; the server that it logs in to asks for none, or the login fails."
         : reach >= Exposure::one_address ? "; anybody who reaches its published port is in."
                                          : "; every container on its network is in.");
  issue.evidence = places_of(judgement);
  issue.remedy = remedy_for(judgement, family);
  issue.key = "authentication[" + judgement.service + "." + judgement.name + "]";
  return issue;
}

Verdict check(const model::Subjects&, const Context& context) {
  return judge_passwords(context, wanted, issue_for, "everything asks for a password");
}

} // namespace

Rule CO412() {
  return {.id = "CO412",
          .name = "no-authentication",
          .title = "Service without authentication",
          .severity = Severity::medium,
          .items = {"C3"},
          .controls = {},
          .tags = {"compose", "secrets"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
