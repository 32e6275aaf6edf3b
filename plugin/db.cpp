// SPDX-License-Identifier: Apache-2.0
// The advisory database: `db import`, `db status`.
#include "base/text.hpp"
#include "vulns/database.hpp"
#include "vulns/import.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "plugin/database_path.hpp"
#include "plugin/db_file.hpp"
#include "plugin/progress.hpp"
#include "plugin/run_command.hpp"

namespace secaudit::plugin {
namespace {

constexpr int old_after_days = 3;
constexpr int stale_after_days = 7;

std::string age_line(const std::string& day, base::Date today) {
  const auto made = base::parse_date(day);
  if (!made) {
    return "unknown";
  }
  const int days = base::days_between(*made, today);
  std::string text =
      base::to_string(*made) + ", " + std::to_string(days) + (days == 1 ? " day ago" : " days ago");
  if (days > stale_after_days) {
    return text + ": stale, run docker secaudit db update";
  }
  return days > old_after_days ? text + ": getting old, run docker secaudit db update" : text;
}

std::string table(const vulns::DatabaseStatus& status) {
  std::string out;
  for (const auto& source : status.sources) {
    out += fmt::format("  {:<32} {:>8}  newest {}\n", base::printable(source.ecosystem),
                       source.advisories, base::printable(source.newest.substr(0, 10)));
  }
  out += "\nImported\n";
  for (const auto& origin : status.origins) {
    out +=
        fmt::format("  {:<32} {:>8}  on {}{}{}\n", base::printable(origin.name), origin.advisories,
                    base::printable(origin.imported.substr(0, 10)),
                    origin.sha256.empty() ? "" : "  sha256 " + origin.sha256.substr(0, 12),
                    origin.skipped == 0 ? "" : fmt::format("  {} records skipped", origin.skipped));
  }
  return out;
}

std::string counted(const vulns::ImportResult& result) {
  std::string text = fmt::format("{} advisories", result.advisories);
  if (result.exploited > 0) {
    text += fmt::format(", {} exploited faults", result.exploited);
  }
  if (result.epss > 0) {
    text += fmt::format(", {} EPSS scores", result.epss);
  }
  if (result.skipped_count > 0) {
    text += fmt::format("; {} records skipped", result.skipped_count);
  }
  return text;
}

} // namespace

int run_db_import(const Session& session) {
  Progress progress(progress_style(session), session.terminal.columns);
  std::vector<vulns::ImportFile> files;
  for (const std::string& path : session.options.words) {
    const auto found = vulns::import_files(path);
    if (!found) {
      complain(found.error());
      return exit_codes::unusable;
    }
    files.insert(files.end(), found->begin(), found->end());
  }
  std::stable_sort(files.begin(), files.end(), [](const auto& a, const auto& b) {
    return std::tie(a.origin, a.path) < std::tie(b.origin, b.path);
  });
  progress.step("importing " + std::to_string(files.size())
                + (files.size() == 1 ? " file" : " files"));
  const auto built = build_database(session, files, session.options.database.replace);
  progress.clear();
  if (!built) {
    complain(built.error());
    return exit_codes::unusable;
  }
  for (const std::string& reason : built->skipped) {
    std::fprintf(stderr, "skipped: %s\n", base::printable(reason).c_str());
  }
  const DatabasePath path = database_path(session.host, session.options.database.file);
  print(base::printable(path.file) + ": " + counted(*built) + "\n");
  return built->advisories + built->exploited + built->epss > 0 ? exit_codes::clean
                                                                : exit_codes::unchecked;
}

int run_db_status(const Session& session) {
  const DatabasePath path = database_path(session.host, session.options.database.file);
  const auto database = vulns::Database::open(path.file);
  const auto sound = database ? database->check() : base::Status{};
  const auto status = database && sound ? database->status()
                      : database        ? tl::unexpected(sound.error())
                                        : tl::unexpected(database.error());
  if (!status) {
    complain(status.error());
    return exit_codes::unusable;
  }
  const base::Date today = as_of(session);
  std::string out = "Database   " + base::printable(path.file) + "\n";
  out += "Built      " + base::printable(status->built) + "\n";
  out += "Data of    " + age_line(database->data_date(), today) + "\n";
  out += fmt::format("Holds      {} advisories for {} packages\n", status->advisories,
                     status->packages);
  out += fmt::format("Exploited  {} faults of CISA's catalogue\n", status->exploited);
  out += fmt::format("EPSS       {} scores{}\n\n", status->epss,
                     status->epss_date.empty() ? "" : " of " + base::printable(status->epss_date));
  return print(out + table(*status)) ? exit_codes::clean : exit_codes::unchecked;
}

} // namespace secaudit::plugin
