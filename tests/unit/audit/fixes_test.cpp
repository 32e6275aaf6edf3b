// SPDX-License-Identifier: Apache-2.0
#include "audit/audit.hpp"
#include "audit/fixes/edit.hpp"
#include "project/dockerfile/parse.hpp"

#include <string>

#include "catch.hpp"

namespace secaudit::audit {
namespace {

/// The text after all rounds of corrections.
std::string corrected(std::string text) {
  for (int round = 0; round < 8; ++round) {
    model::Subjects subjects;
    model::DockerfileUse use;
    use.dockerfile = project::dockerfile::parse(text, model::FileName("Dockerfile"));
    use.target = use.dockerfile.stages.empty() ? std::nullopt
                                               : std::optional(use.dockerfile.stages.size() - 1);
    const model::Dockerfile file = use.dockerfile;
    subjects.dockerfiles.push_back(std::move(use));
    Policy policy;
    policy.as_of = {2026, 11, 25};
    const auto findings = run(subjects, rules::catalogue(), policy).findings;
    std::string next = edited(text, safe_edits(text, file, findings));
    if (next == text) {
      break;
    }
    text = std::move(next);
  }
  return text;
}

TEST_CASE("switches of package managers are put in, everything else stays") {
  CHECK(corrected("FROM debian:13-slim\n"
                  "# tools\n"
                  "RUN apt-get update \\\n"
                  "    && apt-get   install  curl   # keep\n"
                  "USER 10001\n")
        == "FROM debian:13-slim\n"
           "# tools\n"
           "RUN apt-get update \\\n"
           "    && apt-get   install -y --no-install-recommends  curl   # keep\n"
           "USER 10001\n");
}

TEST_CASE("package lists are removed at the end of the RUN, but not behind a fallback") {
  CHECK(corrected("FROM debian:13-slim\nRUN apt-get update && apt-get install -y "
                  "--no-install-recommends curl\nUSER 1\n")
        == "FROM debian:13-slim\nRUN apt-get update && apt-get install -y --no-install-recommends "
           "curl "
           "&& rm -rf /var/lib/apt/lists/*\nUSER 1\n");
  const std::string fallback = "FROM debian:13-slim\nRUN apt-get update && apt-get install -y "
                               "--no-install-recommends curl || true\nUSER 1\n";
  CHECK(corrected(fallback) == fallback);
}

TEST_CASE("line ends, byte order mark and letters of more than a byte stay") {
  CHECK(
      corrected("\xEF\xBB\xBF"
                "FROM alpine:3.22\r\n# größer\r\nRUN echo größe && apk add curl\r\nUSER 1\r\n")
      == "\xEF\xBB\xBF"
         "FROM alpine:3.22\r\n# größer\r\nRUN echo größe && apk add --no-cache curl\r\nUSER 1\r\n");
}

TEST_CASE("structure: old forms, quotes, empty lines, lost instructions") {
  CHECK(corrected("FROM debian:13-slim\nENV APP_HOME /app\nENV NOTE a b c\nUSER 1\n")
        == "FROM debian:13-slim\nENV APP_HOME=/app\nENV NOTE=\"a b c\"\nUSER 1\n");
  CHECK(corrected("FROM debian:13-slim\nUSER 1\nCMD ['a', 'b']\n")
        == "FROM debian:13-slim\nUSER 1\nCMD [\"a\", \"b\"]\n");
  CHECK(corrected("FROM debian:13-slim\nUSER 1\nRUN echo a \\\n\n\n && echo b\n")
        == "FROM debian:13-slim\nUSER 1\nRUN echo a \\\n && echo b\n");
  CHECK(corrected("FROM debian:13-slim\nUSER 1\nCMD [\"a\"]\nCMD [\"b\"]\n")
        == "FROM debian:13-slim\nUSER 1\nCMD [\"b\"]\n");
  CHECK(corrected("FROM debian:13-slim\nUSER 1\nMAINTAINER Jane <j@example.org>\n")
        == "FROM debian:13-slim\nUSER 1\nLABEL org.opencontainers.image.authors=\"Jane "
           "<j@example.org>\"\n");
  CHECK(corrected("FROM debian:13-slim\nUSER 1\nENTRYPOINT /usr/bin/server --port 80\n")
        == "FROM debian:13-slim\nUSER 1\nENTRYPOINT [\"/usr/bin/server\", \"--port\", \"80\"]\n");
}

TEST_CASE("what is written in an unusual way is left alone") {
  for (const char* text : {"FROM debian:13-slim\nUSER 1\nENTRYPOINT server \"$PORT\"\n",
                           "FROM debian:13-slim\nENV NOTE a \"b c\"\nUSER 1\n",
                           "FROM debian:13-slim\nCOPY a b \"/c\"\nUSER 1\n"}) {
    CHECK(corrected(text) == text);
  }
}

TEST_CASE("an ignored finding is not corrected") {
  const std::string text = "FROM alpine:3.22\n# hadolint ignore=DL3019\nRUN apk add curl\nUSER 1\n";
  CHECK(corrected(text) == text);
}

TEST_CASE("a second run corrects nothing") {
  const std::string once = corrected(
      "FROM node:24-slim\nADD . /app\nRUN apt update && apt install git\nRUN <<EOF\necho a\n"
      "echo b\nEOF\nENV DEBIAN_FRONTEND=noninteractive\nEXPOSE 53/UDP\nUSER 1\n");
  CHECK(corrected(once) == once);
  CHECK(once.find("COPY . /app") != std::string::npos);
  CHECK(once.find("<<EOF\nset -e\necho a") != std::string::npos);
  CHECK(once.find("ARG DEBIAN_FRONTEND") != std::string::npos);
  CHECK(once.find("EXPOSE 53/udp") != std::string::npos);
}

} // namespace
} // namespace secaudit::audit
