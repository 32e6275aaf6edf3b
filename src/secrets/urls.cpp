// SPDX-License-Identifier: Apache-2.0
#include "secrets/urls.hpp"

#include "base/text.hpp"
#include "secrets/bytes.hpp"
#include "secrets/context.hpp"
#include "secrets/credentials.hpp"
#include "secrets/shape.hpp"
#include "secrets/values.hpp"

#include <algorithm>
#include <array>

namespace secaudit::secrets {
namespace {

constexpr std::size_t longest_url = 512;

bool is_scheme(char c) {
  return is_word(c) || c == '+' || c == '-' || c == '.';
}

/// Databases and brokers: whoever has the address has the data.
bool opens_data(std::string_view scheme) {
  constexpr std::array<std::string_view, 16> schemes{
      "postgres", "postgresql", "mysql", "mariadb", "mongodb", "redis",      "rediss", "amqp",
      "amqps",    "smtp",       "smtps", "ldap",    "ldaps",   "clickhouse", "ftp",    "sqlserver"};
  return std::any_of(schemes.begin(), schemes.end(),
                     [&](std::string_view known) { return scheme.starts_with(known); });
}

bool is_example_host(std::string_view host) {
  constexpr std::array<std::string_view, 8> hosts{"example.", "host",   "localhost", "127.0.0.1",
                                                  "hostname", "server", "my",        "your"};
  return std::any_of(hosts.begin(), hosts.end(),
                     [&](std::string_view known) { return host.starts_with(known); })
         || contains_word(host, ".example") || contains_word(host, "example.");
}

/// 32 hexadecimal digits as the user of an address: Sentry's DSN.
void sentry(Piece& piece, std::size_t at, std::string_view rest) {
  const std::size_t sign = rest.find('@');
  if (sign == 32 && std::all_of(rest.begin(), rest.begin() + 32, is_hex)
      && contains_word(rest.substr(0, 96), "sentry")) {
    piece.add("sentry-dsn", "Sentry DSN", "low", at + 3, at + 35, Confidence::strong);
  }
}

std::string_view severity_of(const Piece& piece, std::string_view scheme, const UrlCredential& url,
                             std::string_view host, Worth worth) {
  const bool default_login = url.user == url.password || url.password.size() < 4
                             || contains_word(url.user, "user") || url.user == "foo";
  const bool document = piece.kind == FileKind::prose || piece.kind == FileKind::generated;
  if (worth == Worth::weak
      && (default_login || is_example_host(host) || piece.kind == FileKind::source || document)) {
    return "low";
  }
  if (is_example_host(host) && worth != Worth::random) {
    return piece.kind == FileKind::settings ? "medium" : "low";
  }
  if (piece.kind == FileKind::source || document) {
    return worth == Worth::random ? "medium" : "low";
  }
  return opens_data(scheme) && worth != Worth::weak ? "critical" : "high";
}

} // namespace

void search_url(Piece& piece, std::size_t at, const WeakData& weak) {
  const std::string_view text = piece.text;
  std::size_t begin = at;
  while (begin > 0 && at - begin < 24 && is_scheme(text[begin - 1])) {
    --begin;
  }
  // The cheapest question first: nearly all addresses have no user.
  std::string_view line = text.substr(begin, longest_url);
  if (begin == at || line.find('@') == std::string_view::npos) {
    return;
  }
  line = line.substr(0, line.find_first_of("\n\r<>`\\"));
  if (line.find('@') == std::string_view::npos) {
    return;
  }
  sentry(piece, at, text.substr(at + 3, 128));
  const auto url = url_credential(line);
  if (!url || url->password.empty()) {
    return;
  }
  const Worth worth = worth_of(weak, url->user, url->password);
  const bool tiny =
      url->password.size() < 4 && url->password.size() >= 3 && !weak.is_placeholder(url->password);
  const bool known_kind = piece.kind == FileKind::settings || piece.kind == FileKind::plain;
  const bool placeholder = worth == Worth::placeholder && known_kind;
  if ((worth < Worth::made_up && !tiny && !placeholder)
      || url->password.find_first_of("${}()[],;*") != std::string::npos
      || url->password.find("://") != std::string::npos) {
    return;
  }
  const std::size_t password = text.find(url->password, at + 3 + url->user.size());
  const std::size_t end = password + url->password.size();
  const std::string_view host = text.substr(std::min(end + 1, text.size()), 64);
  const std::string_view severity = placeholder
                                        ? "low"
                                        : severity_of(piece, text.substr(begin, at - begin), *url,
                                                      host, tiny ? Worth::weak : worth);
  piece.add("url-password", "Password in a URL", severity, password, end, Confidence::strong,
            placeholder ? "it looks like a placeholder" : "");
}

} // namespace secaudit::secrets
