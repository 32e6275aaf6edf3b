// SPDX-License-Identifier: Apache-2.0
#include "image/inventory/version_patterns.hpp"

#include "base/glob.hpp"
#include "base/json.hpp"
#include "image/data.hpp"
#include "model/purl.hpp"

#include <boost/json.hpp>
#include <re2/re2.h>

#include <algorithm>
#include <stdexcept>

namespace secaudit::image::inventory {

struct VersionPatterns::Program {
  model::Purl purl;
  std::vector<std::string> files;
  std::vector<std::string> texts;
  std::vector<std::unique_ptr<re2::RE2>> patterns;
};

namespace {

std::vector<std::string> texts_of(const boost::json::value& item, std::string_view key) {
  std::vector<std::string> result;
  for (const boost::json::value& text : item.at(key).as_array()) {
    result.emplace_back(text.as_string());
  }
  return result;
}

std::unique_ptr<re2::RE2> compiled(const std::string& text) {
  re2::RE2::Options options;
  options.set_encoding(re2::RE2::Options::EncodingLatin1);
  options.set_dot_nl(true);
  options.set_log_errors(false);
  auto pattern = std::make_unique<re2::RE2>(text, options);
  if (!pattern->ok() || pattern->NumberOfCapturingGroups() != 1) {
    throw std::logic_error("binary-versions.json: " + text + ": " + pattern->error());
  }
  return pattern;
}

} // namespace

VersionPatterns::VersionPatterns() {
  const auto document = base::parse_json(data("binary-versions.json"));
  if (!document) {
    throw std::logic_error("binary-versions.json: " + document.error().message);
  }
  for (const boost::json::value& item : document->at("programs").as_array()) {
    auto program = std::make_unique<Program>();
    const auto purl = model::parse_purl(base::string_at(item, "purl"));
    if (!purl) {
      throw std::logic_error("binary-versions.json: " + purl.error().message);
    }
    program->purl = *purl;
    program->files = texts_of(item, "files");
    program->texts = texts_of(item, "patterns");
    programs_.push_back(std::move(program));
  }
}

VersionPatterns::~VersionPatterns() = default;

std::vector<const VersionPatterns::Program*> VersionPatterns::named(std::string_view base_name) {
  std::vector<const Program*> result;
  for (const auto& program : programs_) {
    const bool called =
        std::any_of(program->files.begin(), program->files.end(), [&](const std::string& file) {
          // Most names differ in their first letter already.
          return file.front() == base_name.front()
                 && (file == base_name
                     || (file.find_first_of("*[") != std::string::npos
                         && base::glob_match(file, base_name)));
        });
    if (!called) {
      continue;
    }
    if (program->patterns.empty()) {
      std::transform(program->texts.begin(), program->texts.end(),
                     std::back_inserter(program->patterns), compiled);
    }
    result.push_back(program.get());
  }
  return result;
}

std::string VersionPatterns::version_in(const Program& program, std::string_view bytes) {
  for (const auto& pattern : program.patterns) {
    std::string version;
    if (re2::RE2::PartialMatch(re2::StringPiece(bytes.data(), bytes.size()), *pattern, &version)) {
      return version;
    }
  }
  return {};
}

model::Package VersionPatterns::package_of(const Program& program, std::string_view path,
                                           const std::string& version) {
  model::Purl purl = program.purl;
  purl.version = version;
  model::Package package;
  package.type = purl.type;
  package.name = purl.type == "golang" ? purl.name_space + "/" + purl.name : purl.name;
  package.version = version;
  package.path = std::string(path);
  package.found_by = model::Package::FoundBy::version_string;
  package.purl = to_string(purl);
  return package;
}

} // namespace secaudit::image::inventory
