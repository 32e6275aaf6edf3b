// SPDX-License-Identifier: Apache-2.0
#include "base/glob.hpp"
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

/// Options that undo what the engine sets for a tmpfs by itself: noexec, nosuid, nodev.
std::vector<std::string> loosened(std::string_view options) {
  std::vector<std::string> out;
  for (const auto& option : base::split(options, ',')) {
    if (option == "exec" || option == "suid" || option == "dev") {
      out.emplace_back(option);
    }
  }
  return out;
}

void judge_short_form(const model::Service& service, std::vector<Issue>& issues,
                      std::vector<std::string>& unbounded) {
  for (const auto& entry : service.tmpfs) {
    const std::string& text = entry.value;
    const std::string path = text.substr(0, text.find(':'));
    const std::string options = path.size() < text.size() ? text.substr(path.size() + 1) : "";
    const std::vector<std::string> loose = loosened(options);
    if (!loose.empty()) {
      issues.push_back({Severity::low,
                        "The temporary file system " + path + " of service " + service.name
                            + " allows " + base::join(loose, ", ")
                            + ": what an attacker writes there can be run.",
                        places(entry, text),
                        "Delete " + base::join(loose, ", ") + " from `" + path_of(service)
                            + ".tmpfs`; without options the engine mounts noexec, nosuid, nodev.",
                        "tmpfs[" + path + "]"});
    }
    if (!base::contains(options, "size=")) {
      unbounded.push_back(path);
    }
  }
}

void judge_long_form(const model::Service& service, std::vector<std::string>& unbounded) {
  for (const model::Node& mount : items_of(key_of(service, "volumes"))) {
    const model::Node* size = mount.at("tmpfs.size");
    const bool bounded = size != nullptr && size->text != "0";
    if (text_at(mount, "type") == "tmpfs" && !bounded) {
      unbounded.push_back(text_at(mount, "target"));
    }
  }
}

bool covered(const model::Service& service, const std::string& folder) {
  return std::any_of(service.volumes.begin(), service.volumes.end(),
                     [&](const auto& mount) {
                       const std::string target = base::clean_path(mount->target);
                       return is_or_below(folder, target) || is_or_below(target, folder);
                     })
         || std::any_of(service.tmpfs.begin(), service.tmpfs.end(), [&](const auto& entry) {
              const std::string path = base::clean_path(entry->substr(0, entry->find(':')));
              return is_or_below(folder, path) || is_or_below(path, folder);
            });
}

void judge_read_only(const model::Service& service, const Context& context,
                     std::vector<Issue>& issues) {
  if (!service.read_only || !service.read_only->value) {
    return;
  }
  std::vector<std::string> missing;
  for (const std::string& folder : temporary_folders(service, context)) {
    if (!covered(service, folder)) {
      missing.push_back(folder);
    }
  }
  if (!missing.empty()) {
    issues.push_back(
        {Severity::low,
         "Service " + service.name + " is read-only, but its software writes to "
             + base::join(missing, ", ") + ", where nothing writable is mounted.",
         places(*service.read_only, "read_only: true"),
         "Add `tmpfs: [" + base::join(missing, ", ") + "]` to " + path_of(service) + ".",
         "read_only.tmpfs"});
  }
}

Verdict check(const model::Service& service, const Context& context) {
  std::vector<Issue> issues;
  std::vector<std::string> unbounded;
  judge_short_form(service, issues, unbounded);
  judge_long_form(service, unbounded);
  // A memory limit bounds a tmpfs as well: its pages count for the container.
  if (!unbounded.empty() && !service.limits.memory) {
    const model::Node* key = key_of(service, service.tmpfs.empty() ? "volumes" : "tmpfs");
    issues.push_back({Severity::low,
                      "Service " + service.name + " can fill the host's memory through "
                          + few(unbounded)
                          + ": neither the file system nor the service has a size "
                            "limit.",
                      {at(key == nullptr ? service.name_span : key->span, few(unbounded))},
                      "Write the size, for example `tmpfs: [\"" + unbounded.front()
                          + ":size=64m\"]`, or give " + path_of(service) + " a `mem_limit`.",
                      "tmpfs.size"});
  }
  judge_read_only(service, context, issues);
  return conclude(service, std::move(issues), "temporary file systems are bounded");
}

} // namespace

Rule CO114() {
  return {.id = "CO114",
          .name = "loose-temporary-filesystem",
          .title = "Temporary file system is loose or missing",
          .severity = Severity::low,
          .items = {},
          .controls = {"compose-lint CL-0022"},
          .tags = {"compose", "isolation"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
