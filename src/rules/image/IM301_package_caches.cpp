// SPDX-License-Identifier: Apache-2.0
#include "rules/image_facts.hpp"

#include <fmt/format.h>

#include <array>

namespace secaudit::rules {
namespace {

struct Cache {
  std::string_view folder;
  std::string_view tool;
  std::string_view remedy;
};
constexpr std::array<Cache, 11> caches{{
    {"var/lib/apt/lists/", "apt", "end the RUN that installs with && rm -rf /var/lib/apt/lists/*"},
    {"var/cache/apt/archives/", "apt", "end the RUN that installs with && apt-get clean"},
    {"var/cache/apk/", "apk", "use apk add --no-cache"},
    {"var/cache/dnf/", "dnf", "end the RUN that installs with && dnf clean all"},
    {"var/cache/yum/", "yum", "end the RUN that installs with && yum clean all"},
    {"root/.cache/pip/", "pip", "use pip install --no-cache-dir"},
    {"root/.npm/", "npm",
     "mount a cache (RUN --mount=type=cache,target=/root/.npm) or end with && npm cache clean "
     "--force"},
    {"usr/local/share/.cache/yarn/", "yarn", "end the RUN with && yarn cache clean"},
    {"root/.cache/go-build/", "go", "build in a stage of its own and copy the program only"},
    {"root/.m2/repository/", "maven", "build in a stage of its own and copy the archive only"},
    {"root/.composer/cache/", "composer", "end the RUN with && composer clear-cache"},
}};

constexpr std::uint64_t worth_telling = 1024 * 1024;

Verdict check(const model::ImageUse& use, const Context&) {
  const model::Image& image = *use.image;
  std::vector<Issue> issues;
  for (const Cache& cache : caches) {
    std::uint64_t bytes = 0;
    const model::ImageFile* first = nullptr;
    for (const model::ImageFile& file : image.files) {
      if (file.type == model::FileType::file && file.path.starts_with(cache.folder)) {
        bytes += file.size;
        first = first == nullptr ? &file : first;
      }
    }
    if (bytes < worth_telling) {
      continue;
    }
    Issue issue;
    issue.severity = Severity::low;
    issue.message = fmt::format("{} carries {:.1f} MB of {}'s cache in /{}.", image_title(use),
                                static_cast<double>(bytes) / 1e6, cache.tool, cache.folder);
    issue.evidence = {file_evidence(image, *first)};
    issue.remedy = "In the Dockerfile " + std::string(cache.remedy) + ".";
    issue.key = std::string(cache.folder);
    issues.push_back(std::move(issue));
  }
  return from_issues(std::move(issues), "no package cache is left");
}

} // namespace

Rule IM301() {
  return {.id = "IM301",
          .name = "package-cache-left",
          .title = "Package cache left in the image",
          .severity = Severity::low,
          .items = {"H2", "H12"},
          .controls = {"dockle DKL-DI-0005", "hadolint DL3009"},
          .tags = {"image", "size"},
          .fix = Fix::suggestion,
          .check = &check};
}

} // namespace secaudit::rules
