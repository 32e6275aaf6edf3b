// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/items.hpp"
#include "base/text.hpp"

#include <algorithm>

namespace secaudit::audit {
namespace {

constexpr std::string_view minimal_marks[] = {"slim",   "alpine",  "distroless", "chiseled",
                                              "micro",  "wolfi",   "chainguard", "busybox",
                                              "static", "minimal", "nanoserver"};

bool is_minimal(const std::string& base) {
  return base == "scratch"
         || std::any_of(
             std::begin(minimal_marks), std::end(minimal_marks),
             [&](std::string_view mark) { return base::contains_ignoring_case(base, mark); });
}

} // namespace

Grounds H4(const Known& known) {
  Grounds grounds;
  const Outcomes ended = outcomes_of(known, {"DF101", "DF102", "DF103", "CO503", "IM601"});
  const Outcomes large = outcomes_of(known, {"DF111", "DF112"});
  grounds.rules.assign(large.rules.begin(), large.rules.end());
  std::vector<model::Evidence> minimal;
  std::vector<model::Evidence> full;
  std::string example;
  for (const model::DockerfileUse& use : known.subjects.dockerfiles) {
    const auto chain = use.final_chain();
    if (chain.empty() || chain.back()->base_resolved.empty()) {
      grounds.unreadable = Ground{"base image not known", "", {}, ""};
      continue;
    }
    const model::Stage& first = *chain.back();
    const model::Evidence place = rules::at(first.span, first.base_resolved);
    if (is_minimal(first.base_resolved)) {
      minimal.push_back(place);
    } else {
      example = example.empty() ? first.base_resolved : example;
      full.push_back(place);
    }
  }
  if (!ended.open.empty()) {
    grounds.partial = ground_of(ended.open);
  } else if (!large.open.empty()) {
    grounds.partial = ground_of(large.open);
  } else if (!full.empty()) {
    grounds.partial = Ground{example + "  " + model::place_of(full.front()), "", full,
                             "use the slim, alpine or distroless variant of " + example};
  } else if (!minimal.empty() && !grounds.unreadable) {
    grounds.strong =
        Ground{counted(minimal.size(), "image") + " on a minimal base", "", minimal, ""};
  } else if (!grounds.unreadable) {
    grounds.inapplicable = Ground{"no image is built here", "", {}, ""};
  }
  return grounds;
}

} // namespace secaudit::audit
