// SPDX-License-Identifier: Apache-2.0
#include "plugin/base_images.hpp"

#include "image/metadata.hpp"

#include <set>

namespace secaudit::plugin {
namespace {

/// A project with more base images than this has a generator; each costs a call of docker.
constexpr std::size_t most_images = 32;

} // namespace

std::map<std::string, model::ImageConfig> inspect_base_images(const host::Docker& docker,
                                                              const model::Subjects& subjects) {
  std::set<std::string> names;
  for (const model::DockerfileUse& use : subjects.dockerfiles) {
    for (const model::Stage& stage : use.dockerfile.stages) {
      const std::string& base = stage.base_resolved;
      if (!stage.parent && !base.empty() && base != "scratch" && base.find('$') == std::string::npos
          && names.size() < most_images) {
        names.insert(base);
      }
    }
  }
  std::map<std::string, model::ImageConfig> out;
  if (names.empty() || !docker.engine_answers()) {
    return out;
  }
  for (const std::string& name : names) {
    const auto text = docker.configuration(name);
    const auto document = text ? image::read_config(*text) : tl::unexpected(text.error());
    if (document) {
      out[name] = document->config;
    }
  }
  return out;
}

} // namespace secaudit::plugin
