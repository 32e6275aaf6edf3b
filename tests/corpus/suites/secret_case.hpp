// SPDX-License-Identifier: Apache-2.0
// What the suites about secrets share: the catalogue's examples, and the answer of the search.
#pragma once

#include "base/json.hpp"
#include "secrets/scanner.hpp"

#include <boost/json.hpp>

#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "corpus.hpp"

namespace secaudit::corpus {

inline std::optional<std::string> read_all(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    return std::nullopt;
  }
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

/// An example of the catalogue is written in parts, so that nobody's scanner finds it.
inline std::string joined_parts(const boost::json::value& entry, std::string_view member) {
  std::string text;
  const boost::json::value* example = base::find(entry, member);
  const boost::json::value* parts = example == nullptr ? nullptr : base::find(*example, "parts");
  if (parts != nullptr && parts->is_array()) {
    for (const boost::json::value& part : parts->get_array()) {
      text += part.as_string().c_str();
    }
  }
  return text;
}

inline std::string example_path(const boost::json::value& entry) {
  const boost::json::value* paths = base::find(entry, "paths");
  if (paths == nullptr || !paths->is_array() || paths->get_array().empty()) {
    return "config.txt";
  }
  std::string path = paths->get_array()[0].as_string().c_str();
  const std::size_t star = path.find('*');
  return star == std::string::npos ? path : path.replace(star, 1, "app");
}

/// Scores every format of the catalogue in data/secret-formats.json by `holds`.
template <typename Holds>
Score score_catalogue(const std::filesystem::path& root, Holds holds) {
  Score score;
  const auto text = read_all(root / "data" / "secret-formats.json");
  if (!text) {
    score.absent = true;
    return score;
  }
  const auto parsed = base::parse_json(*text);
  if (!parsed) {
    score.failed.push_back("secret-formats.json " + parsed.error().message);
    return score;
  }
  for (const boost::json::value& entry : base::find(*parsed, "entries")->as_array()) {
    score.check(holds(entry), base::text_at(entry, "id"));
  }
  return score;
}

inline bool above_low(const secrets::Match& match) {
  return match.severity != "low" && match.severity != "info";
}

inline bool any_above_low(const std::vector<secrets::Match>& matches) {
  for (const secrets::Match& match : matches) {
    if (above_low(match)) {
      return true;
    }
  }
  return false;
}

} // namespace secaudit::corpus
