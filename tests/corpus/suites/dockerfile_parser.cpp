// SPDX-License-Identifier: Apache-2.0
// BuildKit's own parser tests: dumps, negatives, line numbers, here-documents, directives, words
// and the expansion of variables; and the real files, which must all be read.
#include "base/json.hpp"
#include "project/dockerfile/directives.hpp"
#include "project/dockerfile/expand.hpp"
#include "project/dockerfile/inspect.hpp"
#include "project/dockerfile/instruction.hpp"
#include "project/dockerfile/parse.hpp"
#include "project/dockerfile/words.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <map>
#include <sstream>

#include "corpus.hpp"

namespace secaudit::corpus {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
namespace df = project::dockerfile;

std::string slurp(const fs::path& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

std::vector<fs::path> sorted_entries(const fs::path& folder) {
  std::vector<fs::path> entries;
  if (fs::is_directory(folder)) {
    for (const auto& entry : fs::directory_iterator(folder)) {
      entries.push_back(entry.path());
    }
  }
  std::sort(entries.begin(), entries.end());
  return entries;
}

bool refused(const model::Dockerfile& file) {
  return std::any_of(file.diagnostics.begin(), file.diagnostics.end(),
                     [](const model::Diagnostic& diagnostic) { return diagnostic.fatal; });
}

std::string trim_lines(std::string text) {
  while (text.ends_with('\n')) {
    text.pop_back();
  }
  return text;
}

std::vector<std::string> strings(const json::value& value) {
  std::vector<std::string> result;
  for (const json::value& item : value.as_array()) {
    result.emplace_back(item.as_string());
  }
  return result;
}

df::Located located(std::string text) {
  auto file = std::make_shared<const df::FileText>(std::move(text), "Dockerfile");
  df::Located result(file);
  result.append(file->text(), 0);
  return result;
}

std::vector<std::string> texts(const std::vector<df::Located>& words) {
  std::vector<std::string> result;
  for (const df::Located& word : words) {
    result.push_back(word.text());
  }
  return result;
}

void score_dumps(const fs::path& folder, Score& score) {
  for (const fs::path& entry : sorted_entries(folder / "positive")) {
    const auto file = df::parse(slurp(entry / "Dockerfile"), "Dockerfile");
    score.check(df::inspect_expressions(file) == trim_lines(slurp(entry / "result")),
                "positive/" + entry.filename().string());
  }
  for (const fs::path& entry : sorted_entries(folder / "negative")) {
    score.check(refused(df::parse(slurp(entry / "Dockerfile"), "Dockerfile")),
                "negative/" + entry.filename().string());
  }
}

void score_lines(const fs::path& folder, Score& score) {
  const auto expected = base::parse_json(slurp(folder / "lines" / "expected.json"));
  if (!expected) {
    return;
  }
  const auto file = df::parse(slurp(folder / "lines" / "Dockerfile"), "Dockerfile");
  const auto& children = expected->at("children").as_array();
  score.check(children.size() == file.instructions.size(), "lines/count");
  for (std::size_t i = 0; i < std::min(children.size(), file.instructions.size()); ++i) {
    const model::Span& span = file.instructions[i].span;
    score.check(children[i].at(0).to_number<int>() == span.begin.line
                    && children[i].at(1).to_number<int>() == span.end.line,
                "lines/" + std::to_string(i));
  }
}

bool heredocs_agree(const json::value& item) {
  const auto file = df::parse(std::string(base::string_at(item, "dockerfile")), "Dockerfile");
  const auto& expected = item.at("expected_children_from_index_1").as_array();
  // The instructions behind FROM.
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const auto& wanted = expected[i].as_array();
    if (i + 1 >= file.instructions.size()) {
      return false;
    }
    const auto& found = file.instructions[i + 1].heredocs;
    if (wanted.size() != found.size()) {
      return false;
    }
    for (std::size_t n = 0; n < found.size(); ++n) {
      if (found[n].name != base::string_at(wanted[n], "name")
          || found[n].content != base::string_at(wanted[n], "content")
          || found[n].expand != wanted[n].at("expand").as_bool()
          || found[n].chomp != wanted[n].at("chomp").as_bool()) {
        return false;
      }
    }
  }
  return true;
}

bool heredoc_word_agrees(const json::value& item) {
  const auto parsed = df::heredoc_word(base::string_at(item, "word"));
  const std::string_view expected = base::string_at(item, "expected");
  if (expected == "error") {
    return parsed.error && !parsed.heredoc;
  }
  if (expected == "none") {
    return !parsed.error && !parsed.heredoc;
  }
  return parsed.heredoc && parsed.heredoc->name == base::string_at(item, "name");
}

bool heredoc_line_agrees(const json::value& item) {
  std::vector<std::string> names;
  for (const df::HeredocWord& word : df::heredoc_words(base::string_at(item, "line"))) {
    names.push_back(word.name);
  }
  return names == strings(item.at("names"));
}

bool json_agrees(const json::value& item) {
  const auto words = df::json_words(located(std::string(base::string_at(item, "text"))));
  if (item.at("expected").is_string()) {
    return words.kind == df::JsonWords::Kind::other_values;
  }
  return words.kind == df::JsonWords::Kind::strings
         && texts(words.words) == strings(item.at("expected"));
}

bool directive_agrees(const json::value& item, const std::string& kind) {
  const std::string text(base::string_at(item, "dockerfile"));
  const std::string_view value = base::string_at(item, "value");
  if (kind == "directive-escape") {
    return df::parse(text, "Dockerfile").escape == value.front();
  }
  const auto found =
      df::detect_directive(text, base::string_at(item, "key"), kind == "directive-syntax");
  if (!item.at("found").as_bool()) {
    return !found;
  }
  const std::string_view command_line = base::string_at(item, "cmdline");
  const auto line = base::integer_at(item, "line");
  return found && found->value == value
         && (command_line.empty() || found->command_line == command_line)
         && (!line || *line == found->line);
}

bool continuation_agrees(const json::value& item) {
  const auto file = df::parse(std::string(base::string_at(item, "dockerfile")), "Dockerfile");
  const auto warnings = std::count_if(
      file.diagnostics.begin(), file.diagnostics.end(), [](const model::Diagnostic& diagnostic) {
        return !diagnostic.fatal && diagnostic.message.find("empty line") != std::string::npos;
      });
  std::vector<std::string> runs;
  for (const auto& instruction : file.instructions) {
    runs.push_back(instruction.name + " " + instruction.original);
  }
  for (const std::string& text : strings(item.at("texts"))) {
    if (std::find(runs.begin(), runs.end(), text) == runs.end()) {
      return false;
    }
  }
  return warnings == item.at("warnings").to_number<int>();
}

bool too_long_agrees(const json::value& item) {
  const auto limit = item.at("limit").to_number<std::size_t>();
  const std::string head = "FROM a\nRUN ";
  const auto file = [&](std::size_t bytes) {
    return df::parse(head + std::string(bytes - 4, 'x') + "\n", "Dockerfile");
  };
  return !refused(file(limit)) && refused(file(limit + 1));
}

bool case_agrees(const json::value& item) {
  const std::string kind(base::string_at(item, "kind"));
  if (kind == "heredoc") {
    return heredocs_agree(item);
  }
  if (kind == "heredoc-word") {
    return heredoc_word_agrees(item);
  }
  if (kind == "heredocs-from-line") {
    return heredoc_line_agrees(item);
  }
  if (kind == "json-array") {
    return json_agrees(item);
  }
  if (kind == "instruction-error") {
    return refused(
        df::parse("FROM scratch\n" + std::string(base::string_at(item, "dockerfile")), "D"));
  }
  if (kind == "words") {
    const auto words = df::quoted_words(located(std::string(base::string_at(item, "input"))), '\\');
    return texts(words) == strings(item.at("expected"));
  }
  if (kind == "empty-continuation") {
    return continuation_agrees(item);
  }
  if (kind == "max-line") {
    return too_long_agrees(item);
  }
  return kind.starts_with("directive-") && directive_agrees(item, kind);
}

void score_cases(const fs::path& folder, Score& score) {
  std::ifstream in(folder / "cases.jsonl");
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    const auto item = base::parse_json(line);
    score.check(item && case_agrees(*item),
                "cases/" + std::to_string(number) + " "
                    + (item ? std::string(base::string_at(*item, "kind")) : "unreadable"));
  }
}

