// SPDX-License-Identifier: Apache-2.0
#include "plugin/vulnerabilities.hpp"

#include "base/limits.hpp"
#include "base/text.hpp"
#include "vulns/match_packages.hpp"
#include "vulns/merge.hpp"
#include "vulns/vex.hpp"

#include <algorithm>
#include <optional>

#include "plugin/database_path.hpp"
#include "plugin/scanners.hpp"

namespace secaudit::plugin {
namespace {

using model::Vulnerability;

bool worth_looking_up(const model::Subjects& subjects) {
  return std::any_of(subjects.images.begin(), subjects.images.end(),
                     [](const auto& use) { return use.image.has_value(); })
         || !subjects.manifests.empty();
}

/// The database, if there is one to use. A broken one is a gap; without any nothing is said here.
std::optional<vulns::Database> open_database(const Session& session, model::Subjects& subjects) {
  const DatabasePath path = database_path(session.host, session.options.database.file);
  if (path.file.empty()) {
    return std::nullopt;
  }
  if (!session.host.stat(path.file)) {
    if (path.named) {
      subjects.gaps.push_back({"vulnerabilities",
                               "advisory database",
                               path.file + ": no such file",
                               {},
                               "run docker secaudit db update, or db import FILE|DIR"});
    }
    return std::nullopt;
  }
  auto opened = vulns::Database::open(path.file);
  if (!opened) {
    subjects.gaps.push_back(
        {"vulnerabilities", "advisory database", opened.error().message, {}, opened.error().hint});
    return std::nullopt;
  }
  return std::move(*opened);
}

void note_data(const Session& session, const vulns::Database& database, model::Subjects& subjects) {
  const DatabasePath path = database_path(session.host, session.options.database.file);
  subjects.advisory_data = model::AdvisoryData{path.file, database.data_date(), 0};
}

base::Status match_images(const vulns::Database& database, model::Subjects& subjects,
                          std::vector<Vulnerability>& found) {
  for (const model::ImageUse& use : subjects.images) {
    if (!use.image) {
      continue;
    }
    auto result = vulns::match_image(database, *use.image);
    if (!result) {
      return tl::unexpected(result.error());
    }
    result->coverage.subject = use.reference;
    subjects.coverage.push_back(std::move(result->coverage));
    for (Vulnerability& v : result->vulnerabilities) {
      v.image = use.reference;
      v.service = use.service;
      found.push_back(std::move(v));
    }
  }
  return {};
}

base::Status match_manifests(const vulns::Database& database, model::Subjects& subjects,
                             std::vector<Vulnerability>& found) {
  for (const model::Manifest& manifest : subjects.manifests) {
    auto result = vulns::match_manifest(database, manifest);
    if (!result) {
      return tl::unexpected(result.error());
    }
    if (result->coverage.packages > 0) {
      subjects.coverage.push_back(std::move(result->coverage));
    }
    std::move(result->vulnerabilities.begin(), result->vulnerabilities.end(),
              std::back_inserter(found));
  }
  return {};
}

/// Binaries are named by their source where the image tells it, so that scanners and our own
/// matching meet.
void name_by_source(const model::Subjects& subjects, std::vector<Vulnerability>& found) {
  std::map<std::pair<std::string, std::string>, std::vector<Vulnerability>> by_image;
  for (Vulnerability& v : found) {
    by_image[{v.image, v.service}].push_back(std::move(v));
  }
  found.clear();
  for (auto& [key, list] : by_image) {
    const model::Image* image = nullptr;
    for (const model::ImageUse& use : subjects.images) {
      if (use.image && use.reference == key.first && use.service == key.second) {
        image = &*use.image;
      }
    }
    vulns::name_by_source(list, image);
    std::move(list.begin(), list.end(), std::back_inserter(found));
  }
}

bool is_vex_name(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const bool named = name.ends_with(".vex.json") || name.ends_with(".openvex.json")
                     || name == "vex.json" || name == "openvex.json" || name == "csaf-vex.json";
  return named
         || ((path.starts_with(".vex/") || base::contains(path, "/.vex/"))
             && name.ends_with(".json"));
}

void apply_vex_documents(const Session& session, model::Subjects& subjects) {
  std::vector<std::string> files = session.options.common.vex;
  const std::size_t asked_for = files.size();
  if (subjects.tree && !subjects.vulnerabilities.empty()) {
    for (const model::FileName& file : subjects.tree->files) {
      if (is_vex_name(file.str())) {
        files.push_back(subjects.tree->directory + "/" + file.str());
      }
    }
  }
  std::vector<vulns::VexStatement> statements;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto text = session.host.read_file(files[i], limits::project_file_bytes);
    auto read = text ? vulns::read_vex(*text, files[i].substr(files[i].rfind('/') + 1))
                     : tl::unexpected(text.error());
    if (read) {
      std::move(read->begin(), read->end(), std::back_inserter(statements));
    } else if (i < asked_for || text) {
      subjects.gaps.push_back(
          {"vulnerabilities", files[i], read.error().message, {}, read.error().hint});
    }
  }
  vulns::apply_vex(statements, subjects.images, subjects.vulnerabilities);
}

} // namespace

base::Status match_subjects(const vulns::Database* database, std::vector<Vulnerability> found,
                            model::Subjects& subjects) {
  if (database != nullptr) {
    base::Status done = match_images(*database, subjects, found);
    done = done ? match_manifests(*database, subjects, found) : done;
    if (!done) {
      subjects.coverage.clear();
      return done;
    }
  }
  name_by_source(subjects, found);
  auto merged = vulns::merged(std::move(found), database);
  if (!merged) {
    subjects.coverage.clear();
    return tl::unexpected(merged.error());
  }
  subjects.vulnerabilities = std::move(*merged);
  return {};
}

ScannerReports find_vulnerabilities(const Session& session, const std::string& folder,
                                    Progress& progress, model::Subjects& subjects) {
  ScannerReports reports;
  if (!worth_looking_up(subjects) && subjects.images.empty()) {
    return reports;
  }
  std::vector<Vulnerability> found = run_scanners(session, folder, progress, subjects, reports);
  const auto database = open_database(session, subjects);
  if (database) {
    progress.step("looking up packages");
    note_data(session, *database, subjects);
  }
  if (auto matched = match_subjects(database ? &*database : nullptr, found, subjects); !matched) {
    subjects.gaps.push_back({"vulnerabilities",
                             "advisory database",
                             matched.error().message,
                             {},
                             matched.error().hint});
    subjects.advisory_data.reset();
    // What the scanners said stays without the database.
    if (auto alone = match_subjects(nullptr, std::move(found), subjects); !alone) {
      subjects.gaps.push_back({"vulnerabilities", "scanners", alone.error().message, {}, ""});
    }
  }
  apply_vex_documents(session, subjects);
  return reports;
}

} // namespace secaudit::plugin
