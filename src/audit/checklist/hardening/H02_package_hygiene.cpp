// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/from_rules.hpp"
#include "audit/checklist/items.hpp"

#include <algorithm>

namespace secaudit::audit {
namespace {

struct Installs {
  std::size_t all = 0;
  std::vector<model::Evidence> recommending;
  std::vector<model::Evidence> evidence;
};

bool installs(const model::ShellCommand& command) {
  const auto operands = command.operands();
  return (command.name == "apt-get" || command.name == "apt") && !operands.empty()
         && operands.front() == "install";
}

Installs look(const Known& known) {
  Installs out;
  for (const model::DockerfileUse& use : known.subjects.dockerfiles) {
    for (std::size_t i = 0; i < use.dockerfile.instructions.size(); ++i) {
      if (!use.in_final_chain(i)) {
        continue;
      }
      for (const model::ShellCommand& command : use.dockerfile.instructions[i].commands) {
        if (installs(command)) {
          ++out.all;
          out.evidence.push_back(rules::at(command.span, command.name + " install"));
          if (!command.has("--no-install-recommends")) {
            out.recommending.push_back(out.evidence.back());
          }
        }
      }
    }
  }
  return out;
}

} // namespace

Grounds H2(const Known& known) {
  const Installs seen = look(known);
  Grounds grounds = from_rules(known, {.failing = {},
                                       .warning = {"DF3*", "IM301"},
                                       .clean = "nothing needless is left",
                                       .not_looked = "no Dockerfile was read",
                                       .nothing = "no package is installed"});
  if (!seen.recommending.empty() && !grounds.partial) {
    grounds.partial =
        Ground{"recommended packages installed  " + model::place_of(seen.recommending.front()), "",
               seen.recommending, "apt-get install --no-install-recommends"};
  } else if (seen.all == 0 && !known.subjects.dockerfiles.empty() && !grounds.partial) {
    grounds.inapplicable = Ground{"no apt-get install", "", {}, ""};
  } else if (seen.all > 0 && !grounds.partial) {
    grounds.unreadable.reset();
    grounds.strong =
        Ground{counted(seen.all, "installation") + " without recommends", "", seen.evidence, ""};
  }
  return grounds;
}

} // namespace secaudit::audit
