// SPDX-License-Identifier: Apache-2.0
// scanner-output/<tool>/*: recorded outputs. The expected table was counted by an independent
// reading of the files: state, findings (name, package, version), names, those with a fix, those
// of severity critical or high.
#include "base/text.hpp"
#include "vulns/scanners/reading.hpp"

#include <fmt/format.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <tuple>

#include "corpus.hpp"

namespace secaudit::corpus {
namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::map<std::string, std::string> expectations() {
  std::map<std::string, std::string> table;
  std::ifstream in(SECAUDIT_SOURCE_DIR "/tests/corpus/scanner-output.tsv");
  for (std::string line; std::getline(in, line);) {
    const std::size_t tab = line.find('\t');
    if (tab != std::string::npos && !line.starts_with('#')) {
      table[line.substr(0, tab)] = line.substr(tab + 1);
    }
  }
  return table;
}

vulns::ToolOutput recorded(const fs::path& file) {
  vulns::ToolOutput output;
  const bool errors = base::contains(file.filename().string(), "stderr");
  (errors ? output.errors : output.output) = content_of(file);
  output.exit_code = errors ? 1 : 0;
  return output;
}

std::string summary(const vulns::ScanReading& reading) {
  std::set<std::tuple<std::string, std::string, std::string>> all;
  std::set<std::string> names;
  std::set<std::tuple<std::string, std::string, std::string>> fixed;
  std::set<std::tuple<std::string, std::string, std::string>> serious;
  for (const model::Vulnerability& v : reading.vulnerabilities) {
    const auto key = std::tuple(v.id, v.package, v.version);
    all.insert(key);
    names.insert(v.id);
    if (v.fixed) {
      fixed.insert(key);
    }
    if (v.severity_known && v.severity >= model::Severity::high) {
      serious.insert(key);
    }
  }
  return fmt::format("{}\t{}\t{}\t{}\t{}", model::to_string(reading.state), all.size(),
                     names.size(), fixed.size(), serious.size());
}

} // namespace

Score scanner_output(const fs::path& root) {
  Score score;
  fs::path folder = root / "corpora" / "scanner-output";
  if (!fs::exists(folder)) {
    folder = root / "scanner-output";
  }
  score.absent = !fs::exists(folder);
  if (score.absent) {
    return score;
  }
  const auto expected = expectations();
  std::set<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const bool schema = entry.path().parent_path().filename() == "sarif";
    if (entry.is_regular_file() && !schema && entry.path().filename() != "README.md") {
      files.insert(entry.path());
    }
  }
  for (const fs::path& file : files) {
    const std::string name = fs::relative(file, folder).generic_string();
    const vulns::ScanReading reading =
        vulns::read_scan(name.substr(0, name.find('/')), recorded(file));
    const std::string found = summary(reading);
    const auto known = expected.find(name);
    if (known != expected.end()) {
      score.check(found == known->second,
                  name + " expected " + known->second + " found " + found + " " + reading.reason);
      continue;
    }
    // Of an unknown file at least: it is understood, or there is a reason why not.
    score.check(reading.recognised || !reading.reason.empty(), name + " " + found);
  }
  return score;
}

} // namespace secaudit::corpus
