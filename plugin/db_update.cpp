// SPDX-License-Identifier: Apache-2.0
// `db update`: one archive an ecosystem, continued where it was broken off, checked, imported.
#include "base/text.hpp"
#include "host/download.hpp"
#include "vulns/database.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "plugin/database_path.hpp"
#include "plugin/db_file.hpp"
#include "plugin/progress.hpp"
#include "plugin/run_command.hpp"

namespace secaudit::plugin {
namespace {

constexpr const char* osv = "https://osv-vulnerabilities.storage.googleapis.com";
constexpr const char* kev =
    "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json";
constexpr const char* epss = "https://epss.empiricalsecurity.com/epss_scores-current.csv.gz";
// The largest of OSV's archives has 500 MB.
constexpr std::uint64_t longest_download = 8ULL * 1024 * 1024 * 1024;
constexpr unsigned folder_mode = 0700;
constexpr unsigned file_mode = 0600;

/// What most images and projects need; others can be named.
const std::vector<std::string>& usual_names() {
  static const std::vector<std::string> names{
      "Alpine", "AlmaLinux", "Chainguard", "Debian",   "Go",          "Maven",
      "NuGet",  "Packagist", "PyPI",       "RubyGems", "Rocky Linux", "Ubuntu",
      "Wolfi",  "crates.io", "npm",        "kev",      "epss"};
  return names;
}

struct Item {
  std::string name;
  std::string url;
  std::string origin; ///< in the database
  std::string file;   ///< where it is downloaded to
};

Item item_of(const std::string& name, const std::string& source, const std::string& folder) {
  const std::string base = source.empty() ? osv : source;
  if (name == "kev") {
    return {name, source.empty() ? kev : source + "/known_exploited_vulnerabilities.json", "kev",
            folder + "/known_exploited_vulnerabilities.json"};
  }
  if (name == "epss") {
    return {name, source.empty() ? epss : source + "/epss_scores-current.csv.gz", "epss",
            folder + "/epss_scores-current.csv.gz"};
  }
  const std::string encoded = host::url_encoded(name);
  return {name, base + "/" + encoded + "/all.zip", name + ".zip", folder + "/" + encoded + ".zip"};
}

/// What the database holds already is updated, else what is usual.
std::vector<std::string> names_to_update(const Session& session,
                                         const std::set<std::string>& held) {
  if (!session.options.words.empty()) {
    return session.options.words;
  }
  std::vector<std::string> names;
  for (const std::string& origin : held) {
    if (origin.ends_with(".zip")) {
      names.push_back(origin.substr(0, origin.size() - 4));
    } else if (origin == "kev" || origin == "epss") {
      names.push_back(origin);
    }
  }
  return names.empty() ? usual_names() : names;
}

std::set<std::string> origins_of(const std::string& file) {
  std::set<std::string> origins;
  const auto database = vulns::Database::open(file);
  const auto status = database ? database->status() : tl::unexpected(database.error());
  if (status) {
    for (const auto& origin : status->origins) {
      origins.insert(origin.name);
    }
  }
  return origins;
}

class Update {
 public:
  Update(const Session& session, std::string file)
      : session_(session), file_(std::move(file)), folder_(file_ + ".downloads"),
        progress_(progress_style(session), session.terminal.columns) {}

  int run() {
    if (auto made = session_.host.make_directory(folder_, folder_mode); !made) {
      complain(made.error());
      return exit_codes::unusable;
    }
    const std::set<std::string> held = origins_of(file_);
    const std::string source = source_url();
    for (const std::string& name : names_to_update(session_, held)) {
      if (session_.host.cancelled()) {
        return exit_codes::unchecked;
      }
      fetch(item_of(name, source, folder_), held);
    }
    progress_.clear();
    return import();
  }

 private:
  std::string source_url() const {
    std::string source = session_.options.database.source;
    if (source.empty()) {
      source = session_.host.env("SECAUDIT_DB_SOURCE").value_or("");
    }
    while (source.ends_with('/')) {
      source.pop_back();
    }
    return source;
  }

  void fetch(const Item& item, const std::set<std::string>& held) {
    progress_.step("downloading " + item.name);
    host::DownloadRequest request;
    request.url = item.url;
    request.target = item.file;
    request.agent = "docker-secaudit/" SECAUDIT_VERSION;
    request.limit = longest_download;
    const auto known = held.contains(item.origin)
                           ? session_.host.read_file(item.file + ".version", 4096)
                           : base::Result<std::string>(base::fail("new"));
    request.known_version = known ? *known : "";
    const auto done = host::download(session_.host, request);
    progress_.clear();
    if (!done) {
      complain(done.error());
      failed_ = true;
      return;
    }
    if (done->unchanged) {
      told_ += fmt::format("{}: up to date\n", base::printable(item.name));
      return;
    }
    told_ +=
        fmt::format("{}: {} bytes, checked by {}{}\n", base::printable(item.name), done->bytes,
                    done->checked_by,
                    done->resumed_at > 0 ? fmt::format(", continued at {}", done->resumed_at) : "");
    fetched_.push_back({item.file, item.origin});
    versions_.push_back(done->version);
  }

  int import() {
    if (!fetched_.empty()) {
      progress_.step("importing");
      const auto built = build_database(session_, fetched_, false);
      progress_.clear();
      if (!built) {
        complain(built.error());
        return exit_codes::unusable;
      }
      told_ +=
          fmt::format("{}: {} advisories imported\n", base::printable(file_), built->advisories);
      note_versions();
    }
    print(told_);
    return failed_ ? exit_codes::unchecked : exit_codes::clean;
  }

  /// The archives are in the database now; their versions tell the next update what is new.
  void note_versions() {
    for (std::size_t i = 0; i < fetched_.size(); ++i) {
      (void)session_.host.write_file(fetched_[i].path + ".version", versions_[i], file_mode);
      std::remove(fetched_[i].path.c_str());
    }
  }

  const Session& session_;
  std::string file_;
  std::string folder_;
  Progress progress_;
  std::vector<vulns::ImportFile> fetched_;
  std::vector<std::string> versions_;
  std::string told_;
  bool failed_ = false;
};

} // namespace

int run_db_update(const Session& session) {
  const DatabasePath path = database_path(session.host, session.options.database.file);
  if (path.file.empty()) {
    complain({"there is no folder for the database", "name a file with --db"});
    return exit_codes::unusable;
  }
  return Update(session, path.file).run();
}

} // namespace secaudit::plugin
