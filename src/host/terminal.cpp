// SPDX-License-Identifier: Apache-2.0
#include "host/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

namespace secaudit::host {
namespace {

int width_of(int descriptor) {
  winsize size{};
  return ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

} // namespace

std::optional<ColourChoice> parse_colour_choice(std::string_view word) {
  if (word == "auto") {
    return ColourChoice::automatic;
  }
  if (word == "always") {
    return ColourChoice::always;
  }
  return word == "never" ? std::optional(ColourChoice::never) : std::nullopt;
}

bool use_colour(ColourChoice choice, const Host& host, bool is_terminal) {
  if (choice != ColourChoice::automatic) {
    return choice == ColourChoice::always;
  }
  if (!host.env("NO_COLOR").value_or("").empty()) {
    return false;
  }
  for (const char* name : {"CLICOLOR_FORCE", "FORCE_COLOR"}) {
    const std::string value = host.env(name).value_or("");
    if (!value.empty() && value != "0") {
      return true;
    }
  }
  if (host.env("CLICOLOR") == "0" || host.env("TERM") == "dumb") {
    return false;
  }
  return is_terminal;
}

Terminal look_at_terminal() {
  Terminal terminal;
  terminal.output = ::isatty(STDOUT_FILENO) == 1;
  terminal.errors = ::isatty(STDERR_FILENO) == 1;
  terminal.columns = terminal.output ? width_of(STDOUT_FILENO) : 0;
  return terminal;
}

} // namespace secaudit::host
