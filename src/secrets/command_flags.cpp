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
  if (worth == Worth::nothing || value.starts_with('-')) {
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

} // namespace

void search_command_flag(Piece& piece, std::size_t at, const WeakData& weak) {
  constexpr std::array<std::string_view, 6> with_p{
      "docker login", "podman login", "sshpass", "helm registry login", "az login", "oc login"};
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
  const std::string_view command = piece.line_before(at + 1, longest_command);
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
    const Value value = argument(text, long_user ? at + 8 : at + 3);
    const std::size_t colon = text.substr(value.begin, value.end - value.begin).find(':');
    if (colon != std::string_view::npos && colon > 0 && text[value.begin] != '$') {
      add(piece, weak, "curl-user", value.begin + colon + 1, value.end);
    }
  }
}

} // namespace secaudit::secrets