std::string strip(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(' ');
  const std::size_t end = text.find_last_not_of(' ');
  return begin == std::string::npos ? "" : text.substr(begin, end - begin + 1);
}

void score_variables(const fs::path& file, Score& score) {
  const std::map<std::string, std::string, std::less<>> values{
      {"PWD", "/home"}, {"SHELL", "bash"}, {"KOREAN", "한국어"}, {"NULL", ""}};
  const df::Lookup lookup = [&](std::string_view name) {
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::optional<std::string>(found->second);
  };
  std::ifstream in(file);
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    const std::size_t bar = line.rfind('|');
    if (line.empty() || line.front() == '#' || line.front() == 'W' || bar < 2) {
      continue;
    }
    const std::string expected = strip(line.substr(bar + 1));
    const auto result = df::expand(strip(line.substr(2, bar - 2)), lookup);
    score.check(expected == "error" ? result.error.has_value()
                                    : !result.error && result.text == expected,
                "variables/" + std::to_string(number) + " " + line);
  }
}

void score_words(const fs::path& file, Score& score) {
  std::map<std::string, std::string, std::less<>> values;
  const df::Lookup lookup = [&](std::string_view name) {
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::optional<std::string>(found->second);
  };
  std::ifstream in(file);
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.starts_with("ENV ")) {
      const std::size_t equals = line.find('=');
      values[line.substr(4, equals - 4)] = line.substr(equals + 1);
      continue;
    }
    const std::size_t bar = line.find('|');
    if (line.empty() || line.front() == '#' || bar == std::string::npos) {
      continue;
    }
    // The blanks at the end of an expectation count.
    std::string expected = line.substr(bar + 1);
    expected.erase(0, expected.find_first_not_of(' '));
    const auto result = df::expand(strip(line.substr(0, bar)), lookup);
    std::string joined;
    for (const std::string& word : result.words) {
      joined += (joined.empty() ? "" : ",") + word;
    }
    score.check(strip(expected) == "error" ? result.error.has_value() : joined == expected,
                "words/" + std::to_string(number) + " " + line);
  }
}

