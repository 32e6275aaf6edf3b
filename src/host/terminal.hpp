// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/host.hpp"

#include <optional>
#include <string_view>

namespace secaudit::host {

enum class ColourChoice { automatic, always, never };

/// `auto`, `always`, `never`; nothing for other words.
std::optional<ColourChoice> parse_colour_choice(std::string_view word);

/// Whether to colour: the choice on the command line decides, then NO_COLOR, CLICOLOR_FORCE and
/// FORCE_COLOR (each when set and not empty; "0" does not force), CLICOLOR=0, TERM=dumb, and last
/// whether the stream is a terminal.
bool use_colour(ColourChoice choice, const Host& host, bool is_terminal);

/// What our own standard streams are connected to (not those of the docker that called us).
struct Terminal {
  bool output = false; ///< standard output is a terminal
  bool errors = false; ///< standard error is a terminal
  int columns = 0;     ///< width of the one on standard output; 0 when it is none
};
Terminal look_at_terminal();

} // namespace secaudit::host
