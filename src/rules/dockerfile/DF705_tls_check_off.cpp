// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

bool switched_off(const model::ShellCommand& command) {
  if (command.name == "curl") {
    return command.has("--insecure") || has_short(command, 'k');
  }
  if (command.name == "wget") {
    return command.has("--no-check-certificate");
  }
  if (command.name.starts_with("pip") || command.name.starts_with("python")) {
    return command.has("--trusted-host") || base::contains(text_of(command), ".trusted-host ");
  }
  for (const model::ShellWord& word : command.words) {
    if (base::equals_ignoring_case(word.text, "-SkipCertificateCheck")
        || (base::contains_ignoring_case(word.text, "ServerCertificateValidationCallback")
            && base::contains_ignoring_case(text_of(command), "$true"))) {
      return true;
    }
  }
  if (!one_of(command.name,
              {"npm", "npx", "yarn", "pnpm", "bun", "lerna", "git", "composer", "gem"})) {
    return false;
  }
  const std::string text = base::to_lower(text_of(command));
  const bool configures = base::contains(text, " set ") || base::contains(text, " config ");
  return base::contains(text, "--strict-ssl=false") || base::contains(text, "http.sslverify false")
         || base::contains(text, "http.sslverify=false") || base::contains(text, "disable-tls true")
         || base::contains(text, "secure-http false")
         || (command.name == "gem" && base::contains(text, "http://"))
         || (configures
             && (base::contains(text, "strict-ssl false")
                 || base::contains(text, "strict-ssl=false")));
}

bool by_variable(std::string_view name, std::string_view value) {
  const bool off = value == "0" || value == "false" || value == "no";
  return ((name == "NODE_TLS_REJECT_UNAUTHORIZED" || name == "PYTHONHTTPSVERIFY") && off)
         || name == "GIT_SSL_NO_VERIFY" // git only looks whether it is set
         || ((name == "NPM_CONFIG_STRICT_SSL" || name == "npm_config_strict_ssl") && off)
         || (name == "PERL_LWP_SSL_VERIFY_HOSTNAME" && off) || (name == "GOSUMDB" && value == "off")
         || (name == "GONOSUMDB" && value.find('*') != std::string_view::npos)
         || (name == "GOFLAGS" && base::contains(value, "-insecure")) || name == "GOINSECURE"
         || (name == "PIP_TRUSTED_HOST" && !value.empty());
}

Issue issue_for(Issue issue, const std::string& what) {
  issue.message = what
                  + " switches the check off that the server is the one that was asked: "
                    "anybody on the way can send something else.";
  issue.remedy = "Delete the switch; install the right certificates (ca-certificates, or your own "
                 "authority) instead.";
  return issue;
}

/// `NAME=value command` and `export NAME=value`.
void judge_assignments(const model::ShellCommand& command, const Placed& item,
                       std::vector<Issue>& issues) {
  std::vector<std::string> texts;
  for (const model::Word& word : command.assignments) {
    texts.push_back(word.text);
  }
  if (command.name == "export" && command.words.size() > 1) {
    texts.push_back(command.words[1].text);
  }
  for (const std::string& text : texts) {
    const std::size_t equal = text.find('=');
    std::string value = equal == std::string::npos ? "" : text.substr(equal + 1);
    if (value.size() > 1 && value.front() == value.back()
        && (value.front() == '"' || value.front() == '\'')) {
      value = value.substr(1, value.size() - 2);
    }
    if (equal != std::string::npos && by_variable(text.substr(0, equal), value)) {
      issues.push_back(
          issue_for(about(command, item, Severity::high, "", ""), text.substr(0, equal)));
      return;
    }
  }
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  for (const Placed& item : placed(use)) {
    for (const model::ShellCommand& command : item.instruction.commands) {
      if (item.instruction.name != "RUN") {
        continue;
      }
      if (switched_off(command)) {
        issues.push_back(issue_for(about(command, item, Severity::high, "", ""), command.name));
      }
      judge_assignments(command, item, issues);
    }
    if (item.instruction.name != "ENV" && item.instruction.name != "ARG") {
      continue;
    }
    for (const auto* variables : {&item.stage.environment, &item.stage.arguments}) {
      for (const model::DockerVariable& variable : *variables) {
        if (variable.instruction == item.index
            && by_variable(variable.name, variable.value.value_or(""))) {
          issues.push_back(issue_for(about(item, Severity::high, "", ""), variable.name));
        }
      }
    }
  }
  return from_issues(std::move(issues));
}

} // namespace

Rule DF705() {
  return {.id = "DF705",
          .name = "tls-check-off",
          .title = "The identity of servers is not checked",
          .severity = Severity::high,
          .items = {"H2"},
          .controls = {"checkov CKV2_DOCKER_2", "checkov CKV2_DOCKER_3", "checkov CKV2_DOCKER_4",
                       "checkov CKV2_DOCKER_5", "checkov CKV2_DOCKER_6", "checkov CKV2_DOCKER_12",
                       "checkov CKV2_DOCKER_13", "checkov CKV2_DOCKER_14", "checkov CKV2_DOCKER_16",
                       "CIS-Docker 4.11"},
          .tags = {"dockerfile", "supply-chain"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
