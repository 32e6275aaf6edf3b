// SPDX-License-Identifier: Apache-2.0
#include "rules/secret_urls.hpp"

#include "base/text.hpp"

#include <array>

namespace secaudit::rules {
namespace {

bool is_reference(std::string_view value) {
  return value.empty() || value.find_first_of("$<{%") != std::string_view::npos
         || value.find_first_not_of("*x.") == std::string_view::npos
         || value.starts_with("/run/secrets");
}

std::string_view user_info_password(std::string_view text) {
  const std::size_t scheme = text.find("://");
  if (scheme == std::string_view::npos || scheme == 0) {
    return {};
  }
  std::string_view rest = text.substr(scheme + 3);
  rest = rest.substr(0, rest.find_first_of(" \t\r\n\"'"));
  const std::size_t authority = rest.find_first_of("/?#");
  const std::size_t end = rest.substr(0, authority).rfind('@');
  const std::size_t colon = rest.find(':');
  if (end == std::string_view::npos || colon == std::string_view::npos || colon > end) {
    return {};
  }
  return rest.substr(colon + 1, end - colon - 1);
}

/// `Password=x;` of ADO and ODBC, `password=x host=y` of libpq, `&password=x` of JDBC.
std::string_view connection_string_password(std::string_view text) {
  const std::string lower = base::to_lower(text);
  const bool connection = base::contains(lower, "server=") || base::contains(lower, "host=")
                          || base::contains(lower, "data source=") || lower.starts_with("jdbc:");
  if (!connection) {
    return {};
  }
  for (const std::string_view key : {"password=", "pwd="}) {
    const std::size_t found = lower.find(key);
    if (found != std::string::npos) {
      const std::string_view value = text.substr(found + key.size());
      return value.substr(0, value.find_first_of("; &\t\r\n\"'"));
    }
  }
  return {};
}

} // namespace

std::optional<std::string> password_in_url(std::string_view text) {
  for (const std::string_view value :
       {user_info_password(text), connection_string_password(text)}) {
    if (!is_reference(value)) {
      return std::string(value);
    }
  }
  return std::nullopt;
}

std::string without_password(std::string_view text) {
  const auto password = password_in_url(text);
  return password ? base::replace_all(text, *password, "***") : std::string(text);
}

} // namespace secaudit::rules
