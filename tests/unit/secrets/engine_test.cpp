// SPDX-License-Identifier: Apache-2.0
#include "secrets/byte_scan.hpp"
#include "secrets/engine.hpp"
#include "secrets/scanner.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "catch.hpp"

using namespace secaudit::secrets;

namespace {

const Scanner& scanner() {
  static const Scanner instance;
  return instance;
}

std::string random_text(std::size_t size, unsigned seed) {
  constexpr std::string_view characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123"
                                          "456789+/=_-.~ \n\t:;\"'%$!@{}()<>\0\x80";
  std::mt19937 random(seed);
  std::string text(size, ' ');
  for (char& c : text) {
    c = characters[random() % characters.size()];
  }
  return text;
}

std::vector<std::string> told(const std::vector<Match>& matches) {
  std::vector<std::string> lines;
  for (const Match& match : matches) {
    lines.push_back(match.format + " " + match.severity + " " + std::to_string(match.begin) + "-"
                    + std::to_string(match.end));
  }
  return lines;
}

/// Texts with a secret of each kind of detector. Joined at run time, so that the repository's own
/// scan stays quiet.
std::vector<std::string> samples() {
  const std::string dash = "-----";
  return {
      "key = \"" + std::string("AKIA") + "Y34FZKBOKMUTVV7A\"\n",
      "url: postgres://app:" + std::string("k3vPq9w2LmZx") + "@db/app\n",
      "DB_PASSWORD=" + std::string("k3vPq9w2LmZx") + "\n",
      "h: {\"auths\":{\"r\":{\"auth\":\"" + std::string("ZHNhOkRzYTBTeW50aFpod3NLQkc0MTds")
          + "\"}}}\n",
      dash + "BEGIN PRIVATE KEY" + dash
          + "\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v1VWguU9aZlqn0pOUtZ0RrYHz2ZFqYfTqOQ2m\n" + dash
          + "END PRIVATE KEY" + dash + "\n",
      "root:$" + std::string("2y$10$") + "f7QzUVAQcOZSEhYbNg5tKRI1Lx6pA3qvlx3dOqIRaPg4JoK0j1/kW\n",
      "docker login -u dsa -p " + std::string("k3vPq9w2LmZx") + " registry\n",
      "data%3A%20key%3D" + std::string("AKIA") + "Y34FZKBOKMUTVV7A%26x\n",
      "datadog_api_key: " + std::string("d5a0d5a055d699ab4efec86a3b1f92c5") + "\n",
  };
}

} // namespace

TEST_CASE("every way of the processor tells the same bytes apart") {
  std::string text = random_text(64 * 40 + block_overrun, 7);
  for (const std::string& sample : samples()) {
    text.replace(text.size() / 2, sample.size(), sample);
    const std::size_t blocks = (text.size() - block_overrun) / block_bytes;
    std::vector<BlockMasks> expected(blocks);
    classifier(classifier_count() - 1).classify(text.data(), blocks, expected.data());
    for (std::size_t way = 0; way < classifier_count(); ++way) {
      std::vector<BlockMasks> masks(blocks);
      classifier(way).classify(text.data(), blocks, masks.data());
      for (std::size_t i = 0; i < blocks; ++i) {
        INFO(classifier(way).name << " block " << i);
        CHECK(masks[i].token == expected[i].token);
        CHECK(masks[i].trigger == expected[i].trigger);
      }
    }
  }
}

TEST_CASE("the last way is the plain one and always there") {
  CHECK(classifier(classifier_count() - 1).name == "scalar");
}

TEST_CASE("each kind of secret is found wherever a file is cut in two") {
  for (const std::string& sample : samples()) {
    const std::string text = "first line\n" + sample + "last line\n";
    const auto whole = told(scanner().scan("notes.conf", text));
    INFO(sample);
    REQUIRE_FALSE(whole.empty());
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
      FileScan scan(scanner(), "notes.conf");
      scan.feed(std::string_view(text).substr(0, cut));
      scan.feed(std::string_view(text).substr(cut));
      CHECK(told(scan.finish()) == whole);
    }
  }
}

