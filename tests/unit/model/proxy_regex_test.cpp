// SPDX-License-Identifier: Apache-2.0
#include "model/proxy_regex.hpp"

#include "catch.hpp"

using namespace secaudit;

TEST_CASE("groups of a regular expression are counted, brackets have to match") {
  CHECK(model::groups_of("^/(a)(?:b)(?<c>d)(?P<e>f)[()]\\(\\)$") == 3);
  CHECK(model::groups_of("(?=a)(?!b)(?<=c)(?<!d)") == 0);
  CHECK(model::groups_of("[[:alpha:]()]([]a])") == 1);
  CHECK_FALSE(model::groups_of("(a"));
  CHECK_FALSE(model::groups_of("a)"));
  CHECK_FALSE(model::groups_of("[a"));
  CHECK(model::groups_of("a\\") == 0);
}

TEST_CASE("a repetition of a repetition is found") {
  for (const char* bad : {"(a+)+", "^/(?:[a-z]+)*$", "(\\w*){2,}", "(.*)+x"}) {
    INFO(bad);
    CHECK(model::repeats_a_repetition(bad));
  }
  for (const char* fine :
       {"(a+)", "([a-z]+/)+", "(a|b)+", "(?=a+)+", "(a+)?", "\\(a+)+", "[(a+)+]"}) {
    INFO(fine);
    CHECK_FALSE(model::repeats_a_repetition(fine));
  }
}
