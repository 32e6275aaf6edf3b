// SPDX-License-Identifier: Apache-2.0
// Every format of secret-formats.json: its positive example must be found, its near miss must not
// be told above low.
#include "base/json.hpp"
#include "secrets/scanner.hpp"

#include <boost/json.hpp>

#include <fstream>
#include <sstream>

#include "corpus.hpp"

namespace secaudit::corpus {
namespace {

std::string joined(const boost::json::value& entry, std::string_view member) {
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

std::string path_of(const boost::json::value& entry) {
  const boost::json::value* paths = base::find(entry, "paths");
  if (paths == nullptr || !paths->is_array() || paths->get_array().empty()) {
    return "config.txt";
  }
  std::string path = paths->get_array()[0].as_string().c_str();
  const std::size_t star = path.find('*');
  return star == std::string::npos ? path : path.replace(star, 1, "app");
}

bool told(const std::vector<secrets::Match>& matches, bool above_low) {
  for (const secrets::Match& match : matches) {
    if (!above_low || (match.severity != "low" && match.severity != "info")) {
      return true;
    }
  }
  return false;
}

} // namespace

Score secret_formats(const std::filesystem::path& root) {
  Score score;
  std::ifstream in(root / "data" / "secret-formats.json");
  if (!in) {
    score.absent = true;
    return score;
  }
  std::stringstream text;
  text << in.rdbuf();
  const auto parsed = base::parse_json(text.str());
  if (!parsed) {
    score.failed.push_back("secret-formats.json " + parsed.error().message);
    return score;
  }
  const secrets::Scanner scanner;
  std::size_t near_misses = 0;
  for (const boost::json::value& entry : base::find(*parsed, "entries")->as_array()) {
    const std::string id = base::text_at(entry, "id");
    const std::string path = path_of(entry);
    const bool found = told(scanner.scan(path, joined(entry, "positive")), false)
                       || secrets::judge_file_name(path).has_value();
    score.check(found, id + " positive");
    near_misses += told(scanner.scan(path, joined(entry, "negative")), true) ? 1U : 0U;
  }
  score.notes.push_back(std::to_string(near_misses) + " near misses told above low");
  return score;
}

} // namespace secaudit::corpus
