// SPDX-License-Identifier: Apache-2.0
#include "rules/surroundings.hpp"

#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"
#include "rules/official_images.hpp"

#include <algorithm>

namespace secaudit::rules {

bool is_label_kind(std::string_view kind) {
  return one_of(kind, {"text", "url", "semver", "hash", "rfc3339", "spdx", "email"});
}

const Surroundings& surroundings(const Context& context) {
  return context.memo.get<Surroundings>();
}

const model::ImageConfig* inspected_base(const model::DockerfileUse& use, const model::Stage& stage,
                                         const Context& context) {
  const model::Stage* lowest = &stage;
  for (std::size_t steps = 0; lowest->parent && steps < use.dockerfile.stages.size(); ++steps) {
    lowest = &use.dockerfile.stages[*lowest->parent];
  }
  const auto& known = surroundings(context).base_images;
  const auto found = known.find(lowest->base_resolved);
  return found == known.end() ? nullptr : &found->second;
}

bool base_sets(const model::DockerfileUse& use, const model::Stage& stage, const Context& context,
               std::string_view variable) {
  const model::ImageConfig* base = inspected_base(use, stage, context);
  return base != nullptr
         && std::any_of(base->environment.begin(), base->environment.end(),
                        [&](const std::string& entry) {
                          return entry.size() > variable.size() && entry.starts_with(variable)
                                 && entry[variable.size()] == '=';
                        });
}

std::vector<SourceImage> source_images(const model::DockerfileUse& use, const Context& context) {
  std::vector<SourceImage> out;
  const model::Service* service = service_of(use, context);
  const model::Node* contexts =
      service == nullptr ? nullptr : service->node.at("build.additional_contexts");
  for (const Placed& item : placed(use)) {
    std::vector<std::string> names;
    if (const auto from = item.instruction.flag("from")) {
      names.push_back(*from);
    }
    for (const MountFields& mount : mounts_of(item.instruction)) {
      names.push_back(mount.from);
    }
    for (const std::string& from : names) {
      const bool number = from.find_first_not_of("0123456789") == std::string::npos;
      if (from.empty() || number || from == "scratch" || from.find('$') != std::string::npos
          || use.dockerfile.stage(base::to_lower(from)) != nullptr
          || (contexts != nullptr && contexts->find(from) != nullptr)) {
        continue;
      }
      ImageName image = parse_image_name(from);
      // A bare word that is no image at all is a slip that DF008 tells.
      const bool bare = image.registry == "docker.io" && image.path.find('/') == std::string::npos;
      if (bare && image.digest.empty() && !is_official_image(image.path)) {
        continue;
      }
      out.push_back(
          {&item.instruction, item.index, &item.stage, item.final, from, std::move(image)});
    }
  }
  return out;
}

} // namespace secaudit::rules
