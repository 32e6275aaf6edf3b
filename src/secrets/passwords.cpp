// SPDX-License-Identifier: Apache-2.0
#include "secrets/passwords.hpp"

#include "base/text.hpp"
#include "secrets/credentials.hpp"
#include "secrets/open_access.hpp"
#include "secrets/patterns.hpp"
#include "secrets/strength.hpp"
#include "secrets/weak_data.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_set>

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

/// The known words, of which a judgement needs those inside the value only. A project of thousands
/// of services has tens of thousands of them.
class Words {
 public:
  explicit Words(const std::vector<std::string>& words) : words_(words.begin(), words.end()) {
    for (const std::string& word : words_) {
      longest_ = std::max(longest_, word.size());
    }
  }

  std::vector<std::string> inside(std::string_view value, const WeakData& data) const {
    // What is longer is judged by its beginning.
    const std::string lower = base::to_lower(value.substr(0, longest_judged));
    std::set<std::string> found;
    for (const std::string& text : {lower, unleet(lower, data.leet())}) {
      for (std::size_t at = 0; at < text.size(); ++at) {
        const std::size_t most = std::min({longest_, text.size() - at, longest_word});
        for (std::size_t length = 1; length <= most; ++length) {
          const auto word = words_.find(text.substr(at, length));
          if (word != words_.end()) {
            found.insert(*word);
          }
        }
      }
    }
    return {found.begin(), found.end()};
  }

 private:
  static constexpr std::size_t longest_judged = 1024;
  static constexpr std::size_t longest_word = 128;

  std::unordered_set<std::string> words_;
  std::size_t longest_ = 0;
};

PasswordJudgement judge(const Credential& credential, const WeakData& data, const Words& words,
                        Groups& groups) {
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
                                    words.inside(*credential.value, data), credential.user);
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
  const Words words(known_words(project));
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
