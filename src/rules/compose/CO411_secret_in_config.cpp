// SPDX-License-Identifier: Apache-2.0
#include "base/glob.hpp"
#include "base/text.hpp"
#include "model/secret_names.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

namespace secaudit::rules {
namespace {

struct Line {
  std::string name;
  std::string value;
};

/// `name: value`, `name = value`, `name value` of a line of a configuration file.
std::optional<Line> setting_of(std::string_view line) {
  const std::string_view text = base::trim(line);
  const std::size_t end = text.find_first_of(":= \t");
  if (text.empty() || text.front() == '#' || text.front() == ';' || end == std::string_view::npos) {
    return std::nullopt;
  }
  std::string_view value = base::trim(text.substr(end));
  while (!value.empty() && (value.front() == ':' || value.front() == '=')) {
    value = base::trim(value.substr(1));
  }
  value = base::trim(value.substr(0, value.find(" #")));
  if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'')
      && value.back() == value.front()) {
    value = value.substr(1, value.size() - 2);
  }
  std::string name(text.substr(0, end));
  return Line{base::replace_all(name, "\"", ""), std::string(value)};
}

bool is_literal(std::string_view value) {
  return value.size() >= 4 && value.find_first_of("${<% ") == std::string_view::npos
         && !value.starts_with('/') && value != "true" && value != "false" && value != "null";
}

void judge_content(const model::ProjectFile& config, std::vector<Issue>& issues) {
  const model::Node* content = config.node.find("content");
  if (content == nullptr || !content->is_scalar()) {
    return;
  }
  const std::string& written = content->raw.empty() ? content->text : content->raw;
  for (const std::string_view line : base::lines(written)) {
    const auto setting = setting_of(line);
    if (!setting || !model::demand_of(setting->name)) {
      continue;
    }
    const bool variable = setting->value.starts_with("${");
    if (!variable && !is_literal(setting->value)) {
      continue;
    }
    const std::string shown = variable
                                  ? setting->value.substr(0, setting->value.find_first_of(":-"))
                                  : base::masked(setting->value);
    issues.push_back(
        {variable ? Severity::medium : Severity::high,
         "The config " + config.name + " holds " + setting->name + " (" + shown
             + (variable ? "); configs are not kept secret."
                         : "): it stands in the compose file, and configs are not kept "
                           "secret."),
         {at(content->span, setting->name + " " + shown)},
         "Move " + setting->name
             + " to `secrets` and let the program read it from "
               "/run/secrets; change the value where it was written out.",
         "configs." + config.name + "[" + setting->name + "]"});
  }
}

/// Secrets of a known format in files that are handed over as configuration.
void judge_mounted(const model::Project& project, const Context& context,
                   std::vector<Issue>& issues) {
  const std::string root = base::clean_path(project.directory);
  for (const model::SecretHit& hit : context.subjects.secrets) {
    if (!hit.image.empty() || (hit.severity != "critical" && hit.severity != "high")) {
      continue;
    }
    const std::string path = base::clean_path(root + "/" + hit.span.file.str());
    for (const model::ProjectFile& config : project.configs) {
      if (!config.file.empty() && base::clean_path(config.file) == path) {
        issues.push_back(
            {Severity::high,
             "The config " + config.name + " is the file " + hit.span.file.str()
                 + ", which holds a secret (" + hit.title + ").",
             {at(hit.span, hit.masked), at(config.span, config.name)},
             "Declare it under `secrets` instead of `configs`, and keep the file out of "
             "the repository.",
             "configs." + config.name + "[" + hit.format + "]"});
      }
    }
  }
}

Verdict check(const model::Project& project, const Context& context) {
  std::vector<Issue> issues;
  for (const model::ProjectFile& config : project.configs) {
    judge_content(config, issues);
  }
  judge_mounted(project, context, issues);
  return from_issues(std::move(issues), "no secret in a config");
}

} // namespace

Rule CO411() {
  return {.id = "CO411",
          .name = "secret-in-config",
          .title = "Secret in a config",
          .severity = Severity::high,
          .items = {},
          .controls = {"OWASP-Docker 12"},
          .tags = {"compose", "secrets"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
