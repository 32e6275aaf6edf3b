// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/incident_document.hpp"

#include "audit/evidence/search.hpp"
#include "base/text.hpp"
#include "rules/rule.hpp"

#include <algorithm>

namespace secaudit::audit {
namespace {

constexpr std::string_view phases[] = {"detect", "triage", "contain", "fix", "recover", "learn"};

std::vector<std::string> words_of_phase(std::string_view phase, const Detectors& detectors) {
  // The table's name of this phase holds the separator of its paths.
  if (phase == "detect") {
    return {"report", "contact", "email", "detect"};
  }
  return detectors.strings("incident_response/phases/" + std::string(phase));
}

bool any_word(const std::string& text, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const auto& word) { return base::contains_ignoring_case(text, word); });
}

/// Text under the headings that speak of incidents; the whole text of a document whose name does.
std::string about_incidents(const model::ProjectTree::Document& document) {
  if (base::contains_ignoring_case(document.file.str(), "incident")
      || base::contains_ignoring_case(document.file.str(), "runbook")
      || base::contains_ignoring_case(document.file.str(), "playbook")) {
    return document.text;
  }
  std::string out;
  std::size_t depth = 0;
  for (const std::string_view line : base::lines(document.text)) {
    const std::size_t marks = line.find_first_not_of('#');
    const bool heading = marks != std::string_view::npos && marks > 0 && line[marks] == ' ';
    if (heading && depth != 0 && marks <= depth) {
      depth = 0;
    }
    if (heading && depth == 0
        && (base::contains_ignoring_case(line, "incident")
            || base::contains_ignoring_case(line, "report")
            || base::contains_ignoring_case(line, "disclosure")
            || base::contains_ignoring_case(line, "escalation"))) {
      depth = marks;
    }
    if (depth != 0) {
      out.append(line).append("\n");
    }
  }
  return out;
}

model::Evidence heading_place(const model::ProjectTree::Document& document) {
  int number = 0;
  for (const std::string_view line : base::lines(document.text)) {
    ++number;
    if (line.starts_with('#') && base::contains_ignoring_case(line, "incident")) {
      model::Span span{document.file, {number, 1}, {number, 1}};
      return rules::at(span, std::string(base::trim(line)));
    }
  }
  model::Span span{document.file, {1, 1}, {1, 1}};
  return rules::at(span);
}

bool linked_from_readme(const model::ProjectTree& tree, const std::string& path) {
  const std::string name = path.substr(path.find_last_of('/') + 1);
  return std::any_of(tree.documents.begin(), tree.documents.end(), [&](const auto& document) {
    const std::string lower = base::to_lower(document.file.str());
    return (lower.starts_with("readme") || base::contains(lower, "/readme"))
           && base::contains_ignoring_case(document.text, name);
  });
}

IncidentDocument read(const model::ProjectTree& tree, const Detectors& detectors,
                      const model::ProjectTree::Document& document) {
  IncidentDocument out;
  out.file = document.file;
  out.place = heading_place(document);
  const std::string text = about_incidents(document);
  for (const std::string_view phase : phases) {
    const bool covered = any_word(text, words_of_phase(phase, detectors));
    (covered ? out.phases : out.missing_phases).emplace_back(phase);
  }
  const Patterns contact({R"([\w.+-]+@[\w-]+\.[\w.-]+)", R"(https?://)",
                          R"(\+?[0-9][0-9 ()/-]{7,})",
                          R"((?i)\b(on.call|pager|hotline|security advisor(y|ies))\b)"});
  const Patterns marks({R"(\bTODO\b|\bTBD\b|<e-?mail>|@example\.(com|org)\b)",
                        R"(Use this section to tell people)"});
  out.contact = contact.matches(document.text);
  out.placeholder = marks.matches(document.text);
  out.linked = linked_from_readme(tree, document.file.str());
  out.scanning = any_word(document.text, {"scan"});
  out.remediation = any_word(document.text, {"remediat", "fixed within", "patch", "update"});
  out.checklist = any_word(document.text, {"checklist"});
  return out;
}

} // namespace

std::optional<IncidentDocument> best_incident_document(const model::ProjectTree& tree,
                                                       const Detectors& detectors,
                                                       const model::DocumentAges& ages,
                                                       base::Date today) {
  const auto globs = detectors.strings("incident_response/files");
  std::optional<IncidentDocument> best;
  for (const model::ProjectTree::Document& document : tree.documents) {
    if (outside_production(document.file.str()) || !like(document.file.str(), globs)) {
      continue;
    }
    IncidentDocument read_one = read(tree, detectors, document);
    read_one.age = age_of(ages, document.file.str(), today);
    const bool better = !best || (best->placeholder && !read_one.placeholder)
                        || read_one.phases.size() > best->phases.size();
    if (better) {
      best = std::move(read_one);
    }
  }
  return best;
}

} // namespace secaudit::audit
