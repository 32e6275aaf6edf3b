// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/items.hpp"
#include "audit/evidence/document_age.hpp"
#include "audit/evidence/search.hpp"
#include "base/text.hpp"

#include <algorithm>

namespace secaudit::audit {
namespace {

std::vector<model::Evidence> scheduled_restore(const model::ProjectTree& tree) {
  const Patterns restores({R"(\b(pg_restore|mongorestore|restic restore|borg extract)\b)",
                           R"(\b(psql|mysql|mariadb)\b[^\n|]*<)"});
  const Patterns schedule({R"(^\s*schedule\s*:)", R"(CI_PIPELINE_SOURCE\s*==\s*['"]schedule)"});
  return in_documents(tree, restores, [&](std::string_view path) {
    const model::ProjectTree::Document* document = tree.document(path);
    return is_pipeline(path) && document != nullptr && schedule.matches(document->text);
  });
}

std::vector<model::Evidence> procedure(const Known& known, const model::ProjectTree& tree) {
  std::vector<std::string> headings;
  for (const std::string& heading : known.detectors.strings("dr/headings")) {
    headings.push_back(R"(^(#{1,6}|=+)\s.*\b)" + heading + R"(\b)");
  }
  const Patterns patterns(headings, true);
  return in_documents(tree, patterns, [](std::string_view path) {
    return !outside_production(path)
           && like(path, {"**/*.md", "**/*.rst", "**/*.adoc", "**/*.txt"});
  });
}

/// The age of the document that a piece of evidence stands in.
DocumentAge age_of_place(const Known& known, const model::Evidence& evidence) {
  const auto* at = std::get_if<model::SourceEvidence>(&evidence);
  return at == nullptr ? DocumentAge{}
                       : age_of(known.policy.ages, at->span.file.str(), known.policy.as_of);
}

} // namespace

Grounds C10(const Known& known, const model::ChecklistItem& backups) {
  Grounds grounds;
  if (!needs_project(known, grounds)) {
    return grounds;
  }
  for (const Datastore& store : known.datastores) {
    grounds.subjects.push_back(store.service->name);
  }
  if (backups.verdict == model::Verdict::not_applicable) {
    grounds.inapplicable = Ground{"no data to recover",
                                  "No service keeps data; the project is "
                                  "rebuilt from its files.",
                                  {},
                                  ""};
    return grounds;
  }
  if (!known.subjects.tree) {
    grounds.unreadable = Ground{"the project's documents were not read", "", {}, ""};
    return grounds;
  }
  const auto drill = scheduled_restore(*known.subjects.tree);
  const auto written = procedure(known, *known.subjects.tree);
  if (backups.verdict == model::Verdict::fail) {
    grounds.contrary =
        Ground{"no backups to recover from", "", backups.evidence, "set up backups first (C5)"};
  } else if (!drill.empty()) {
    // The file says that a restore is tried, not that the last one worked.
    grounds.weak = Ground{"restore job found; attest that it passed",
                          "A scheduled job restores a backup; whether the last run passed is not "
                          "in the files.",
                          drill, "docker secaudit attest C10 --by NAME --evidence LINK-TO-THE-RUN"};
  } else if (!written.empty()) {
    const DocumentAge age = age_of_place(known, written.front());
    grounds.weak = Ground{
        age.stale ? "procedure older than a year, no dated test" : "procedure, no dated test",
        "A recovery procedure is written down, but no test of it is recorded. " + age.sentence,
        written,
        "restore the newest backup once, then docker secaudit attest C10 --by "
        "NAME --evidence LINK"};
  } else {
    grounds.absent = {"a recovery procedure in the documents", "a scheduled job that restores"};
    grounds.missing = Ground{"no recovery procedure",
                             "Backups exist, but nothing says how they are restored.",
                             {},
                             "write docs/recovery.md, restore once, then docker secaudit attest "
                             "C10 --by NAME --evidence LINK"};
  }
  return grounds;
}

} // namespace secaudit::audit
