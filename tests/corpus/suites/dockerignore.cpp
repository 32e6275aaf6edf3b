// SPDX-License-Identifier: Apache-2.0
// moby/patternmatcher's own tables: which path a pattern excludes, and how an ignore file is read.
#include "base/json.hpp"
#include "project/dockerfile/ignore.hpp"

#include <boost/json.hpp>

#include <fstream>
#include <sstream>

#include "corpus.hpp"

namespace secaudit::corpus {
namespace {

namespace json = boost::json;
using project::dockerfile::IgnoreMatcher;

std::vector<std::string> strings(const json::value& value) {
  std::vector<std::string> result;
  for (const json::value& item : value.as_array()) {
    result.emplace_back(item.as_string());
  }
  return result;
}

bool match_agrees(const json::value& item) {
  const auto matcher = IgnoreMatcher::create(strings(item.at("patterns")));
  if (!base::string_at(item, "error").empty()) {
    return !matcher;
  }
  if (!matcher) {
    return false;
  }
  const std::string_view path = base::string_at(item, "path");
  const bool by_depth = base::string_at(item, "fn") == "Matches";
  const bool excluded = by_depth ? matcher->excludes_by_depth(path) : matcher->excludes(path);
  return excluded == base::boolean_at(item, "excluded");
}

void score_matches(const std::filesystem::path& file, Score& score) {
  std::ifstream in(file);
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    const auto item = base::parse_json(line);
    score.check(item && match_agrees(*item), "match/" + std::to_string(++number) + " " + line);
  }
}

void score_reading(const std::filesystem::path& file, Score& score) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  const auto cases = base::parse_json(text.str());
  if (!cases || !cases->is_array()) {
    score.check(false, "parse/unreadable");
    return;
  }
  int number = 0;
  for (const json::value& item : cases->as_array()) {
    std::vector<std::string> found;
    for (const auto& line : project::dockerfile::read_ignore_lines(base::string_at(item, "text"))) {
      found.push_back(line.pattern);
    }
    score.check(found == strings(item.at("patterns")), "parse/" + std::to_string(++number));
  }
}

} // namespace

Score dockerignore(const std::filesystem::path& root) {
  Score score;
  const auto corpora = std::filesystem::is_directory(root / "corpora") ? root / "corpora" : root;
  const auto folder = corpora / "dockerfile" / "dockerignore";
  score.absent = !std::filesystem::is_directory(folder);
  if (!score.absent) {
    score_matches(folder / "match-cases.jsonl", score);
    score_reading(folder / "parse-cases.json", score);
  }
  return score;
}

} // namespace secaudit::corpus
