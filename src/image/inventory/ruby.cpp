// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "image/inventory/inventory.hpp"
#include "model/purl.hpp"

namespace secaudit::image::inventory {
namespace {

/// The first string literal of an expression: "x".freeze, Gem::Version.new('x').
std::string literal(std::string_view expression) {
  const std::size_t begin = expression.find_first_of("\"'");
  if (begin == std::string_view::npos) {
    return {};
  }
  const std::size_t end = expression.find(expression[begin], begin + 1);
  return end == std::string_view::npos ? std::string()
                                       : std::string(expression.substr(begin + 1, end - begin - 1));
}

/// The right side of `s.KEY = …`, whatever the variable's name; "" for any other line.
std::string_view assigned(std::string_view line, std::string_view key) {
  line = base::trim(line);
  const std::size_t dot = line.find('.');
  if (dot == std::string_view::npos || dot == 0
      || line.substr(0, dot).find_first_of(" \t\"'(#") != std::string_view::npos
      || !line.substr(dot + 1).starts_with(key)) {
    return {};
  }
  const std::string_view rest = base::trim(line.substr(dot + 1 + key.size()));
  return rest.starts_with('=') ? rest.substr(1) : std::string_view{};
}

/// "# stub: NAME VERSION PLATFORM paths", which RubyGems writes itself.
void read_stub(std::string_view line, model::Package& package) {
  constexpr std::string_view mark = "# stub: ";
  if (!line.starts_with(mark)) {
    return;
  }
  const auto words = base::split(line.substr(mark.size()), ' ');
  if (words.size() >= 2) {
    package.name = std::string(words[0]);
    package.version = std::string(words[1]);
  }
}

} // namespace

std::vector<model::Package> read_gemspec(std::string_view path, std::string_view content) {
  model::Package package;
  for (const std::string_view line : base::lines(content)) {
    read_stub(line, package);
    if (package.name.empty()) {
      package.name = literal(assigned(line, "name"));
    }
    if (package.version.empty()) {
      package.version = literal(assigned(line, "version"));
    }
    for (const char* key : {"licenses", "license"}) {
      const std::string license = literal(assigned(line, key));
      if (!license.empty()) {
        package.licenses = {license};
      }
    }
  }
  if (package.name.empty() || package.version.empty()) {
    return {};
  }
  package.type = "gem";
  package.path = std::string(path);
  package.purl = model::purl_of({"gem", "", package.name, package.version, {}, ""});
  return {std::move(package)};
}

} // namespace secaudit::image::inventory
