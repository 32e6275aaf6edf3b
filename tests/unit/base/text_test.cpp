// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"

#include "catch.hpp"

using namespace secaudit::base;

TEST_CASE("printable text has no character that a terminal obeys") {
  CHECK(printable("plain ä 漢 😀") == "plain ä 漢 😀");
  CHECK(printable("\x1b[31mred\r\n") == "\\x1b[31mred\\x0d\\x0a");
  CHECK(printable("a\xff\xc0\x80") == "a\\xff\\xc0\\x80");
  CHECK(printable("x\u202Ey") == "x\\u{202E}y");
  CHECK(printable("\u009b1m") == "\\u{009B}1m");
}

TEST_CASE("display width counts columns") {
  CHECK(display_width("abc") == 3);
  CHECK(display_width("漢字") == 4);
  CHECK(display_width("e\u0301") == 1);
  CHECK(display_width("😀") == 2);
}

TEST_CASE("truncation never exceeds the columns") {
  CHECK(secaudit::base::truncate("short", 10) == "short");
  CHECK(secaudit::base::truncate("a longer sentence here", 12) == "a longer…");
  CHECK(secaudit::base::truncate("abcdefghijkl", 5) == "abcd…");
  const int columns = GENERATE(1, 2, 3, 4, 5, 6, 7, 8);
  CHECK(display_width(secaudit::base::truncate("漢字漢字漢字 漢字", static_cast<std::size_t>(columns)))
        <= static_cast<std::size_t>(columns));
}

TEST_CASE("a masked secret keeps two characters at most") {
  CHECK(masked("hunter2-and-more") == "hu… (16 characters)");
  CHECK(masked("short") == "… (5 characters)");
  CHECK(masked("ÄÖÜäöüßx") == "ÄÖ… (8 characters)");
  CHECK(masked("\x1b[2Jabcdefg") == "\\x1b[… (11 characters)");
}

TEST_CASE("lines and split") {
  CHECK(lines("a\r\nb\n") == std::vector<std::string_view>{"a", "b"});
  CHECK(lines("").empty());
  CHECK(split("a,,b", ',') == std::vector<std::string_view>{"a", "", "b"});
  CHECK(replace_all("a$b$", "$", "$$") == "a$$b$$");
}

TEST_CASE("edit distance is bounded") {
  CHECK(edit_distance("imgae", "image", 2) == 2);
  CHECK(edit_distance("port", "ports", 2) == 1);
  CHECK(edit_distance("abcdef", "zzzzzz", 2) == 3);
}

TEST_CASE("UTF-8 is checked strictly") {
  CHECK(is_utf8("ä漢😀"));
  CHECK_FALSE(is_utf8("\xed\xa0\x80"));
  CHECK_FALSE(is_utf8("\xf4\x90\x80\x80"));
  CHECK_FALSE(is_utf8("\xc3"));
  CHECK(code_points("ä漢\xff") == 3);
}
