// SPDX-License-Identifier: Apache-2.0
#include "secrets/private_keys.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace secaudit::secrets {
namespace {

constexpr std::size_t longest_label = 64;
constexpr std::size_t longest_key = 64 * 1024;
// An Ed25519 key in PKCS#8 has 64 base64 characters; anything much shorter is an elision.
constexpr std::size_t shortest_body = 40;

bool is_base64(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+'
         || c == '/' || c == '=';
}

std::optional<Match> match_putty(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at, longest_key);
  const std::size_t lines = rest.find("Private-Lines:");
  if (lines == std::string_view::npos) {
    return std::nullopt;
  }
  const bool encrypted = !base::contains(rest.substr(0, lines), "Encryption: none");
  return Match{"private-key-putty",
               "PuTTY private key",
               encrypted ? "low" : "critical",
               encrypted ? "encrypted key" : "unencrypted key",
               at,
               at + lines};
}

} // namespace

std::optional<Match> match_private_key(std::string_view text, std::size_t at) {
  if (text.substr(at).starts_with("PuTTY")) {
    return match_putty(text, at);
  }
  constexpr std::string_view begin_marker = "-----BEGIN ";
  constexpr std::string_view label_end = "PRIVATE KEY";
  const std::string_view rest = text.substr(at, longest_key);
  const std::size_t dashes = rest.find("-----", begin_marker.size());
  if (dashes == std::string_view::npos || dashes > longest_label) {
    return std::nullopt;
  }
  const std::string_view label = rest.substr(begin_marker.size(), dashes - begin_marker.size());
  if (!base::contains(label, label_end)) {
    return std::nullopt;
  }
  const std::size_t body = dashes + 5;
  const std::size_t end = rest.find("-----END ", body);
  const std::string_view content =
      rest.substr(body, end == std::string_view::npos ? end : end - body);
  const auto count =
      static_cast<std::size_t>(std::count_if(content.begin(), content.end(), is_base64));
  // Without an end marker only a body that is clearly key material counts; a program text is full
  // of other characters.
  const bool dense = !content.empty() && count * 10 >= content.size() * 8;
  if (count < shortest_body || (!dense && !base::contains(content, "Proc-Type:"))) {
    return std::nullopt;
  }
  const bool encrypted = base::contains(label, "ENCRYPTED") || base::contains(content, "ENCRYPTED");
  const std::size_t length = end == std::string_view::npos ? body + content.size() : end;
  return Match{"private-key",
               std::string(label),
               encrypted ? "low" : "critical",
               encrypted ? "encrypted key" : "unencrypted key",
               at,
               at + length};
}

} // namespace secaudit::secrets
