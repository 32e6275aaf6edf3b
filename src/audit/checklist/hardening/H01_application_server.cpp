// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/items.hpp"
#include "rules/development_server.hpp"
#include "rules/shown_text.hpp"

#include <algorithm>

namespace secaudit::audit {
namespace {

using Kind = model::StartCommand::Kind;

bool counts(const model::StartCommand& start, const Known& known) {
  if (!known.subjects.project || start.service.empty()) {
    return true;
  }
  const model::Service* service = known.subjects.project->service(start.service);
  if (service == nullptr) {
    return true;
  }
  // The command of somebody else's image that no rule knows is theirs to choose, and so is what
  // stands before the arguments that the project gives it.
  const bool arguments_only =
      service->command && !service->entrypoint && command_of(*service).starts_with("-");
  const bool theirs = !service->build && (start.kind == Kind::unknown || arguments_only);
  const bool store = std::any_of(known.datastores.begin(), known.datastores.end(),
                                 [&](const Datastore& each) { return each.service == service; });
  return service->active && !theirs && !(store && !service->build);
}

std::vector<model::Evidence> chain_of(const model::StartCommand& start) {
  std::vector<model::Evidence> out;
  for (const model::Origin& step : start.chain) {
    out.push_back(rules::at(step.span, rules::shown_text(step.note)));
  }
  return out;
}

std::string label(const model::StartCommand& start) {
  return start.service.empty() ? start.server : start.service + ": " + start.server;
}

/// The service, or the place of the command in a Dockerfile that no service builds.
std::string whose(const model::StartCommand& start) {
  if (!start.service.empty() || start.chain.empty()) {
    return start.service;
  }
  return model::to_string(start.chain.front().span);
}

} // namespace

Grounds H1(const Known& known) {
  Grounds grounds;
  std::size_t production = 0;
  std::vector<model::Evidence> evidence;
  for (const model::StartCommand& start : known.subjects.start_commands) {
    if (!counts(start, known)) {
      continue;
    }
    if (start.kind == Kind::development && !grounds.contrary) {
      grounds.contrary =
          Ground{label(start) + " is a development server", "", chain_of(start), start.remedy};
      grounds.rules = {rules::is_started_by_compose(start, known.context) ? "CO804" : start.rule};
    } else if (start.kind == Kind::unknown && !grounds.unreadable) {
      grounds.unreadable =
          Ground{"start command not understood: " + whose(start), "", chain_of(start), ""};
    } else if (start.kind == Kind::production) {
      ++production;
      const auto chain = chain_of(start);
      evidence.insert(evidence.end(), chain.begin(), chain.end());
      if (!start.settings_problems.empty() && !grounds.partial) {
        grounds.partial =
            Ground{label(start) + ": " + start.settings_problems.front(), "", chain, start.remedy};
      }
    }
  }
  if (production > 0 && !grounds.partial && !grounds.unreadable) {
    grounds.strong = Ground{counted(production, "production server"), "", evidence, ""};
  } else if (production == 0 && !grounds.unreadable) {
    grounds.inapplicable = Ground{"no application server is built here", "", {}, ""};
  }
  if (grounds.contrary) {
    grounds.inapplicable.reset();
  }
  return grounds;
}

} // namespace secaudit::audit
