// SPDX-License-Identifier: Apache-2.0
#include "base/unified_diff.hpp"

#include "catch.hpp"

namespace secaudit::base {
namespace {

TEST_CASE("equal texts have no difference") {
  CHECK(unified_diff("a\nb\n", "a\nb\n", "a/x", "b/x").empty());
}

TEST_CASE("a changed line comes with three lines around it") {
  CHECK(unified_diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n", "a/x", "b/x")
        == "--- a/x\n+++ b/x\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

TEST_CASE("changes far from each other are hunks of their own") {
  std::string before;
  for (int i = 0; i < 30; ++i) {
    before += std::to_string(i) + "\n";
  }
  std::string after = before;
  after.replace(after.find("\n3\n") + 1, 1, "three");
  after.replace(after.find("\n25\n") + 1, 2, "x\ny");
  const std::string diff = unified_diff(before, after, "a/x", "b/x");
  CHECK(diff.find("@@ -1,7 +1,7 @@\n 0\n 1\n 2\n-3\n+three\n") != std::string::npos);
  CHECK(diff.find("@@ -23,7 +23,8 @@\n 22\n 23\n 24\n-25\n+x\n+y\n") != std::string::npos);
}

TEST_CASE("a new file and a missing line break at the end are told as git does") {
  CHECK(unified_diff("", "a\n", "/dev/null", "b/x")
        == "--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+a\n");
  CHECK(
      unified_diff("a", "a\nb", "a/x", "b/x")
      == "--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n-a\n\\ No newline at end of file\n+a\n+b\n\\ No newline "
         "at end of file\n");
}

TEST_CASE("carriage returns belong to the line") {
  CHECK(unified_diff("a\r\nb\r\n", "a\r\nc\r\n", "a/x", "b/x")
        == "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n");
}

} // namespace
} // namespace secaudit::base
