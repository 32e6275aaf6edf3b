// SPDX-License-Identifier: Apache-2.0
#include "base/glob.hpp"
#include "base/text.hpp"
#include "rules/rule.hpp"
#include "rules/service_nodes.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

/// The service whose build sends the file to the builder, or "".
std::string sent_by(const std::string& path, const Context& context) {
  for (const model::DockerfileUse& use : context.subjects.dockerfiles) {
    if (!use.context.empty() && !use.ignore_file && use.context_readable
        && is_or_below(base::clean_path(path), base::clean_path(use.context))) {
      return use.service.empty() ? use.dockerfile.file.str() : use.service;
    }
  }
  return {};
}

bool is_example(std::string_view path) {
  const std::string lower = base::to_lower(path);
  return base::contains(lower, "example") || base::contains(lower, "sample")
         || base::contains(lower, "template") || lower.ends_with(".dist");
}

Verdict check(const model::Project& project, const Context& context) {
  std::vector<Issue> issues;
  for (const model::ProjectFile& secret : project.secrets) {
    if (secret.file.empty() || is_example(secret.file)) {
      continue;
    }
    const std::string name = secret.file.substr(secret.file.rfind('/') + 1);
    const model::Node* file = secret.node.find("file");
    const model::Span& place = file == nullptr ? secret.span : file->span;
    if (secret.mode && (*secret.mode & 0004U) != 0) {
      issues.push_back(
          {Severity::medium,
           "The file of the secret " + secret.name + " can be read by every user of this machine.",
           {at(place, name)},
           "Run `chmod 600 " + name + "`.",
           "secrets." + secret.name + ".mode"});
    }
    const std::string builder = sent_by(secret.file, context);
    if (!builder.empty()) {
      issues.push_back({Severity::medium,
                        "The file of the secret " + secret.name + " lies in the build context of "
                            + builder
                            + ", which has no .dockerignore: `COPY . .` puts it into the image.",
                        {at(place, name)},
                        "Add `" + name + "` to a .dockerignore beside the Dockerfile.",
                        "secrets." + secret.name + ".context"});
    }
  }
  return from_issues(std::move(issues), "secret files are kept");
}

} // namespace

Rule CO410() {
  return {.id = "CO410",
          .name = "secret-file-loose",
          .title = "Secret file is readable by all or in the build context",
          .severity = Severity::medium,
          .items = {},
          .controls = {},
          .tags = {"compose", "secrets"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
