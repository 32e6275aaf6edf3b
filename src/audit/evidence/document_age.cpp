// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/document_age.hpp"

namespace secaudit::audit {
namespace {

constexpr int fresh_days = 365;

} // namespace

DocumentAge age_of(const model::DocumentAges& ages, const std::string& path, base::Date today) {
  using Source = model::DocumentAges::Source;
  if (ages.source != Source::history) {
    return {ages.source == Source::none ? "Its age was not checked: there is no git repository."
                                        : "Its age was not checked: the clone is shallow.",
            false};
  }
  const auto found = ages.changed.find(path);
  if (found == ages.changed.end()) {
    return {"Its age was not checked: no commit has it.", false};
  }
  return {"It was last changed on " + base::to_string(found->second) + ".",
          base::days_between(found->second, today) > fresh_days};
}

} // namespace secaudit::audit
