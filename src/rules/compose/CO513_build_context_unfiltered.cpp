// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/rule.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool is_secret_path(std::string_view path) {
  const std::string name(path.substr(path.rfind('/') + 1));
  return name.starts_with(".env") || name.ends_with(".pem") || name.ends_with(".key")
         || name.starts_with("id_") || path.starts_with(".git");
}

Verdict check(const model::DockerfileUse& use, const Context&) {
  if (!use.context_readable) {
    return unknown("the build context could not be read");
  }
  const auto& risky = use.risky_context_paths;
  const bool secret = std::any_of(risky.begin(), risky.end(),
                                  [](const std::string& path) { return is_secret_path(path); });
  const bool copies_all =
      std::any_of(use.dockerfile.instructions.begin(), use.dockerfile.instructions.end(),
                  [](const model::Instruction& instruction) {
                    return (instruction.name == "COPY" || instruction.name == "ADD")
                           && !instruction.flag("from") && instruction.arguments.size() > 1
                           && (instruction.arguments.front().text == "."
                               || instruction.arguments.front().text == "./"
                               || instruction.arguments.front().text == "*");
                  });
  if (use.ignore_file && !secret) {
    return pass("the ignore file keeps secrets out", {at({*use.ignore_file, {}, {}})});
  }
  if (!copies_all && !secret) {
    return pass("only named paths are copied");
  }
  Issue issue;
  issue.severity = secret ? Severity::medium : Severity::low;
  const std::string context = use.context_name.str().empty() ? "." : use.context_name.str();
  const std::vector<std::string> shown(
      risky.begin(), risky.begin() + std::min<std::ptrdiff_t>(4, std::ssize(risky)));
  issue.message = secret ? "The build context " + context + " sends " + base::join(shown, ", ")
                               + " to the builder, and a `COPY .` puts them into the image."
                         : "The build context " + context
                               + " has no .dockerignore, so everything in the folder gets into the "
                                 "image.";
  const model::Stage* stage = use.target_stage();
  issue.evidence = {use.ignore_file    ? at({*use.ignore_file, {1, 1}, {1, 1}}, "lets them in")
                    : stage != nullptr ? at(stage->span, "context without .dockerignore")
                                       : at({use.dockerfile.file, {1, 1}, {1, 1}})};
  issue.remedy = "Put into `" + (context == "." ? "" : context + "/")
                 + ".dockerignore` the lines `.env*`, `!.env.example`, `.git`, `*.pem`, `*.key`, "
                   "`node_modules`.";
  issue.key = "dockerignore";
  return fail(std::move(issue));
}

} // namespace

Rule CO513() {
  return {.id = "CO513",
          .name = "build-context-unfiltered",
          .title = "Build context lets secrets in",
          .severity = Severity::low,
          .items = {"H13"},
          .controls = {},
          .tags = {"compose", "build", "secrets"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
