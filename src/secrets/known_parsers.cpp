// SPDX-License-Identifier: Apache-2.0
#include "secrets/known_parsers.hpp"

#include "base/text.hpp"
#include "model/secret_names.hpp"
#include "secrets/bytes.hpp"
#include "secrets/context.hpp"
#include "secrets/decoding.hpp"
#include "secrets/shape.hpp"
#include "secrets/values.hpp"

#include <algorithm>
#include <array>

namespace secaudit::secrets {
namespace {

std::size_t place(const Piece& piece, std::string_view part) {
  return static_cast<std::size_t>(part.data() - piece.text.data());
}

void add_part(Piece& piece, std::string_view format, std::string_view title,
              std::string_view severity, std::string_view part) {
  const std::size_t begin = place(piece, part);
  add_known(piece, format, title, severity, begin, begin + part.size());
}

bool is_comment(std::string_view line) {
  const std::string_view text = base::trim(line);
  return text.empty() || text.starts_with('#') || text.starts_with(';') || text.starts_with("//");
}

std::size_t indentation(std::string_view line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

std::string_view unquoted(std::string_view value) {
  value = base::trim(value);
  const bool quoted = value.size() >= 2 && (value.front() == '"' || value.front() == '\'')
                      && value.back() == value.front();
  return quoted ? value.substr(1, value.size() - 2) : value;
}

} // namespace

bool is_written_value(std::string_view value) {
  if (value.size() < 3 || value.find("${") != std::string_view::npos || value.starts_with('$')
      || value.starts_with("%env") || value.find("{{") != std::string_view::npos
      || value.find("<%") != std::string_view::npos) {
    return false;
  }
  const bool dressed = (value.front() == '<' && value.back() == '>')
                       || (value.front() == '%' && value.back() == '%')
                       || value.find_first_not_of("*.x-X") == std::string_view::npos;
  return !dressed && value != "null" && value != "None" && value != "changeme";
}

void add_known(Piece& piece, std::string_view format, std::string_view title,
               std::string_view severity, std::size_t begin, std::size_t end) {
  if (end <= begin) {
    return;
  }
  const std::string_view value = piece.text.substr(begin, end - begin);
  if (is_written_value(value)) {
    // Above what the search finds in the same place without knowing the file.
    piece.add(format, title, severity, begin, end, Confidence::strong);
  }
}

void parse_pgpass(Piece& piece) {
  for (const std::string_view line : base::lines(piece.text)) {
    std::size_t colons = 0;
    std::size_t at = 0;
    while (at < line.size() && colons < 4) {
      if (line[at] == '\\') {
        ++at;
      } else if (line[at] == ':') {
        ++colons;
      }
      ++at;
    }
    if (!is_comment(line) && colons == 4 && at < line.size()) {
      add_part(piece, "pgpass", "PostgreSQL password", "critical", line.substr(at));
    }
  }
}

void parse_netrc(Piece& piece) {
  std::string_view rest = piece.text;
  bool password = false;
  while (true) {
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n"), rest.size()));
    if (rest.empty()) {
      return;
    }
    const std::string_view word = rest.substr(0, rest.find_first_of(" \t\r\n"));
    if (password) {
      add_part(piece, "netrc", "Password of a network login", "critical", unquoted(word));
    }
    password = !password && word == "password";
    rest.remove_prefix(word.size());
    if (word.starts_with('#')) {
      rest.remove_prefix(std::min(rest.find('\n'), rest.size()));
      password = false;
    }
  }
}

void parse_password_lines(Piece& piece) {
  for (const std::string_view line : base::lines(piece.text)) {
    const std::size_t colon = line.find(':');
    if (is_comment(line) || colon == std::string_view::npos || colon == 0) {
      continue;
    }
    std::string_view hash = line.substr(colon + 1);
    hash = base::trim(hash.substr(0, hash.find(':')));
    const bool crypt = hash.size() == 13 && std::all_of(hash.begin(), hash.end(), [](char c) {
                         return is_letter(c) || is_digit(c) || c == '.' || c == '/';
                       });
    if (hash.starts_with("$") && hash.size() >= 20) {
      piece.add("password-hash", "Password hash of an account", "medium", place(piece, hash),
                place(piece, hash) + hash.size(), Confidence::strong, "can be guessed offline");
    } else if (crypt || hash.starts_with("{SHA}") || hash.starts_with("{SSHA}")) {
      piece.add("password-hash", "Password hash of an account", "medium", place(piece, hash),
                place(piece, hash) + hash.size(), Confidence::strong,
                "an old kind, guessed quickly");
    }
  }
}

void parse_git_credentials(Piece& piece) {
  for (const std::string_view line : base::lines(piece.text)) {
    const std::size_t scheme = line.find("://");
    const std::size_t sign = line.rfind('@');
    if (scheme == std::string_view::npos || sign == std::string_view::npos || sign < scheme) {
      continue;
    }
    const std::size_t colon = line.find(':', scheme + 3);
    if (colon < sign) {
      add_part(piece, "git-credentials", "Git login", "critical",
               line.substr(colon + 1, sign - colon - 1));
    }
  }
}

void parse_single_key(Piece& piece) {
  const std::string_view key = base::trim(piece.text);
  if (key.size() >= 16 && key.size() <= 256 && std::all_of(key.begin(), key.end(), is_token)
      && shape_of(key).digits > 0) {
    add_part(piece, "single-key-file", "Key file", "critical", key);
  }
}

void parse_kubernetes_secret(Piece& piece) {
  bool secret = false;
  std::size_t section = std::string_view::npos; ///< indentation of data: or stringData:
  bool encoded = false;
  for (const std::string_view line : base::lines(piece.text)) {
    const std::string_view text = base::trim(line);
    if (line.starts_with("---")) {
      secret = false;
      section = std::string_view::npos;
    } else if (text == "kind: Secret" || text == "kind: \"Secret\"") {
      secret = true;
    } else if (text == "data:" || text == "stringData:") {
      section = indentation(line);
      encoded = text == "data:";
    } else if (section != std::string_view::npos && indentation(line) <= section && !text.empty()) {
      section = std::string_view::npos;
    } else if (const std::size_t colon = text.find(": "); secret && colon != std::string_view::npos
                                                          && section != std::string_view::npos
                                                          && !is_comment(line)) {
      const std::string_view value = unquoted(text.substr(colon + 2));
      const auto decoded = encoded ? decode_base64(value) : std::string(value);
      if (decoded && decoded->size() >= 4 && is_written_value(*decoded)) {
        const std::string_view key = text.substr(0, colon);
        const bool other = names_no_secret(key) || contains_word(key, "user");
        piece.add("k8s-secret", "Value of a Kubernetes secret", other ? "low" : "high",
                  place(piece, value), place(piece, value) + value.size(), Confidence::likely);
      }
    }
  }
}

void parse_php_settings(Piece& piece) {
  for (const std::string_view line : base::lines(piece.text)) {
    const std::string_view text = base::trim(line);
    const bool define = text.starts_with("define");
    if (!define && !text.starts_with('$')) {
      continue;
    }
    const std::size_t name_start = define ? text.find_first_of("'\"") : 0;
    const std::size_t name_end =
        define ? text.find_first_of("'\"", name_start + 1) : text.find_first_of(" =");
    if (name_start == std::string_view::npos || name_end == std::string_view::npos) {
      continue;
    }
    const std::string_view name = text.substr(name_start + 1, name_end - name_start - 1);
    const std::size_t quote = text.find_first_of("'\"", name_end + 1);
    const bool salt = name.ends_with("_KEY") || name.ends_with("_SALT");
    if (quote == std::string_view::npos
        || (!salt && !model::demand_of(name) && !name.ends_with("passwd"))) {
      continue;
    }
    const std::size_t end = text.find(text[quote], quote + 1);
    const std::string_view value =
        text.substr(quote + 1, end == std::string_view::npos ? end : end - quote - 1);
    if (!base::contains(value, "put your unique phrase")) {
      add_part(piece, salt ? "wordpress-salts" : "php-password",
               "Value of " + std::string(name.substr(0, 40)), "high", value);
    }
  }
}

} // namespace secaudit::secrets
