// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  for (const model::Word& directive : use.dockerfile.directives) {
    if (!directive.text.starts_with("syntax=")) {
      continue;
    }
    std::string image = directive.text.substr(7);
    image = image.substr(0, image.find(' '));
    const ImageName name = parse_image_name(image);
    Issue issue;
    issue.evidence = {at(directive.span, "# " + directive.text)};
    issue.key = "syntax";
    const bool own =
        name.registry == "docker.io"
        && (name.path == "docker/dockerfile" || name.path == "docker/dockerfile-upstream");
    if (!own) {
      issue.severity = name.digest.empty() ? Severity::medium : Severity::low;
      issue.message = name.repository()
                      + " reads this file and runs in the builder; it can put into "
                        "the image what it likes.";
      issue.remedy = "Use docker/dockerfile:1, or pin the frontend by its digest.";
      return fail(std::move(issue));
    }
    if (name.tag.empty() && name.digest.empty()) {
      issue.severity = Severity::info;
      issue.message = "The frontend has no version: a build may change with its next release.";
      issue.remedy = "Write `# syntax=docker/dockerfile:1`.";
      return fail(std::move(issue));
    }
  }
  return pass("Docker's own frontend");
}

} // namespace

Rule DF712() {
  return {.id = "DF712",
          .name = "foreign-frontend",
          .title = "Another program than Docker's reads the Dockerfile",
          .severity = Severity::medium,
          .items = {"H12"},
          .controls = {},
          .tags = {"dockerfile", "supply-chain"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
