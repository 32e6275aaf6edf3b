// SPDX-License-Identifier: Apache-2.0
// Hostile compose files end in a clear error, and soon.
#include "project/compose/load.hpp"

#include <algorithm>
#include <ctime>
#include <string>

#include "catch.hpp"
#include "support/memory_host.hpp"

using namespace secaudit;

namespace {

struct Outcome {
  std::string text;   ///< every fatal message, or the error
  double seconds = 0; ///< of processor time
};

Outcome read(const support::MemoryHost& host) {
  const std::clock_t begin = std::clock();
  const auto project = project::compose::load(host, {});
  Outcome out;
  out.seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  if (!project) {
    out.text = project.error().message;
    return out;
  }
  for (const model::Diagnostic& diagnostic : project->diagnostics) {
    out.text += diagnostic.fatal
                    ? model::to_string(diagnostic.span) + ": " + diagnostic.message + "\n"
                    : "";
  }
  return out;
}

Outcome read(std::string text) {
  support::MemoryHost host("/project");
  host.add_file("/project/compose.yaml", std::move(text));
  return read(host);
}

std::string repeated(std::string_view part, std::size_t times) {
  std::string out;
  out.reserve(part.size() * times);
  for (std::size_t i = 0; i < times; ++i) {
    out += part;
  }
  return out;
}

std::string alias_bomb() {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string name = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + repeated(name + ", ", 9)
            + name + "]\n";
  }
  return text + "services: {a: {image: x}}\n";
}

} // namespace

TEST_CASE("hostile YAML ends in an error that names what is wrong") {
  struct Case {
    std::string text;
    const char* told;
  };
  const std::vector<Case> cases = {
      {alias_bomb(), "aliases"},
      {"services:\n  a: &a\n    image: x\n    labels: {self: *a}\n", "contains itself"},
      {"services: " + repeated("[", 20'000) + repeated("]", 20'000) + "\n", "deep"},
      {"services: " + repeated("{a: ", 20'000) + repeated("}", 20'000) + "\n", "deep"},
      {std::string("services:\n  a:\n    image: x\0y\n", 29), "control character"},
      {"services:\n  a:\n    image: \"x\xff\xfe\"\n", "UTF-8"},
  };
  for (const Case& each : cases) {
    const Outcome outcome = read(each.text);
    INFO(each.told << ": " << outcome.text.substr(0, 400));
    CHECK(outcome.text.size() > 0);
    CHECK(outcome.seconds < 1.0);
  }
}

TEST_CASE("circles of include and extends end") {
  support::MemoryHost includes("/project");
  includes.add_file("/project/compose.yaml", "include: [b.yaml]\nservices: {a: {image: x}}\n");
  includes.add_file("/project/b.yaml", "include: [compose.yaml]\nservices: {b: {image: x}}\n");
  const Outcome first = read(includes);
  INFO(first.text);
  CHECK(first.text.find("include") != std::string::npos);
  const Outcome second =
      read("services:\n  a: {extends: b}\n  b: {extends: c}\n  c: {extends: a}\n");
  INFO(second.text);
  CHECK(second.text.find("circle") != std::string::npos);
  CHECK(first.seconds + second.seconds < 1.0);
}

TEST_CASE("includes that fan out and files of a hundred megabytes are bounded") {
  support::MemoryHost fan("/project");
  for (int level = 0; level < 14; ++level) {
    const std::string next = std::to_string(level + 1);
    fan.add_file("/project/" + (level == 0 ? "compose" : "f" + std::to_string(level)) + ".yaml",
                 "include: [f" + next + ".yaml, ./f" + next + ".yaml]\nservices: {s"
                     + std::to_string(level) + ": {image: x}}\n");
  }
  fan.add_file("/project/f14.yaml", "services: {last: {image: x}}\n");
  CHECK(read(fan).seconds < 1.0);
  const Outcome large = read("services: {a: {image: x}}\n" + repeated("# padding\n", 10'500'000));
  INFO(large.text);
  CHECK(large.text.find("compose.yaml") != std::string::npos);
  CHECK(large.seconds < 1.0);
}

TEST_CASE("files that are large together are not read to the end") {
  support::MemoryHost host("/project");
  std::string list = "include:\n";
  const std::string text = "services: {}\n" + repeated("# padding\n", 1'500'000);
  for (int i = 0; i < 40; ++i) {
    const std::string name = "f" + std::to_string(i) + ".yaml";
    list += "  - " + name + "\n";
    host.add_file("/project/" + name, text);
  }
  host.add_file("/project/compose.yaml", list + "services: {a: {image: x}}\n");
  const Outcome outcome = read(host);
  INFO(outcome.text.substr(0, 300));
  CHECK(outcome.text.find("MiB together") != std::string::npos);
}

TEST_CASE("many variables of one service take time in proportion to their number") {
  const auto seconds_for = [](int count) {
    std::string text = "services:\n  a:\n    image: x\n    environment:\n";
    for (int i = 0; i < count; ++i) {
      text += "      NAME" + std::to_string(i) + ": x\n";
    }
    return read(text).seconds;
  };
  const double few = seconds_for(2'000);
  CHECK(seconds_for(20'000) < 30 * std::max(few, 0.005));
}

TEST_CASE("nested defaults and long values of variables are bounded") {
  const Outcome nested = read("services: {a: {image: \"" + repeated("${A:-", 5'000) + "x"
                              + repeated("}", 5'000) + "\"}}\n");
  CHECK(nested.seconds < 1.0);
  CHECK_FALSE(nested.text.empty());
  support::MemoryHost host("/project");
  std::string env = "A=" + repeated("x", 1000) + "\n";
  for (char c = 'B'; c <= 'Z'; ++c) {
    const std::string before(1, static_cast<char>(c - 1));
    env += std::string(1, c) + "=" + repeated("${" + before + "}", 10) + "\n";
  }
  host.add_file("/project/.env", env);
  host.add_file("/project/compose.yaml", "services: {a: {image: \"x:${Z}\"}}\n");
  const Outcome grown = read(host);
  INFO(grown.text.substr(0, 300));
  CHECK(grown.seconds < 1.0);
  CHECK_FALSE(grown.text.empty());
}
