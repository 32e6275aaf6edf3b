// SPDX-License-Identifier: Apache-2.0
// corpora/image/purl: the official test suite of package URLs, as upstream wrote it.
#include "model/purl.hpp"

#include "base/json.hpp"

#include <boost/json.hpp>

#include <fstream>
#include <set>

#include "corpus.hpp"

namespace secaudit::corpus {
namespace {

using boost::json::value;

std::string read_text(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

model::Purl parts_of(const value& json) {
  model::Purl purl;
  purl.type = base::string_at(json, "type");
  purl.name_space = base::string_at(json, "namespace");
  purl.name = base::string_at(json, "name");
  purl.version = base::string_at(json, "version");
  purl.subpath = base::string_at(json, "subpath");
  const value* qualifiers = base::find(json, "qualifiers");
  if (qualifiers != nullptr && qualifiers->is_object()) {
    for (const auto& member : qualifiers->get_object()) {
      purl.qualifiers[member.key()] = member.value().as_string();
    }
  }
  return purl;
}

/// What was read or written, or nothing when it is refused.
std::string actual(const value& test) {
  const value& input = test.at("input");
  const std::string kind(base::string_at(test, "test_type"));
  const auto purl =
      kind == "build"
          ? canonical(parts_of(input))
          : model::parse_purl(input.as_string(), kind == "parse" ? model::PurlReading::strict
                                                                 : model::PurlReading::lenient);
  if (!purl) {
    return "refused";
  }
  if (kind != "parse") {
    return to_string(*purl);
  }
  const value* expected = base::find(test, "expected_output");
  return expected != nullptr && expected->is_object() && *purl == parts_of(*expected)
             ? "as expected"
             : to_string(*purl);
}

bool passes(const value& test, const std::string& found) {
  if (base::boolean_at(test, "expected_failure").value_or(false)) {
    return found == "refused";
  }
  const value* expected = base::find(test, "expected_output");
  return found == "as expected"
         || (expected != nullptr && expected->is_string() && found == expected->get_string());
}

} // namespace

Score purl(const std::filesystem::path& root) {
  Score score;
  const auto folder = root / "corpora" / "image" / "purl";
  std::set<std::filesystem::path> files;
  if (std::filesystem::exists(folder)) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (entry.path().filename() != "expected.json" && entry.path().extension() == ".json") {
        files.insert(entry.path());
      }
    }
  }
  for (const auto& file : files) {
    const auto document = base::parse_json(read_text(file));
    const value* tests = document ? base::find(*document, "tests") : nullptr;
    std::size_t number = 0;
    if (tests == nullptr || !tests->is_array()) {
      score.check(false, file.filename().string() + " is no list of tests");
      continue;
    }
    for (const value& test : tests->get_array()) {
      const std::string found = actual(test);
      score.check(passes(test, found), file.stem().string() + "/" + std::to_string(number++) + " "
                                           + std::string(base::string_at(test, "test_type"))
                                           + " gave " + found);
    }
  }
  score.absent = score.passed == 0 && score.failed.empty();
  return score;
}

} // namespace secaudit::corpus
