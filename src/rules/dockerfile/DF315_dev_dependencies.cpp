// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool leaves_out(const PackageCall& call) {
  const model::ShellCommand& command = *call.command;
  for (const model::ShellWord& word : command.words) {
    if (one_of(word.text, {"--production", "--prod", "-P", "--omit=dev", "--only=production",
                           "--only=prod", "--no-dev", "--production=true", "--without-dev",
                           "--no-default-groups", "--only=main"})) {
      return true;
    }
  }
  const std::string omit = option_value(command, {"--omit", "--only", "--without"}).value_or("");
  return one_of(omit, {"dev", "production", "prod", "main", "development"})
         || base::contains(omit, "dev");
}

bool installs(const PackageCall& call) {
  const bool plain = call.operands.empty() && !has_any(*call.command, {"-g", "--global"});
  return (call.tool == "npm" && plain && one_of(call.verb, {"ci", "install", "i", "clean-install"}))
         || (call.tool == "yarn" && plain
             && (call.verb == "install" || (call.verb.empty() && !call.command->has("--version"))))
         || (call.tool == "pnpm" && plain && one_of(call.verb, {"install", "i"}))
         || (call.tool == "composer" && call.verb == "install")
         || (call.tool == "uv" && call.verb == "sync")
         || (call.tool == "poetry" && call.verb == "install")
         || (call.tool == "bundle" && call.verb == "install");
}

bool by_environment(const model::DockerfileUse& use, const Placed& run, const PackageCall& call) {
  const std::string& tool = call.tool;
  const auto is = [&](const char* name, std::string_view value) {
    return value_at(use, run, name).value_or("") == value
           || std::any_of(call.command->assignments.begin(), call.command->assignments.end(),
                          [&](const model::Word& word) {
                            return word.text == std::string(name) + "=" + std::string(value);
                          });
  };
  if (one_of(tool, {"npm", "yarn", "pnpm"})) {
    return is("NODE_ENV", "production") || is("NPM_CONFIG_PRODUCTION", "true");
  }
  if (tool == "composer") {
    return is("COMPOSER_NO_DEV", "1");
  }
  if (tool == "uv") {
    return is("UV_NO_DEV", "1");
  }
  return tool == "bundle"
         && base::contains(value_at(use, run, "BUNDLE_WITHOUT").value_or(""), "dev");
}

/// A later command takes them away, or Bundler was told before.
bool removed(const model::DockerfileUse& use, const Placed& run, const std::string& tool) {
  for (const Placed& item : placed(use, "RUN")) {
    for (const PackageCall& call : package_calls(item.instruction)) {
      if (call.tool == tool && (call.verb == "prune" || call.verb == "config")) {
        return true;
      }
      const bool again = call.tool == tool && item.index > run.index && installs(call);
      if (again && leaves_out(call)) {
        return true;
      }
    }
  }
  return false;
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  if (deployed_stage(use) == nullptr) {
    return not_applicable("not for production");
  }
  return judge_packages(use, [&](const PackageCall& call, const Placed& run,
                                 std::vector<Issue>& issues) {
    if (!run.final || !installs(call) || leaves_out(call) || by_environment(use, run, call)
        || removed(use, run, call.tool)) {
      return;
    }
    const char* option = call.tool == "npm"        ? "npm ci --omit=dev"
                         : call.tool == "yarn"     ? "yarn install --production"
                         : call.tool == "pnpm"     ? "pnpm install --prod"
                         : call.tool == "composer" ? "composer install --no-dev"
                         : call.tool == "uv"       ? "uv sync --no-dev"
                         : call.tool == "poetry"   ? "poetry install --only main"
                                                   : "bundle config set without 'development test'";
    issues.push_back(
        about(*call.command, run, Severity::low,
              call.tool + " installs what is needed for development and tests as well.",
              std::string("Write `") + option
                  + "` in the stage that runs; build in a stage of its own."));
  });
}

} // namespace

Rule DF315() {
  return {.id = "DF315",
          .name = "dev-dependencies",
          .title = "Dependencies for development stay in the image",
          .severity = Severity::low,
          .items = {"H2"},
          .controls = {},
          .tags = {"dockerfile", "dependencies"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
