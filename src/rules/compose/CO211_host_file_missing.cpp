// SPDX-License-Identifier: Apache-2.0
#include "base/glob.hpp"
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

/// Files that programs make at their first start or that people bring along.
bool is_generated(std::string_view path) {
  static constexpr std::array<std::string_view, 14> words{
      "cert", "ssl",  "letsencrypt", "acme", ".env",  "secret", "key",
      "pem",  "data", "log",         "sock", "local", "token",  "password"};
  const std::string lower = base::to_lower(path);
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return base::contains(lower, word); });
}

bool looks_like_file(const model::Mount& mount) {
  const auto dotted = [](std::string_view path) {
    const std::string_view name = path.substr(path.rfind('/') + 1);
    const std::size_t dot = name.rfind('.');
    return dot != std::string_view::npos && dot > 0 && dot + 1 < name.size()
           && name.find_first_of("0123456789", dot) == std::string_view::npos
           && !name.ends_with(".d");
  };
  return dotted(mount.source) && dotted(mount.target);
}

Verdict check(const model::Service& service, const Context& context) {
  const auto& tree = context.subjects.tree;
  if (!tree || !tree->complete || tree->files.empty() || tree->directory.empty()) {
    return not_applicable("the folder was not looked through");
  }
  const std::string root = base::clean_path(tree->directory);
  std::vector<Issue> issues;
  for (const auto& mount : service.volumes) {
    const std::string source = base::clean_path(mount->source);
    if (mount->type != "bind" || !looks_like_file(*mount) || !is_or_below(source, root)
        || source == root || mount->create_host_path == false) {
      continue;
    }
    const std::string name = source.substr(root.size() + 1);
    const bool there = std::any_of(tree->files.begin(), tree->files.end(),
                                   [&](const auto& file) { return is_or_below(file.str(), name); });
    // A template beside it says that people are meant to make it.
    const bool made = std::any_of(tree->files.begin(), tree->files.end(), [&](const auto& file) {
      return file.str().starts_with(name + ".");
    });
    if (there || made || is_generated(name)) {
      continue;
    }
    issues.push_back(
        {Severity::low,
         "Service " + service.name + " mounts " + name
             + ", which is not there: the engine makes an empty folder of that name, "
               "owned by root, and the program finds a folder where it wants a file.",
         places(mount, mount->source_written + " → " + mount->target),
         "Create " + name
             + ", or use the long syntax with `bind: {create_host_path: false}` so that "
               "the start fails instead.",
         "volumes[" + mount->target + "].missing"});
  }
  return conclude(service, std::move(issues), "what is mounted is there");
}

} // namespace

Rule CO211() {
  return {.id = "CO211",
          .name = "host-file-missing",
          .title = "File to be mounted is not there",
          .severity = Severity::low,
          .items = {},
          .controls = {},
          .tags = {"compose", "mounts"},
          .fix = Fix::none,
          .check = check};
}

} // namespace secaudit::rules
