// SPDX-License-Identifier: Apache-2.0
#include "secrets/command_flags.hpp"

#include "base/text.hpp"
#include "secrets/bytes.hpp"
#include "secrets/context.hpp"
#include "secrets/values.hpp"

#include <algorithm>
#include <array>

namespace secaudit::secrets {
namespace {

constexpr std::size_t longest_command = 256;

template <std::size_t N>
bool names_one(std::string_view command, const std::array<std::string_view, N>& programs) {
  return std::any_of(programs.begin(), programs.end(),
                     [&](std::string_view program) { return contains_word(command, program); });
}

void add(Piece& piece, const WeakData& weak, std::string_view format, std::size_t begin,
         std::size_t end) {
  const std::string_view value = piece.text.substr(begin, end - begin);
  const Worth worth = worth_of(weak, "password", value);
  if (worth < Worth::made_up || value.starts_with('-')) {
    return;
  }
  const bool document = piece.kind == FileKind::prose || piece.kind == FileKind::source;
  piece.add(format, "Password on a command line", worth == Worth::weak || document ? "low" : "high",
            begin, end, Confidence::likely);
}

/// The word or quoted text at `at`.
Value argument(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] == ' ') {
    ++at;
  }
  return value_at(text, at);
}

/// The command before `at`, also on lines before that go on behind a backslash.
std::string_view command_before(const Piece& piece, std::size_t at) {
  const std::string_view text = piece.before(at, longest_command);
  std::size_t line = text.rfind('\n');
  while (line != std::string_view::npos && line > 0) {
    const std::string_view above = base::trim(text.substr(0, line));
    if (!above.ends_with('\\')) {
      break;
    }
    line = text.rfind('\n', line - 1);
  }
  return text.substr(line + 1);
}

/// `user:password`, also with the password alone in quotes; a token may stand for the user, with
/// nothing behind the colon.
void search_login(Piece& piece, const WeakData& weak, std::size_t at) {
  const std::string_view text = piece.text;
  Value value = argument(text, at);
  std::string_view login = text.substr(value.begin, value.end - value.begin);
  const std::size_t colon = login.find(':');
  if (colon == std::string_view::npos || login.starts_with('$')) {
    return;
  }
  std::size_t begin = value.begin + colon + 1;
  if (begin == value.end && value.quoting == Quoting::bare && value.end < text.size()) {
    value = value_at(text, value.end);
    begin = value.begin;
  }
  if (begin < value.end) {
    add(piece, weak, "curl-user", begin, value.end);
  } else if (worth_of(weak, "user", login.substr(0, colon)) >= Worth::good) {
    add(piece, weak, "curl-user", begin - colon - 1, begin - 1);
  }
}

} // namespace

void search_command_flag(Piece& piece, std::size_t at, const WeakData& weak) {
  constexpr std::array<std::string_view, 7> with_p{
      "docker login", "podman login",        "sshpass", "psexec",
      "az login",     "helm registry login", "oc login"};
  constexpr std::array<std::string_view, 4> with_glued_p{"mysql", "mysqldump", "mysqladmin",
                                                         "mariadb"};
  constexpr std::array<std::string_view, 3> with_u{"curl", "wget", "http "};
  const std::string_view text = piece.text;
  if (at + 3 >= text.size()) {
    return;
  }
  const bool long_user = text.substr(at + 1, 7) == "--user " || text.substr(at + 1, 7) == "--user=";
  if (text[at + 2] == '-' && !long_user) {
    return;
  }
  const std::string_view command = command_before(piece, at + 1);
  const bool password = text[at + 2] == 'p';
  if (password && text[at + 3] != ' ' && names_one(command, with_glued_p)) {
    const Value value = value_at(text, at + 3);
    if (is_word(text[at + 3]) || value.quoting == Quoting::quoted) {
      add(piece, weak, "cmd-password-flag", value.begin, value.end);
    }
    return;
  }
  if (password && text[at + 3] == ' ' && names_one(command, with_p)) {
    const Value value = argument(text, at + 3);
    add(piece, weak, "cmd-password-flag", value.begin, value.end);
    return;
  }
  if (!password && (text[at + 3] == ' ' || long_user) && names_one(command, with_u)) {
    search_login(piece, weak, long_user ? at + 8 : at + 3);
  }
}

} // namespace secaudit::secrets
