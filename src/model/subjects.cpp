// SPDX-License-Identifier: Apache-2.0
#include "model/subjects.hpp"

#include <algorithm>

namespace secaudit::model {
namespace {

template <typename T>
const T* of_service(const std::vector<T>& list, std::string_view service) {
  // In the order of the services; what belongs to none stands behind.
  const auto sorted =
      std::lower_bound(list.begin(), list.end(), service, [](const T& x, std::string_view name) {
        return !x.service.empty() && x.service < name;
      });
  if (sorted != list.end() && sorted->service == service) {
    return &*sorted;
  }
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const T& x) { return x.service == service; });
  return found == list.end() ? nullptr : &*found;
}

} // namespace

const DockerfileUse* Subjects::dockerfile_of(std::string_view service) const {
  return of_service(dockerfiles, service);
}
const ImageUse* Subjects::image_of(std::string_view service) const {
  return of_service(images, service);
}
const StartCommand* Subjects::start_command_of(std::string_view service) const {
  return of_service(start_commands, service);
}

} // namespace secaudit::model
