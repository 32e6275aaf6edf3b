// SPDX-License-Identifier: Apache-2.0
#include "example.hpp"

#include "base/text.hpp"

#include <regex>

namespace secaudit::rules_test {
namespace {

const std::regex& mark() {
  static const std::regex pattern(
      R"([ \t]*(#|//|--|;|<!--|/\*)[ \t]*expect((?:[ \t]+[A-Z]{2}[0-9]{3})+)[ \t]*(-->|\*/)?[ \t]*$)");
  return pattern;
}

bool names(std::string_view list, std::string_view id) {
  for (const auto& word : base::split(base::replace_all(list, "\t", " "), ' ')) {
    if (word == id) {
      return true;
    }
  }
  return false;
}

ExampleFile opened(std::string_view info, std::string_view id) {
  ExampleFile file;
  for (const auto& word : base::split(info, ' ')) {
    const std::string text(word);
    if (text.starts_with("file=")) {
      file.path = text.substr(5);
    } else if (text == "expect=" + std::string(id)) {
      file.expected = true;
    }
  }
  return file;
}

void add_line(ExampleFile& file, int number, const std::string& line, std::string_view id) {
  std::smatch found;
  if (std::regex_search(line, found, mark())) {
    if (names(found[2].str(), id)) {
      file.expected_lines.insert(number);
    }
    file.content += found.prefix().str() + "\n";
    return;
  }
  file.content += line + "\n";
}

} // namespace

std::vector<Example> parse_examples(std::string_view document, std::string_view id) {
  std::vector<Example> examples;
  std::string fence;
  bool fails = false;
  bool inside = false;
  bool joined = false;
  int number = 0;
  int line_in_file = 0;
  for (const std::string_view view : base::lines(document)) {
    const std::string line(view);
    ++number;
    if (!fence.empty()) {
      if (base::trim(line) == fence) {
        fence.clear();
        joined = true;
      } else if (inside) {
        add_line(examples.back().files.back(), ++line_in_file, line, id);
      }
      continue;
    }
    if (line.starts_with("## ")) {
      inside = line == "## Fails" || line == "## Passes";
      fails = line == "## Fails";
      joined = false;
    } else if (line.starts_with("```")) {
      fence = line.substr(0, line.find_first_not_of('`'));
      if (inside) {
        if (!joined) {
          examples.push_back({fails, number, {}});
        }
        examples.back().files.push_back(opened(line.substr(fence.size()), id));
        line_in_file = 0;
      }
    } else if (!base::trim(line).empty()) {
      joined = false;
    }
  }
  return examples;
}

} // namespace secaudit::rules_test
