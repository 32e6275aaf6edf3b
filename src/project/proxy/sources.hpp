// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/subjects.hpp"
#include "project/proxy/container_view.hpp"

#include <string>
#include <vector>

namespace secaudit::project::proxy {

/// What a container sees of the project: files of its image (lowest), COPY and ADD of its
/// Dockerfile, mounts, configs and secrets (highest). Mounts that are not there become a Gap when
/// they look like configuration.
ContainerView view_of(const host::Host& host, const model::Subjects& subjects,
                      const model::Service* service, const model::DockerfileUse* use,
                      std::vector<model::Gap>& gaps);

/// Variables that the container is started with: those of the service over those of the stage.
std::vector<model::Variable> environment_of(const model::Service* service,
                                            const model::DockerfileUse* use);

/// Puts what `20-envsubst-on-templates.sh` of the official image makes of the templates into the
/// view: `${NAME}` and `$NAME` of variables that are defined, nothing else.
void expand_templates(ContainerView& view, const std::vector<model::Variable>& environment);

} // namespace secaudit::project::proxy