TEST_CASE("a window may end anywhere in a secret") {
  const WeakData weak;
  const Engine engine(weak);
  for (const std::string& sample : samples()) {
    const std::string text = "first line\n" + sample + "last line\n";
    std::vector<Candidate> whole;
    engine.scan(text, 0, text.size(), FileKind::settings, 0, whole);
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
      std::vector<Candidate> parts;
      engine.scan(text, 0, cut, FileKind::settings, 0, parts);
      engine.scan(text, cut, text.size(), FileKind::settings, 0, parts);
      INFO(sample << " cut at " << cut);
      REQUIRE(parts.size() >= whole.size());
      for (const Candidate& match : whole) {
        CHECK(std::any_of(parts.begin(), parts.end(), [&](const Candidate& part) {
          return part.format == match.format && part.begin == match.begin && part.end == match.end;
        }));
      }
    }
  }
}

TEST_CASE("threads that share a scanner find the same") {
  std::string text = random_text(300'000, 11);
  for (const std::string& sample : samples()) {
    text += "\n" + sample + random_text(40'000, static_cast<unsigned>(sample.size()));
  }
  const auto alone = told(scanner().scan("a.conf", text));
  std::vector<std::vector<std::string>> results(4);
  std::vector<std::thread> threads;
  for (auto& result : results) {
    threads.emplace_back([&] { result = told(scanner().scan("a.conf", text)); });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  for (const auto& result : results) {
    CHECK(result == alone);
  }
}

TEST_CASE("secrets are found in the encodings in which they are written down") {
  const std::string key = std::string("AKIA") + "Y34FZKBOKMUTVV7A";
  const auto finds = [&](const std::string& text) {
    const auto found = scanner().scan("a.txt", text);
    return std::any_of(found.begin(), found.end(),
                       [](const Match& match) { return match.format == "aws-akid"; });
  };
  CHECK(finds("x \\n" + key + "\\n"));
  CHECK(finds("x=%20" + key + "%20"));
  CHECK(finds("a=" + std::string("a2V5ID0gQUtJ") + "QVkzNEZaS0JPS01VVFZWN0EK"));
  CHECK(finds("a=" + std::string("6b6579203d20414b4941") + "593334465a4b424f4b4d5554565637410a"));
  std::string wide = "\xFF\xFE";
  for (const char c : "key = " + key + "\n") {
    wide += c;
    wide += '\0';
  }
  CHECK(finds(wide));
  CHECK_FALSE(finds("x \\n" + key + "7"));
}

TEST_CASE("formats of the user are found, faulty ones are refused") {
  const CustomFormat good{"acme", "ACME token", "critical", "acme_([0-9a-f]{8})"};
  CHECK_FALSE(fault_of(good).has_value());
  CHECK(fault_of({"a", "a", "high", "(("}).has_value());
  CHECK(fault_of({"a", "a", "high", "x*"}).has_value());
  CHECK(fault_of({"a", "a", "huge", "x"}).has_value());
  const Scanner own({good});
  const auto found = own.scan("a.txt", "token acme_0badcafe.");
  REQUIRE(found.size() == 1);
  CHECK(found[0].format == "acme");
  CHECK(found[0].begin == 11);
  CHECK(found[0].severity == "critical");
}

TEST_CASE("equal secrets belong together, and comments allow what stands beside them") {
  const std::string key = std::string("AKIA") + "Y34FZKBOKMUTVV7A";
  const auto twice = scanner().scan("a.txt", key + "\n" + key + "\n");
  REQUIRE(twice.size() == 2);
  CHECK(twice[0].group == twice[1].group);
  const auto allowed = scanner().scan("a.py", "k = '" + key + "'  # secaudit:allow\n");
  REQUIRE(allowed.size() == 1);
  CHECK(allowed[0].severity == "info");
}

TEST_CASE("binary bytes, NUL bytes and endless lines are no obstacle") {
  const std::string key = std::string("AKIA") + "Y34FZKBOKMUTVV7A";
  std::string text(3'000'000, '\0');
  text.replace(1'500'000, key.size(), key);
  CHECK(scanner().scan("a.bin", text).size() == 1);
  std::string line(3'000'000, 'a');
  line.replace(2'999'000, key.size() + 2, " " + key + " ");
  CHECK(scanner().scan("a.js", line).size() == 1);
}
