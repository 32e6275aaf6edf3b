// SPDX-License-Identifier: Apache-2.0
#include "rules/catalogue_page.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <array>

namespace secaudit::rules {
namespace {

struct Subject {
  std::string_view letters;
  std::string_view title;
};

constexpr std::array<Subject, 6> subjects{{
    {"CO", "Compose"},
    {"DF", "Dockerfile"},
    {"PX", "Proxy and web"},
    {"IM", "Image"},
    {"DE", "Dependencies and vulnerabilities"},
    {"SE", "Secrets"},
}};

/// Text for a cell of a table.
std::string cell(std::string_view text) {
  return base::replace_all(text, "|", "\\|");
}

std::string row(const Entry& entry) {
  std::string controls;
  for (const std::string_view control : entry.rule.controls) {
    controls += (controls.empty() ? "" : ", ") + cell(control);
  }
  return fmt::format("| [{}](../../src/{}) | {}{} | {} | {} |\n", entry.rule.id, entry.path,
                     cell(entry.rule.title), entry.rule.strict_only ? " *(strict)*" : "",
                     model::to_string(entry.rule.severity), controls);
}

} // namespace

std::string catalogue_page(const std::vector<Entry>& entries) {
  std::string page =
      "# Rules\n\n"
      "Each rule's page says what it finds, why it matters and how to fix it, with examples that "
      "fail and pass; the\ntests run those. `docker secaudit rules show ID` prints the same page. "
      "Rules marked *(strict)* speak with\n`--profile-strict` only. The last column names the "
      "controls of others that ask for the same.\n";
  for (const Subject& subject : subjects) {
    std::string rows;
    std::size_t count = 0;
    for (const Entry& entry : entries) {
      if (entry.rule.id.starts_with(subject.letters)) {
        rows += row(entry);
        ++count;
      }
    }
    page += fmt::format("\n## {} ({})\n\n| Rule | What is wrong | Severity | Controls |\n"
                        "|---|---|---|---|\n{}",
                        subject.title, count, rows);
  }
  return page;
}

} // namespace secaudit::rules
