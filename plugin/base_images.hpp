// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/docker.hpp"
#include "model/subjects.hpp"

#include <map>
#include <string>

namespace secaudit::plugin {

/// The configurations of the images that the project's Dockerfiles build on, of those that the
/// engine has, by their name as FROM resolves it. Nothing is pulled.
std::map<std::string, model::ImageConfig> inspect_base_images(const host::Docker& docker,
                                                              const model::Subjects& subjects);

} // namespace secaudit::plugin
