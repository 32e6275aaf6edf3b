// SPDX-License-Identifier: Apache-2.0
#include "secrets/passwords.hpp"

#include "base/text.hpp"
#include "secrets/credentials.hpp"
#include "secrets/open_access.hpp"
#include "secrets/strength.hpp"
#include "secrets/weak_data.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace secaudit::secrets {
namespace {

using model::PasswordJudgement;

/// Equal values get equal names that tell nothing about them.
class Groups {
 public:
  std::string of(const std::string& value) {
    const auto [entry, added] = names_.emplace(value, names_.size() + 1);
    return "value-" + std::to_string(entry->second);
  }

 private:
  std::map<std::string, std::size_t> names_;
};

PasswordJudgement judge(const Credential& credential, const WeakData& data,
                        const std::vector<std::string>& words, Groups& groups) {
  PasswordJudgement judgement;
  judgement.name = credential.name;
  judgement.service = credential.service;
  judgement.demand = credential.demand;
  judgement.span = credential.span;
  judgement.use = credential.use;
  judgement.fallback = credential.fallback;
  judgement.literal = credential.literal;
  if (!credential.value) {
    judgement.strength = PasswordJudgement::Strength::not_here;
    judgement.reason = "supplied at deploy time, not in these files";
    return judgement;
  }
  const Judged judged = judge_value(data, credential.name, *credential.value, credential.demand,
                                    words, credential.user);
  judgement.strength = judged.strength;
  judgement.reason = judged.reason;
  judgement.masked = base::masked(*credential.value);
  judgement.group = credential.value->empty() ? std::string() : groups.of(*credential.value);
  return judgement;
}

auto order(const PasswordJudgement& j) {
  return std::tie(j.service, j.name, j.use, j.span, j.fallback);
}

} // namespace

std::vector<PasswordJudgement> judge_passwords(
    const model::Project& project,
    const std::function<std::optional<std::string>(const std::string& path)>& read_file) {
  const WeakData data;
  const std::vector<std::string> words = known_words(project);
  Groups groups;
  std::vector<PasswordJudgement> result;
  for (const Credential& credential : gather_credentials(project, read_file)) {
    result.push_back(judge(credential, data, words, groups));
  }
  for (const model::Service& service : project.services) {
    if (service.active) {
      for (PasswordJudgement& open : open_access(service, data)) {
        result.push_back(std::move(open));
      }
    }
  }
  std::stable_sort(
      result.begin(), result.end(),
      [](const PasswordJudgement& a, const PasswordJudgement& b) { return order(a) < order(b); });
  return result;
}

} // namespace secaudit::secrets
