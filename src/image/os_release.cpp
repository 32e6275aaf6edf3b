// SPDX-License-Identifier: Apache-2.0
#include "image/os_release.hpp"

#include "base/text.hpp"

namespace secaudit::image {
namespace {

/// The value of a shell assignment: quotes taken off, `\` keeps the next character.
std::string unquoted(std::string_view text) {
  text = base::trim(text);
  char quote = '\0';
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote == '\0' && (c == '"' || c == '\'')) {
      quote = c;
    } else if (c == quote && quote != '\0') {
      quote = '\0';
    } else if (c == '\\' && quote != '\'' && i + 1 < text.size()) {
      result += text[++i];
    } else {
      result += c;
    }
  }
  return result;
}

} // namespace

std::optional<model::OsRelease> parse_os_release(std::string_view text) {
  model::OsRelease release;
  for (const std::string_view raw : base::lines(text)) {
    const std::string_view line = base::trim(raw);
    const std::size_t equals = line.find('=');
    if (line.starts_with('#') || equals == std::string_view::npos) {
      continue;
    }
    const std::string_view name = line.substr(0, equals);
    const std::string value = unquoted(line.substr(equals + 1));
    if (name == "ID") {
      release.id = base::to_lower(value);
    } else if (name == "VERSION_ID") {
      release.version_id = value;
    } else if (name == "VERSION_CODENAME") {
      release.codename = value;
    } else if (name == "PRETTY_NAME") {
      release.pretty_name = value;
    } else if (name == "ID_LIKE") {
      for (const std::string_view word : base::split(value, ' ')) {
        release.id_like.emplace_back(word);
      }
    }
  }
  return release.id.empty() ? std::nullopt : std::optional(std::move(release));
}

std::optional<model::OsRelease> read_os_release(const std::map<std::string, std::string>& texts) {
  for (const char* path : {"etc/os-release", "usr/lib/os-release"}) {
    const auto found = texts.find(path);
    if (found != texts.end()) {
      if (auto release = parse_os_release(found->second)) {
        return release;
      }
    }
  }
  return std::nullopt;
}

} // namespace secaudit::image
