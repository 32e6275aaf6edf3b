// SPDX-License-Identifier: Apache-2.0
// The files that have a shape of their own, a small parser each. All append to `piece.found` and
// take what does not have the shape for nothing.
#pragma once

#include "secrets/piece.hpp"

#include <cstddef>
#include <string_view>

namespace secaudit::secrets {

/// False for what stands in for a secret: nothing, a reference, a placeholder in signs.
bool is_written_value(std::string_view value);

/// A value of a file that is made for secrets: weak words count as well, only less.
void add_known(Piece& piece, std::string_view format, std::string_view title,
               std::string_view severity, std::size_t begin, std::size_t end);

/// host:port:database:user:password, with `\:` and `\\` (libpq).
void parse_pgpass(Piece& piece);
/// machine, login and password over any white space (ftp, curl).
void parse_netrc(Piece& piece);
/// user:hash:… of /etc/shadow, htpasswd and ProFTPD.
void parse_password_lines(Piece& piece);
/// https://user:password@host a line; the password may hold an `@`.
void parse_git_credentials(Piece& piece);
/// One key and nothing else: Rails master keys, vault tokens.
void parse_single_key(Piece& piece);
/// `data` and `stringData` of Kubernetes secrets.
void parse_kubernetes_secret(Piece& piece);
/// define('NAME', 'value') of wp-config.php, $name = 'value' of other PHP settings.
void parse_php_settings(Piece& piece);

} // namespace secaudit::secrets
