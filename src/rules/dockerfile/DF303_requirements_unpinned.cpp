// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

#include <algorithm>
#include <optional>

namespace secaudit::rules {
namespace {

/// The manifest of a name that a RUN installs from.
const model::Manifest* manifest_named(const Context& context, const model::DockerfileUse& use,
                                      const std::string& path) {
  const std::string name = path.substr(path.rfind('/') + 1);
  const std::string folder = use.context_name.str();
  for (const model::Manifest& manifest : context.subjects.manifests) {
    const std::string file = manifest.file.str();
    const bool same_name = file.substr(file.rfind('/') + 1) == name;
    const bool in_context = folder.empty() || folder == "." || file.starts_with(folder + "/");
    if (manifest.kind == "pip" && same_name && in_context) {
      return &manifest;
    }
  }
  return nullptr;
}

std::optional<Issue> judge(const model::Manifest& manifest, const PackageCall& call,
                           const Placed& run) {
  std::vector<std::string> loose;
  const model::Requirement* first = nullptr;
  for (const model::Requirement& requirement : manifest.requirements) {
    if (!requirement.pinned) {
      first = first == nullptr ? &requirement : first;
      loose.push_back(requirement.name);
    }
  }
  if (loose.empty()) {
    return std::nullopt;
  }
  const std::size_t all = loose.size();
  loose.resize(std::min<std::size_t>(all, 4));
  Issue issue = about(*call.command, run, by_place(run, Severity::medium),
                      "This installs " + std::to_string(all) + " packages of " + manifest.file.str()
                          + " in whatever version is newest (" + base::join(loose, ", ")
                          + (all > 4 ? ", …" : "") + ").",
                      "Pin them with `pip freeze` or pip-compile.");
  issue.evidence.push_back(at(first->span, first->name + first->constraint));
  return issue;
}

Verdict check(const model::DockerfileUse& use, const Context& context) {
  return judge_packages(
      use, [&](const PackageCall& call, const Placed& run, std::vector<Issue>& issues) {
        if (call.tool != "pip" || call.verb != "install"
            || has_any(*call.command, {"-c", "--constraint", "--require-hashes"})) {
          return;
        }
        const auto file = option_value(*call.command, {"-r", "--requirement"});
        const model::Manifest* manifest = file ? manifest_named(context, use, *file) : nullptr;
        if (manifest != nullptr) {
          if (auto issue = judge(*manifest, call, run)) {
            issues.push_back(*std::move(issue));
          }
        }
      });
}

} // namespace

Rule DF303() {
  return {.id = "DF303",
          .name = "requirements-unpinned",
          .title = "The requirements that are installed are not pinned",
          .severity = Severity::medium,
          .items = {"H12"},
          .controls = {},
          .tags = {"dockerfile", "dependencies"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
