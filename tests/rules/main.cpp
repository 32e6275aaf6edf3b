// SPDX-License-Identifier: Apache-2.0
// secaudit_rules_test [ID…]: runs the examples of the rules' documents; all rules without an id.
#include "base/text.hpp"
#include "rules/catalogue.hpp"
#include "rules/evaluate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "example.hpp"
#include "subjects.hpp"

namespace secaudit::rules_test {
namespace {

using Places = std::map<std::string, std::set<int>>;

/// Where the findings stand: file → lines; line 0 for those without a place in a file.
Places places_of(const std::vector<rules::Evaluation>& evaluations) {
  Places places;
  for (const rules::Evaluation& evaluation : evaluations) {
    for (const rules::Issue& issue : evaluation.verdict.issues) {
      const auto* source = issue.evidence.empty()
                               ? nullptr
                               : std::get_if<model::SourceEvidence>(&issue.evidence.front());
      if (source == nullptr) {
        places[""].insert(0);
      } else {
        places[source->span.file.str()].insert(source->span.begin.line);
      }
    }
  }
  return places;
}

std::string listed(const Places& places) {
  std::string text;
  for (const auto& [file, lines] : places) {
    for (const int line : lines) {
      text +=
          fmt::format("{}{}:{}", text.empty() ? "" : ", ", file.empty() ? "(no file)" : file, line);
    }
  }
  return text.empty() ? "nothing" : text;
}

/// Takes what was expected out of `found`; the complaint about what is missing, or "".
std::string take_expected(const Example& example, Places& found) {
  std::string missing;
  for (const ExampleFile& file : example.files) {
    for (const int line : file.expected_lines) {
      if (found[file.path].erase(line) == 0) {
        missing += fmt::format(" {}:{}", file.path, line);
      }
    }
    if (file.expected) {
      const bool met = found.erase(file.path) + found.erase("") > 0;
      missing += met ? "" : fmt::format(" {}", file.path);
    }
  }
  std::erase_if(found, [](const auto& entry) { return entry.second.empty(); });
  return missing;
}

std::vector<std::string> complaints_about(const rules::Entry& entry, const Example& example) {
  const model::Subjects subjects = subjects_of(example);
  const base::Date day{2026, 11, 25};
  const rules::Context context{subjects, day, entry.rule.strict_only};
  context.memo.get<rules::Surroundings>() = surroundings_of(example, day);
  const auto evaluations = rules::evaluate(entry.rule, context);
  Places found = places_of(evaluations);
  const Places all = found;
  std::vector<std::string> out;
  const std::string where = fmt::format("{} {} example at line {}", entry.rule.id,
                                        example.fails ? "failing" : "passing", example.line);
  const std::string missing = take_expected(example, found);
  if (!missing.empty()) {
    out.push_back(fmt::format("{}: nothing found at{}; found: {}", where, missing, listed(all)));
  }
  if (!found.empty()) {
    out.push_back(fmt::format("{}: unexpected {}", where, listed(found)));
  }
  if (!out.empty()) {
    for (const model::Gap& gap : subjects.gaps) {
      out.push_back("  gap: " + gap.what + ": " + gap.why);
    }
    if (subjects.project) {
      for (const auto& diagnostic : subjects.project->diagnostics) {
        out.push_back("  " + model::to_string(diagnostic.span) + ": " + diagnostic.message);
      }
    }
  }
  return out;
}

std::vector<std::string> complaints_about(const rules::Entry& entry) {
  std::vector<std::string> out;
  for (const Example& example : parse_examples(entry.document, entry.rule.id)) {
    const bool marked = std::any_of(example.files.begin(), example.files.end(), [](const auto& f) {
      return f.expected || !f.expected_lines.empty();
    });
    if (marked != example.fails) {
      out.push_back(fmt::format("{}: the example at line {} {}", entry.rule.id, example.line,
                                marked ? "passes but bears a mark" : "fails but bears no mark"));
      continue;
    }
    for (std::string& complaint : complaints_about(entry, example)) {
      out.push_back(std::move(complaint));
    }
  }
  return out;
}

int run(const std::vector<std::string>& ids) {
  int checked = 0;
  int failed = 0;
  for (const rules::Entry& entry : rules::catalogue()) {
    const bool wanted =
        ids.empty() || std::any_of(ids.begin(), ids.end(), [&](const std::string& id) {
          return entry.rule.id.starts_with(id);
        });
    if (!wanted) {
      continue;
    }
    ++checked;
    const auto complaints = complaints_about(entry);
    failed += complaints.empty() ? 0 : 1;
    for (const std::string& complaint : complaints) {
      fmt::print("{}\n", base::printable(complaint));
    }
  }
  fmt::print("{} rules checked, {} failed\n", checked, failed);
  return checked == 0 || failed > 0 ? 1 : 0;
}

} // namespace
} // namespace secaudit::rules_test

int main(int argc, char** argv) {
  return secaudit::rules_test::run({argv + 1, argv + argc});
}
