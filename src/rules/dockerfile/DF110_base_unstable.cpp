// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

bool is_unstable(std::string_view word) {
  if (one_of(word, {"sid", "testing", "unstable", "experimental", "edge", "nightly", "canary",
                    "alpha", "beta", "rc", "dev", "devel", "snapshot", "rawhide", "preview"})) {
    return true;
  }
  for (const char* stem : {"rc", "beta", "alpha"}) {
    const std::string_view rest =
        word.starts_with(stem) ? word.substr(std::string(stem).size()) : "";
    if (!rest.empty() && rest.find_first_not_of("0123456789.") == std::string_view::npos) {
      return true;
    }
  }
  // 3.15.0rc1, 2.0-beta.2
  const std::size_t letter = word.find_first_not_of("0123456789.");
  return letter != std::string_view::npos && letter > 0
         && (word.substr(letter).starts_with("rc") || word.substr(letter).starts_with("beta")
             || word.substr(letter).starts_with("alpha"));
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_base_images(
      use, [&](const model::Stage& stage, const ImageName& image, std::vector<Issue>& issues) {
        // Chainguard's and Docker's hardened images mean "with a shell" by -dev.
        const bool dev_is_variant = image.registry == "cgr.dev" || image.registry == "dhi.io";
        const std::string tag = base::to_lower(image.tag);
        for (const std::string_view word : base::split(tag, '-')) {
          if (is_unstable(word) && !(dev_is_variant && word == "dev")) {
            const bool final = is_final(use, stage);
            issues.push_back(about(stage, final ? Severity::medium : Severity::low,
                                   image.repository() + ":" + image.tag
                                       + " is a version for trying out: it changes at any time and "
                                         "gets no security support.",
                                   "Take a release."));
            return;
          }
        }
      });
}

} // namespace

Rule DF110() {
  return {.id = "DF110",
          .name = "base-unstable",
          .title = "Base image is a pre-release",
          .severity = Severity::medium,
          .items = {"H2"},
          .controls = {},
          .tags = {"dockerfile", "base"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
