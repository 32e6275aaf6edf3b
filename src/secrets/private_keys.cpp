// SPDX-License-Identifier: Apache-2.0
#include "secrets/private_keys.hpp"

#include "base/text.hpp"
#include "secrets/bytes.hpp"
#include "secrets/decoding.hpp"
#include "secrets/shape.hpp"

#include <algorithm>
#include <string>

namespace secaudit::secrets {
namespace {

constexpr std::size_t longest_label = 64;
constexpr std::size_t longest_key = 64 * 1024;
constexpr std::size_t longest_putty_key = 16 * 1024;
// An Ed25519 key in PKCS#8 has 64 base64 characters; anything much shorter is an elision.
constexpr std::size_t shortest_body = 40;
constexpr std::string_view dashes = "-----";

/// The base64 of a body, without line ends (also written as `\n`), indentation, quotes and headers.
std::string body_of(std::string_view content) {
  std::string body;
  for (std::size_t i = 0; i < content.size(); ++i) {
    if (content[i] == '\\' && i + 1 < content.size()) {
      ++i;
    } else if (is_base64(content[i]) || content[i] == '=') {
      body += content[i];
    }
  }
  return body;
}

/// The outer SEQUENCE of DER is as long as the body.
bool is_whole_der(std::string_view bytes) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  if (bytes.size() < 16 || at(0) != 0x30) {
    return false;
  }
  if (at(1) < 0x80) {
    return bytes.size() == 2U + at(1);
  }
  const std::size_t count = at(1) & 0x7FU;
  if (count > 3) {
    return false;
  }
  std::size_t length = 0;
  for (std::size_t i = 0; i < count; ++i) {
    length = length * 256 + at(2 + i);
  }
  return bytes.size() == 2 + count + length;
}

struct Body {
  bool whole = false;
  bool encrypted = false;
};

Body judge_body(std::string_view label, std::string_view content) {
  Body result;
  result.encrypted = base::contains(label, "ENCRYPTED") || base::contains(content, "ENCRYPTED");
  const auto bytes = decode_base64(body_of(content));
  if (!bytes) {
    return result;
  }
  constexpr std::string_view openssh("openssh-key-v1\0\0\0\0", 18);
  if (bytes->starts_with(openssh) && bytes->size() > 27) {
    result.whole = true;
    result.encrypted = bytes->substr(19, 4) != "none";
  } else {
    result.whole = is_whole_der(*bytes);
  }
  return result;
}

bool is_key_label(std::string_view label) {
  return base::contains(label, "PRIVATE KEY") || label == "OpenVPN Static key V1"
         || base::contains(label, "USER NKEY SEED");
}

std::size_t longest_base64(std::string_view content) {
  std::size_t longest = 0;
  std::size_t length = 0;
  for (const char c : content) {
    length = is_base64(c) ? length + 1 : 0;
    longest = std::max(longest, length);
  }
  return longest;
}

/// Key material, not program text between the two lines.
bool is_dense(std::string_view content) {
  const auto count =
      static_cast<std::size_t>(std::count_if(content.begin(), content.end(), is_base64));
  return count >= shortest_body && longest_base64(content) >= 24 && count * 2 >= content.size();
}

} // namespace

void search_private_key(Piece& piece, std::size_t at) {
  const std::string_view text = piece.text;
  if (at < dashes.size() || text.substr(at, 6) != "BEGIN " || text.substr(at - 5, 5) != dashes) {
    return;
  }
  const std::string_view rest = text.substr(at, longest_key);
  const std::size_t label_end = rest.find(dashes);
  if (label_end == std::string_view::npos || label_end > longest_label) {
    return;
  }
  const std::string_view label = rest.substr(6, label_end - 6);
  if (!is_key_label(label)) {
    return;
  }
  const std::size_t body = label_end + dashes.size();
  // Up to the next line of dashes, whichever it is: so each byte is looked at once.
  std::size_t end = rest.find(dashes, body);
  const bool closed = end != std::string_view::npos;
  if (!closed) {
    end = std::min(rest.find_first_of("\"'<>{}()", body), rest.size());
  }
  const std::string_view content = rest.substr(body, end - body);
  if (!is_dense(content) || shape_of(base::trim(content).substr(0, 64)).distinct < 10
      || content.find("...") != std::string_view::npos) {
    return;
  }
  const Body judged = judge_body(label, content);
  const bool der = base::contains(label, "PRIVATE KEY") && !base::contains(label, "PGP");
  const bool doubtful = der && !judged.whole && !judged.encrypted;
  std::string title(label);
  title = base::trim(title);
  piece.add(base::contains(label, "OpenVPN") ? "openvpn-static" : "private-key", title,
            judged.encrypted      ? "low"
            : doubtful && !closed ? "high"
                                  : "critical",
            at - dashes.size(), at + end, judged.whole ? Confidence::certain : Confidence::strong,
            judged.encrypted ? "encrypted with a passphrase"
            : doubtful       ? "its length does not fit: shortened or damaged"
                             : "not encrypted");
}

void search_putty_key(Piece& piece, std::size_t at) {
  const std::string_view rest = piece.text.substr(at, longest_putty_key);
  const std::size_t lines = rest.find("Private-Lines:");
  if (!rest.starts_with("PuTTY-User-Key-File-") || lines == std::string_view::npos) {
    return;
  }
  const bool encrypted = !base::contains(rest.substr(0, lines), "Encryption: none");
  piece.add("private-key-putty", "PuTTY private key", encrypted ? "low" : "critical", at,
            at + std::min(std::min(rest.find("Private-MAC", lines), rest.size()), lines + 4096),
            Confidence::strong, encrypted ? "encrypted with a passphrase" : "not encrypted");
}

} // namespace secaudit::secrets
