// SPDX-License-Identifier: Apache-2.0
#include "vulns/purl.hpp"

#include <array>
#include <utility>

namespace secaudit::vulns {

std::string full_name(const model::Purl& purl) {
  const std::string& type = purl.type;
  if (purl.name_space.empty() || type == "deb" || type == "apk" || type == "rpm"
      || type == "alpm") {
    return purl.name;
  }
  return purl.name_space + (type == "maven" ? ":" : "/") + purl.name;
}

std::string purl_of(const std::string& type, const std::string& name, const std::string& version) {
  const std::size_t split = name.rfind(type == "maven" ? ':' : '/');
  model::Purl purl;
  purl.type = type;
  purl.name_space = split == std::string::npos ? "" : name.substr(0, split);
  purl.name = split == std::string::npos ? name : name.substr(split + 1);
  purl.version = version;
  return model::purl_of(std::move(purl));
}

std::optional<model::Purl> parse_purl(std::string_view text) {
  auto parsed = model::parse_purl(text);
  return parsed ? std::optional(*std::move(parsed)) : std::nullopt;
}

std::string_view purl_type(std::string_view purl) {
  if (!purl.starts_with("pkg:")) {
    return {};
  }
  purl.remove_prefix(4);
  return purl.substr(0, purl.find('/'));
}

std::optional<std::string> ecosystem_of_purl_type(std::string_view type) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 11> names{
      {{"pypi", "PyPI"},
       {"npm", "npm"},
       {"golang", "Go"},
       {"cargo", "crates.io"},
       {"maven", "Maven"},
       {"gem", "RubyGems"},
       {"nuget", "NuGet"},
       {"composer", "Packagist"},
       {"hex", "Hex"},
       {"pub", "Pub"},
       {"cran", "CRAN"}}};
  for (const auto& [purl, ecosystem] : names) {
    if (purl == type) {
      return std::string(ecosystem);
    }
  }
  return std::nullopt;
}

} // namespace secaudit::vulns
