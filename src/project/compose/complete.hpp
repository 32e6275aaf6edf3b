// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "project/compose/environment.hpp"
#include "project/compose/load.hpp"
#include "project/compose/nodes.hpp"
#include "project/compose/paths.hpp"
#include "project/compose/report.hpp"

#include <string>

namespace secaudit::project::compose {

struct CompleteContext {
  const LoadRequest& request;
  PathRoots roots;
  const Environment& environment;
};

/// What Compose does once all files of a project (or of an include) are merged: defaults, checks
/// beyond the schema, absolute paths, values of bare environment names.
void complete_project(Node& root, const CompleteContext& context, Report& report);

/// The normal form that `docker compose config` shows: the default network, names, build defaults,
/// implied dependencies.
void normalise(Node& root, const std::string& project_name, const Environment& environment);

} // namespace secaudit::project::compose
