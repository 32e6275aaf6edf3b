// SPDX-License-Identifier: Apache-2.0
#include "base/colours.hpp"

#include "catch.hpp"

using secaudit::base::without_colours;

TEST_CASE("colours are taken out, whole or cut off") {
  CHECK(without_colours("\x1b[31mERROR\x1b[0m: \x1b[1;4mx\x1b[m y") == "ERROR: x y");
  CHECK(without_colours("end \x1b[3") == "end ");
  CHECK(without_colours("\x1b]0;title\a") == "\x1b]0;title\a");
  CHECK(without_colours("\x1b") == "\x1b");
}
