// SPDX-License-Identifier: Apache-2.0
#include "rules/image_name.hpp"

#include "base/glob.hpp"

#include <array>

namespace secaudit::rules {
namespace {

bool is_registry(std::string_view first) {
  return first == "localhost" || first.find_first_of(".:") != std::string_view::npos;
}

std::string_view without_hub(std::string_view path) {
  constexpr std::array<std::string_view, 3> prefixes = {"docker.io/", "index.docker.io/",
                                                        "library/"};
  for (const std::string_view prefix : prefixes) {
    if (path.starts_with(prefix)) {
      path.remove_prefix(prefix.size());
    }
  }
  return path;
}

std::string_view last_segment(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

/// False when there is no other segment.
bool drop_last_segment(std::string_view& path) {
  const std::size_t slash = path.rfind('/');
  path = path.substr(0, slash == std::string_view::npos ? 0 : slash);
  return slash != std::string_view::npos;
}

} // namespace

std::string ImageName::repository() const {
  return registry == "docker.io" ? path : registry + "/" + path;
}

ImageName parse_image_name(std::string_view reference) {
  ImageName name;
  if (const std::size_t at = reference.find('@'); at != std::string_view::npos) {
    name.digest = reference.substr(at + 1);
    reference = reference.substr(0, at);
  }
  const std::size_t slash = reference.rfind('/');
  const std::size_t colon = reference.rfind(':');
  if (colon != std::string_view::npos && (slash == std::string_view::npos || colon > slash)) {
    name.tag = reference.substr(colon + 1);
    reference = reference.substr(0, colon);
  }
  const std::size_t first = reference.find('/');
  name.registry = "docker.io";
  if (first != std::string_view::npos && is_registry(reference.substr(0, first))) {
    name.registry = reference.substr(0, first);
    reference = reference.substr(first + 1);
  }
  if (name.registry == "index.docker.io") {
    name.registry = "docker.io";
  }
  name.path = without_hub(reference);
  return name;
}

bool image_is(const ImageName& image, std::string_view pattern) {
  std::string_view wanted = without_hub(pattern);
  std::string_view path = image.path;
  bool registry_left = true;
  while (!path.empty()) {
    if (!base::glob_match(last_segment(wanted), last_segment(path))) {
      return false;
    }
    if (!drop_last_segment(wanted)) {
      return true;
    }
    if (!drop_last_segment(path)) {
      path = registry_left ? std::string_view(image.registry) : std::string_view();
      registry_left = false;
    }
  }
  return false;
}

} // namespace secaudit::rules
