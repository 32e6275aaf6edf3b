// SPDX-License-Identifier: Apache-2.0
#include "model/project.hpp"

#include <algorithm>

namespace secaudit::model {
namespace {

/// For lists that the reader sorts; one that somebody else made is searched from its beginning.
template <typename T>
const T* in_sorted(const std::vector<T>& list, std::string_view name) {
  const auto found = std::lower_bound(list.begin(), list.end(), name,
                                      [](const T& x, std::string_view n) { return x.name < n; });
  return found != list.end() && found->name == name ? &*found : nullptr;
}

template <typename T>
const T* by_name(const std::vector<T>& list, std::string_view name) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const T& x) { return x.name == name; });
  return found == list.end() ? nullptr : &*found;
}

} // namespace

bool Port::loopback() const {
  return host_ip.starts_with("127.") || host_ip == "::1" || host_ip == "[::1]";
}

const Variable* Service::variable(std::string_view variable_name) const {
  return by_name(environment, variable_name);
}
const Variable* Service::label(std::string_view label_name) const {
  return by_name(labels, label_name);
}

const Service* Project::service(std::string_view service_name) const {
  const auto* found = in_sorted(services, service_name);
  return found != nullptr ? found : by_name(services, service_name);
}
const Network* Project::network(std::string_view network_name) const {
  const auto* found = in_sorted(networks, network_name);
  return found != nullptr ? found : by_name(networks, network_name);
}
const Volume* Project::volume(std::string_view volume_name) const {
  const auto* found = in_sorted(volumes, volume_name);
  return found != nullptr ? found : by_name(volumes, volume_name);
}

} // namespace secaudit::model
