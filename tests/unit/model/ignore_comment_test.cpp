// SPDX-License-Identifier: Apache-2.0
#include "model/ignore_comment.hpp"

#include "catch.hpp"

using secaudit::model::read_ignore_comment;

TEST_CASE("both ways to write an ignore say the same") {
  for (const char* text : {" secaudit:ignore=CO101,CO5* behind a VPN until=2027-03-01",
                           " secaudit ignore=CO101,CO5* until=2027-03-01 reason=\"behind a VPN\"",
                           "secaudit:ignore=CO101,CO5* behind a VPN, until=2027-03-01",
                           "secaudit ignore=CO101,,CO5* until=2027-03-01 behind a VPN"}) {
    INFO(text);
    const auto read = read_ignore_comment(text);
    REQUIRE(read);
    CHECK(read->fault.empty());
    CHECK(read->rules == std::vector<std::string>{"CO101", "CO5*"});
    CHECK(read->reason == "behind a VPN");
    CHECK(read->until == secaudit::base::Date{2027, 3, 1});
    CHECK_FALSE(read->whole_file);
  }
  CHECK(read_ignore_comment("secaudit file-ignore=DF015 reason=\"all\"")->whole_file);
}

TEST_CASE("an ignore without rule, reason or right date has no effect") {
  for (const char* text :
       {"secaudit:ignore CO101 why", "secaudit:ignore=CO101", "secaudit ignore=CO101 reason=\"\"",
        "secaudit:ignore=CO101 until=2027-01-01", "secaudit:ignore=CO101 why until=soon",
        "secaudit ignore=DF601 until=2027-13-01 reason=\"x\""}) {
    INFO(text);
    const auto read = read_ignore_comment(text);
    REQUIRE(read);
    CHECK_FALSE(read->fault.empty());
    CHECK_FALSE(read->hint.empty());
  }
}

TEST_CASE("other comments are none") {
  for (const char* text :
       {"", "secaudit", "secaudit is nice", "secauditing:ignore=X y", "hadolint ignore=DL3008"}) {
    INFO(text);
    CHECK_FALSE(read_ignore_comment(text));
  }
}
