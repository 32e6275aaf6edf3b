// SPDX-License-Identifier: Apache-2.0
#include "base/glob.hpp"
#include "base/text.hpp"
#include "rules/host_paths.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

/// The text of the value that this one replaced in another file or service, "" when none is known.
template <typename T>
const model::Origin* replaced(const std::optional<model::Sourced<T>>& value, std::string_view old) {
  if (!value) {
    return nullptr;
  }
  for (const model::Origin& origin : value->origins) {
    const bool base = origin.via == model::Via::overridden || origin.via == model::Via::extended;
    if (base && origin.note == old && origin.span != value->span) {
      return &origin;
    }
  }
  return nullptr;
}

void add(const model::Service& service, const model::Span& where, const std::string& now,
         const model::Span& before, const std::string& was, std::vector<Issue>& issues) {
  Issue issue;
  issue.severity = Severity::high;
  issue.message = "Service " + service.name + " loses protection that " + before.file.str()
                  + " gives it: " + now + " here" + (was.empty() ? "." : ", " + was + " there.");
  issue.evidence = {at(where, now)};
  if (before.known()) {
    issue.evidence.push_back(at(before, was));
  }
  issue.remedy =
      "Delete `" + now + "` from " + where.file.str() + ", or keep that file away from production.";
  issue.key = "undone[" + now + "]";
  issues.push_back(std::move(issue));
}

void judge_values(const model::Service& service, std::vector<Issue>& issues) {
  if (const auto* old = replaced(service.privileged, "false");
      old != nullptr && service.privileged->value) {
    add(service, service.privileged->span, "privileged: true", old->span, "privileged: false",
        issues);
  }
  if (const auto* old = replaced(service.read_only, "true");
      old != nullptr && !service.read_only->value) {
    add(service, service.read_only->span, "read_only: false", old->span, "read_only: true", issues);
  }
  if (!service.user) {
    return;
  }
  const std::string name = service.user->value.substr(0, service.user->value.find(':'));
  if (name != "root" && name != "0") {
    return;
  }
  for (const model::Origin& origin : service.user->origins) {
    const std::string old = origin.note.substr(0, origin.note.find(':'));
    const bool base = origin.via == model::Via::overridden || origin.via == model::Via::extended;
    if (base && !old.empty() && old != "root" && old != "0" && old.front() != '$') {
      return add(service, service.user->span, "user: " + service.user->value, origin.span,
                 "user: " + origin.note, issues);
    }
  }
}

bool loosens(std::string_view option) {
  const std::string text = base::replace_all(base::to_lower(option), "=", ":");
  return text == "no-new-privileges:false" || text == "seccomp:unconfined"
         || text == "apparmor:unconfined" || text == "label:disable"
         || text == "systempaths:unconfined";
}

bool dangerous(const model::Mount& mount) {
  const std::string path = base::clean_path(mount.source);
  return mount.type == "bind"
         && (is_engine_socket(path)
             || (!mount.read_only && sensitive_host_path(path) >= Severity::high));
}

/// Entries that a later file adds to a list of the first.
void judge_lists(const model::Service& service, std::vector<Issue>& issues) {
  const auto later = [&](const model::Span& span) {
    return span.known() && span.file != service.name_span.file;
  };
  for (const auto& option : service.security_opt) {
    if (later(option.span) && loosens(*option)) {
      add(service, option.span, "security_opt: " + *option, service.name_span, "", issues);
    }
  }
  for (const auto& cap : service.cap_add) {
    const std::string name = capability_name(*cap);
    if (later(cap.span)
        && (name == "ALL" || name == "SYS_ADMIN" || name == "SYS_MODULE" || name == "SYS_RAWIO")) {
      add(service, cap.span, "cap_add: " + *cap, service.name_span, "", issues);
    }
  }
  for (const auto& mount : service.volumes) {
    if (later(mount.span) && dangerous(*mount)) {
      add(service, mount.span, mount->source + " → " + mount->target, service.name_span, "",
          issues);
    }
  }
}

Verdict check(const model::Service& service, const Context&) {
  std::vector<Issue> issues;
  judge_values(service, issues);
  judge_lists(service, issues);
  return conclude(service, std::move(issues), "no file takes protection away");
}

} // namespace

Rule CO913() {
  return {.id = "CO913",
          .name = "override-undoes-hardening",
          .title = "Override takes protection away",
          .severity = Severity::high,
          .items = {},
          .controls = {},
          .tags = {"compose", "correctness", "isolation"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
