// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/items.hpp"
#include "audit/evidence/search.hpp"

#include <algorithm>

namespace secaudit::audit {
namespace {

struct Code {
  std::vector<model::Evidence> open_origin; ///< any origin, or the request's own
  std::vector<model::Evidence> credentials;
};

Code look(const Known& known) {
  Code out;
  if (!known.subjects.tree) {
    return out;
  }
  std::vector<std::string> origins;
  std::vector<std::string> credentials;
  for (std::string& pattern : known.detectors.strings("cors/code")) {
    const bool about_credentials = pattern.find("redentials") != std::string::npos
                                   || pattern.find("CREDENTIALS") != std::string::npos;
    (about_credentials ? credentials : origins).push_back(std::move(pattern));
  }
  out.open_origin = in_code(*known.subjects.tree, Patterns(origins));
  out.credentials = in_code(*known.subjects.tree, Patterns(credentials));
  return out;
}

} // namespace

Grounds H11(const Known& known) {
  Grounds grounds;
  const Outcomes hard = outcomes_of(known, {"PX401", "PX402", "PX403", "PX404"});
  grounds.rules.assign(hard.rules.begin(), hard.rules.end());
  const Code code = look(known);
  if (hard.worst_at_least(model::Severity::high)) {
    grounds.contrary = ground_of(hard.open);
  } else if (!code.open_origin.empty() && !code.credentials.empty()) {
    grounds.contrary =
        Ground{"any origin, with credentials  " + model::place_of(code.open_origin.front()), "",
               code.open_origin, "name the origins that may call the API"};
  } else if (!hard.open.empty()) {
    grounds.partial = ground_of(hard.open);
  } else if (!code.open_origin.empty()) {
    grounds.partial = Ground{"any origin  " + model::place_of(code.open_origin.front()), "",
                             code.open_origin, "name the origins that may call the API"};
  } else if (known.subjects.start_commands.empty() && known.subjects.proxies.empty()) {
    grounds.inapplicable = Ground{"no HTTP API", "", {}, ""};
  } else if (!known.subjects.tree) {
    grounds.unreadable = Ground{"the application's code was not read", "", {}, ""};
  } else {
    grounds.strong = Ground{"no origin but its own is let in", "", {}, ""};
  }
  return grounds;
}

} // namespace secaudit::audit
