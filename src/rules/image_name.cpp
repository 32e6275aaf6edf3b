// SPDX-License-Identifier: Apache-2.0
#include "rules/image_name.hpp"

#include "base/glob.hpp"
#include "base/text.hpp"

#include <vector>

namespace secaudit::rules {
namespace {

bool is_registry(std::string_view first) {
  return first == "localhost" || first.find_first_of(".:") != std::string_view::npos;
}

std::string_view without_hub(std::string_view path) {
  for (const std::string_view prefix : {"docker.io/", "index.docker.io/", "library/"}) {
    if (path.starts_with(prefix)) {
      path.remove_prefix(prefix.size());
    }
  }
  return path;
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
  const auto wanted = base::split(without_hub(pattern), '/');
  const std::string whole = image.registry + "/" + image.path;
  const auto parts = base::split(whole, '/');
  if (image.path.empty() || wanted.size() > parts.size()) {
    return false;
  }
  for (std::size_t i = 1; i <= wanted.size(); ++i) {
    if (!base::glob_match(wanted[wanted.size() - i], parts[parts.size() - i])) {
      return false;
    }
  }
  return true;
}

} // namespace secaudit::rules
