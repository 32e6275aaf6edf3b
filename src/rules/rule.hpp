// SPDX-License-Identifier: Apache-2.0
// A rule is two files, `XX000_name.cpp` and `XX000_name.md`. The .cpp defines `Rule
// secaudit::rules::XX000()`.
#pragma once

#include "base/date.hpp"
#include "model/subjects.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <typeindex>
#include <variant>
#include <vector>

namespace secaudit::rules {

using model::Severity;

/// Keeps what rules work out of the subjects, so that each thing is worked out once in a run: one
/// object of each type, made empty at its first use.
class Memo {
 public:
  template <typename T>
  T& get() const {
    auto& slot = slots_[std::type_index(typeid(T))];
    if (!slot) {
      slot = std::make_shared<T>();
    }
    return *static_cast<T*>(slot.get());
  }

 private:
  mutable std::map<std::type_index, std::shared_ptr<void>> slots_;
};

/// What a rule may know besides its subject.
struct Context {
  const model::Subjects& subjects;
  base::Date as_of;    ///< today, for ages and ends of life
  bool strict = false; ///< --profile-strict: rules that are quiet by default speak
  Memo memo = {};
};

/// One thing that is wrong.
struct Issue {
  Severity severity = Severity::medium;
  std::string message;                   ///< plain, one or two sentences
  std::vector<model::Evidence> evidence; ///< first = the place to change
  std::string remedy;                    ///< what to do here, concrete
  std::string key; ///< the logical place for the fingerprint, e.g. "ports[5432]"; no line numbers
  std::shared_ptr<const model::Vulnerability> vulnerability; ///< that it tells
};

/// What a check found out about one subject.
struct Verdict {
  model::Outcome outcome = model::Outcome::pass;
  std::string reason;
  std::vector<model::Evidence> evidence; ///< of a pass
  std::vector<Issue> issues;             ///< of a failure
};

Verdict pass(std::string reason = {}, std::vector<model::Evidence> evidence = {});
Verdict not_applicable(std::string reason);
Verdict unknown(std::string reason);
Verdict fail(Issue issue);
/// Fails with the issues, or passes when there are none.
Verdict from_issues(std::vector<Issue> issues, std::string reason_when_clean = {});

/// A source place as evidence. The excerpt is shown as given: mask secrets before.
model::Evidence at(const model::Span& span, std::string excerpt = {});

// The pure checks, by their subject.
using ServiceCheck = Verdict (*)(const model::Service&, const Context&);
using ProjectCheck = Verdict (*)(const model::Project&, const Context&);
using DockerfileCheck = Verdict (*)(const model::DockerfileUse&, const Context&);
using ImageCheck = Verdict (*)(const model::ImageUse&, const Context&); ///< image present
using ProxyCheck = Verdict (*)(const model::ProxyConfig&, const Context&);
using ManifestCheck = Verdict (*)(const model::Manifest&, const Context&);
using TreeCheck = Verdict (*)(const model::ProjectTree&, const Context&);
using SecretsCheck = Verdict (*)(const model::Subjects&, const Context&); ///< over all secret hits
/// Over what each service, or each Dockerfile without one, starts.
using StartCheck = Verdict (*)(const model::StartCommand&, const Context&);
using CheckFunction = std::variant<ServiceCheck, ProjectCheck, DockerfileCheck, ImageCheck,
                                   ProxyCheck, ManifestCheck, TreeCheck, SecretsCheck, StartCheck>;

enum class Fix { none, suggestion, safe };

/// The data of a rule. Its document (why, how to fix, examples) is the .md beside it.
struct Rule {
  std::string_view id;                 ///< "CO101"
  std::string_view name;               ///< names the bad thing: "privileged-container"
  std::string_view title;              ///< the same in words: "Container runs privileged"
  Severity severity;                   ///< the usual one; an Issue may differ
  std::vector<std::string_view> items; ///< checklist and requirement rows it counts for: "C7", "H3"
  std::vector<std::string_view> controls; ///< "CIS-Docker 5.4", "KICS …", "hadolint DL3002"
  std::vector<std::string_view> tags;
  std::string_view since = "0.1.0";
  Fix fix = Fix::suggestion;
  bool strict_only = false; ///< runs with --profile-strict only
  CheckFunction check;
};

} // namespace secaudit::rules