void score_real(const fs::path& folder, Score& score) {
  // Two files of the collection are broken: BuildKit refuses them as well.
  std::size_t files = 0;
  std::size_t bad = 0;
  const std::clock_t begin = std::clock();
  std::clock_t reading = 0;
  for (const fs::path& entry : sorted_entries(folder)) {
    if (entry.extension() == ".jsonl") {
      continue;
    }
    const std::clock_t before = std::clock();
    const std::string text = slurp(entry);
    reading += std::clock() - before;
    const auto file = df::parse(text, entry.filename().string());
    ++files;
    if (refused(file)) {
      ++bad;
      for (const auto& diagnostic : file.diagnostics) {
        if (diagnostic.fatal) {
          score.notes.push_back(to_string(diagnostic.span) + " " + diagnostic.message);
          break;
        }
      }
    }
  }
  if (files > 0) {
    const double spent = static_cast<double>(std::clock() - begin - reading) / CLOCKS_PER_SEC;
    score.notes.push_back(std::to_string(files) + " real files, " + std::to_string(bad)
                          + " refused, " + std::to_string(static_cast<int>(spent * 1000))
                          + " ms of processor time");
    score.check(bad <= 2, "real/refused " + std::to_string(bad));
  }
}

} // namespace

Score dockerfile_parser(const fs::path& root) {
  Score score;
  const fs::path corpora = fs::is_directory(root / "corpora") ? root / "corpora" : root;
  const fs::path folder = corpora / "dockerfile" / "parser";
  score.absent = !fs::is_directory(folder);
  if (score.absent) {
    return score;
  }
  score_dumps(folder, score);
  score_lines(folder, score);
  score_cases(folder, score);
  score_variables(folder / "shell-lexer" / "envVarTest.txt", score);
  score_words(folder / "shell-lexer" / "wordsTest.txt", score);
  score_real(corpora / "dockerfile" / "real", score);
  return score;
}

} // namespace secaudit::corpus
