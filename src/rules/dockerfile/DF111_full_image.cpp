// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_facts.hpp"

#include <array>
#include <utility>

namespace secaudit::rules {
namespace {

/// Images whose default variant holds compilers and hundreds of packages.
std::string smaller_variant(const ImageName& image) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> table = {{
      {"python", "slim"},
      {"node", "slim"},
      {"ruby", "slim"},
      {"perl", "slim"},
      {"debian", "slim"},
      {"php", "alpine"},
  }};
  for (const auto& [name, variant] : table) {
    if (image.registry == "docker.io" && image.path == name) {
      return std::string(variant);
    }
  }
  return {};
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  const model::Stage* stage = use.target_stage();
  if (stage == nullptr || is_development(use)) {
    return not_applicable("not for production");
  }
  const ImageName image = image_under(use, *stage);
  const std::string variant = smaller_variant(image);
  // PHP with Apache has no smaller variant.
  const bool small = base::contains(image.tag, "slim") || base::contains(image.tag, "alpine")
                     || (image.path == "php" && base::contains(image.tag, "apache"));
  if (variant.empty() || small) {
    return pass("no smaller variant is known");
  }
  return fail(
      about(*stage, Severity::low,
            image.repository() + ":" + image.tag
                + (image.path == "debian"
                       ? " brings documentation and translations that nobody reads in a container."
                       : " brings compilers and hundreds of packages that a running application "
                         "does not need."),
            "Take the variant `" + image.repository() + ":"
                + (image.tag.empty() ? "<version>" : image.tag.substr(0, image.tag.find('-'))) + "-"
                + variant + "`."));
}

} // namespace

Rule DF111() {
  return {.id = "DF111",
          .name = "full-image",
          .title = "A smaller variant of the base image exists",
          .severity = Severity::low,
          .items = {"H2"},
          .controls = {"CIS-Docker 4.3"},
          .tags = {"dockerfile", "base"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
