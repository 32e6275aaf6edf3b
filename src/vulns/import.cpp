// SPDX-License-Identifier: Apache-2.0
#include "vulns/import.hpp"

#include "base/digest.hpp"
#include "base/json.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <boost/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <set>

namespace secaudit::vulns {
namespace {

constexpr std::size_t kept_reasons = 100;
constexpr const char* again = "download the file again";

struct FreeArchive {
  void operator()(archive* a) const { archive_read_free(a); }
};
using Reader = std::unique_ptr<archive, FreeArchive>;

void skip(ImportResult& result, std::string_view name, const std::string& why) {
  ++result.skipped_count;
  if (result.skipped.size() < kept_reasons) {
    result.skipped.push_back(std::string(name) + ": " + why);
  }
}

std::string problem_of(archive* reader) {
  const char* text = archive_error_string(reader);
  return text == nullptr ? "it cannot be read" : text;
}

base::Result<std::string> read_entry(archive* reader) {
  std::string text;
  const void* block = nullptr;
  std::size_t size = 0;
  la_int64_t offset = 0;
  for (;;) {
    const int code = archive_read_data_block(reader, &block, &size, &offset);
    if (code == ARCHIVE_EOF) {
      return text;
    }
    if (code < ARCHIVE_WARN) {
      return base::fail(problem_of(reader));
    }
    if (text.size() + size > limits::advisory_record_bytes) {
      return base::fail("a record of more than 64 MiB");
    }
    text.append(static_cast<const char*>(block), size);
  }
}

base::Result<ImportResult> import_catalogue(const boost::json::array& list,
                                            DatabaseWriter& writer) {
  ImportResult result;
  for (const boost::json::value& entry : list) {
    const std::string_view cve = base::string_at(entry, "cveID");
    if (!cve.starts_with("CVE-")) {
      skip(result, "KEV", "an entry without cveID");
      continue;
    }
    if (const auto added = writer.add_exploited(cve, base::string_at(entry, "dateAdded")); !added) {
      return tl::unexpected(added.error());
    }
    ++result.exploited;
  }
  return result;
}

/// KEV is told from a record by its list.
const boost::json::array* catalogue_in(const boost::json::value& parsed) {
  const boost::json::value* list = base::find(parsed, "vulnerabilities");
  const bool titled = base::find(parsed, "catalogVersion") != nullptr;
  return titled && list != nullptr ? list->if_array() : nullptr;
}

base::Result<std::string> whole_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text;
  char buffer[1U << 16U];
  while (in.read(buffer, sizeof buffer) || in.gcount() > 0) {
    text.append(buffer, static_cast<std::size_t>(in.gcount()));
    if (text.size() > limits::advisory_record_bytes) {
      return base::fail(path.string() + ": more than 64 MiB in one record");
    }
  }
  return in.bad() || !in.eof() ? base::Result<std::string>(
             base::fail(path.string() + ": cannot be read", "look at its rights"))
                               : text;
}

std::string sha256_of_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  base::Sha256 digest;
  char buffer[1U << 16U];
  while (in.read(buffer, sizeof buffer) || in.gcount() > 0) {
    digest.update(buffer, static_cast<std::size_t>(in.gcount()));
  }
  return digest.hex();
}

bool is_scores(std::string_view name) {
  return name.ends_with(".csv") || name.ends_with(".csv.gz");
}

bool importable(std::string_view name) {
  return name.ends_with(".zip") || name.ends_with(".json") || is_scores(name);
}

/// The name that stays the same from one download to the next.
std::string origin_of(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  if (name == "all.zip" && path.has_parent_path()) {
    return path.parent_path().filename().string() + ".zip";
  }
  if (is_scores(name)) {
    return "epss";
  }
  if (name.ends_with(".json")) {
    return base::contains_ignoring_case(name, "known_exploited") || name.starts_with("kev")
               ? "kev"
               : loose_records;
  }
  return name;
}

base::Result<ImportResult> import_one(const ImportFile& file, DatabaseWriter& writer) {
  if (file.path.ends_with(".zip")) {
    return import_zip(file.path, writer);
  }
  if (is_scores(file.path)) {
    return import_epss(file.path, writer);
  }
  const auto text = whole_file(file.path);
  return text ? import_json(file.path, *text, writer) : tl::unexpected(text.error());
}

struct ScoreRow {
  std::string_view cve;
  double score = 0;
};

std::optional<ScoreRow> score_row(std::string_view line) {
  const auto fields = base::split(line, ',');
  if (fields.size() < 2 || !fields[0].starts_with("CVE-")) {
    return std::nullopt;
  }
  try {
    const double score = std::stod(std::string(fields[1]));
    return score >= 0 && score <= 1 ? std::optional(ScoreRow{fields[0], score}) : std::nullopt;
  } catch (const std::exception&) {
    return std::nullopt; // no number
  }
}

/// The day in "#model_version:v2025.03.14,score_date:2026-11-25T00:00:00+0000".
std::string score_date(std::string_view comment) {
  constexpr std::string_view mark = "score_date:";
  const std::size_t at = comment.find(mark);
  return at == std::string_view::npos ? std::string()
                                      : std::string(comment.substr(at + mark.size(), 10));
}

class ScoreLines {
 public:
  explicit ScoreLines(DatabaseWriter& writer) : writer_(writer) {}

  base::Status take(std::string_view line) {
    if (line.starts_with('#')) {
      return writer_.set_epss_date(score_date(line));
    }
    if (line.empty() || line.starts_with("cve,")) {
      return {};
    }
    const auto row = score_row(line);
    if (!row) {
      skip(result, "EPSS", "a line that is no score");
      return {};
    }
    ++result.epss;
    return writer_.add_epss(row->cve, row->score);
  }

  ImportResult result;

 private:
  DatabaseWriter& writer_;
};

} // namespace

void ImportResult::add(const ImportResult& other) {
  advisories += other.advisories;
  exploited += other.exploited;
  epss += other.epss;
  skipped_count += other.skipped_count;
  for (const std::string& reason : other.skipped) {
    if (skipped.size() < kept_reasons) {
      skipped.push_back(reason);
    }
  }
}

base::Result<ImportResult> import_json(std::string_view name, std::string_view text,
                                       DatabaseWriter& writer) {
  ImportResult result;
  const auto parsed = base::parse_json(text);
  if (!parsed) {
    skip(result, name, parsed.error().message);
    return result;
  }
  if (const boost::json::array* list = catalogue_in(*parsed)) {
    return import_catalogue(*list, writer);
  }
  const auto advisory = advisory_of(*parsed);
  if (!advisory) {
    skip(result, name, advisory.error().message);
    return result;
  }
  if (const auto added = writer.add(*advisory); !added) {
    return tl::unexpected(added.error());
  }
  result.advisories = 1;
  return result;
}

base::Result<ImportResult> import_zip(const std::string& path, DatabaseWriter& writer) {
  Reader reader(archive_read_new());
  archive_read_support_format_zip(reader.get());
  if (archive_read_open_filename(reader.get(), path.c_str(), 1U << 16U) != ARCHIVE_OK) {
    return base::fail(path + ": " + problem_of(reader.get()), "expected a zip file of OSV records");
  }
  ImportResult total;
  std::uint64_t bytes = 0;
  archive_entry* entry = nullptr;
  for (std::size_t count = 0;; ++count) {
    const int code = archive_read_next_header(reader.get(), &entry);
    if (code == ARCHIVE_EOF) {
      return total;
    }
    if (code < ARCHIVE_WARN) {
      return base::fail(path + ": " + problem_of(reader.get()), again);
    }
    if (count > limits::advisory_records || bytes > limits::advisory_archive_bytes) {
      return base::fail(path + ": more records than all of OSV has", again);
    }
    const char* raw_name = archive_entry_pathname(entry);
    const std::string name = raw_name == nullptr ? std::string() : raw_name;
    if (!name.ends_with(".json")) {
      continue;
    }
    const auto text = read_entry(reader.get());
    if (!text) {
      return base::fail(path + ": " + name + ": " + text.error().message, again);
    }
    bytes += text->size();
    const auto one = import_json(name, *text, writer);
    if (!one) {
      return tl::unexpected(one.error());
    }
    total.add(*one);
  }
}

base::Result<ImportResult> import_epss(const std::string& path, DatabaseWriter& writer) {
  Reader reader(archive_read_new());
  archive_read_support_filter_gzip(reader.get());
  archive_read_support_format_raw(reader.get());
  archive_entry* entry = nullptr;
  if (archive_read_open_filename(reader.get(), path.c_str(), 1U << 16U) != ARCHIVE_OK
      || archive_read_next_header(reader.get(), &entry) != ARCHIVE_OK) {
    return base::fail(path + ": " + problem_of(reader.get()), "expected EPSS scores, CSV or gzip");
  }
  ScoreLines lines(writer);
  std::string rest;
  std::uint64_t bytes = 0;
  char buffer[1U << 16U];
  for (;;) {
    const la_ssize_t size = archive_read_data(reader.get(), buffer, sizeof buffer);
    if (size < 0) {
      return base::fail(path + ": " + problem_of(reader.get()), again);
    }
    bytes += static_cast<std::uint64_t>(size);
    rest.append(buffer, static_cast<std::size_t>(size));
    const std::size_t end = size == 0 ? rest.size() : rest.rfind('\n') + 1;
    for (const std::string_view line : base::lines(std::string_view(rest).substr(0, end))) {
      if (const auto taken = lines.take(line); !taken) {
        return tl::unexpected(taken.error());
      }
    }
    rest.erase(0, end);
    if (bytes > limits::advisory_score_bytes || rest.size() > limits::mib) {
      return base::fail(path + ": these are no EPSS scores", again);
    }
    if (size == 0) {
      return lines.result;
    }
  }
}

base::Result<std::vector<ImportFile>> import_files(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (!fs::is_directory(path, error)) {
    if (!fs::is_regular_file(path, error)) {
      return base::fail(path + ": no such file or folder");
    }
    if (!importable(path)) {
      return base::fail(path
                        + ": expected a .zip or .json of OSV records, KEV's .json, or EPSS's "
                          ".csv or .csv.gz");
    }
    return std::vector<ImportFile>{{path, origin_of(path)}};
  }
  std::vector<ImportFile> files;
  fs::recursive_directory_iterator walk(path, fs::directory_options::skip_permission_denied, error);
  for (; !error && walk != fs::recursive_directory_iterator(); walk.increment(error)) {
    const std::string name = walk->path().filename().string();
    if (name.starts_with('.')) {
      walk.disable_recursion_pending();
      continue;
    }
    if (walk->is_regular_file(error) && importable(name)) {
      files.push_back({walk->path().string(), origin_of(walk->path())});
    }
    if (files.size() > limits::advisory_records) {
      return base::fail(path + ": holds more files than all of OSV has records");
    }
  }
  if (error) {
    return base::fail(path + ": " + error.message());
  }
  if (files.empty()) {
    return base::fail(path + ": no .zip, .json, .csv or .csv.gz in this folder");
  }
  // All loose records together make one origin.
  std::sort(files.begin(), files.end(), [](const ImportFile& a, const ImportFile& b) {
    return std::tie(a.origin, a.path) < std::tie(b.origin, b.path);
  });
  return files;
}

base::Result<ImportResult> import_all(const std::vector<ImportFile>& files, std::string_view now,
                                      const std::function<bool()>& stop, DatabaseWriter& writer) {
  ImportResult total;
  for (auto file = files.begin(); file != files.end();) {
    ImportResult of_origin;
    const std::string& name = file->origin;
    // One digest for many small files would say nothing.
    const std::string sha256 = name == loose_records ? "" : sha256_of_file(file->path);
    if (const auto begun = writer.begin_origin({name, std::string(now), sha256}); !begun) {
      return tl::unexpected(begun.error());
    }
    for (; file != files.end() && file->origin == name; ++file) {
      if (stop()) {
        return base::fail("cancelled");
      }
      const auto one = import_one(*file, writer);
      if (!one) {
        return tl::unexpected(one.error());
      }
      of_origin.add(*one);
    }
    const std::uint64_t count = of_origin.advisories + of_origin.exploited + of_origin.epss;
    if (const auto ended = writer.end_origin(count, of_origin.skipped_count); !ended) {
      return tl::unexpected(ended.error());
    }
    total.add(of_origin);
  }
  return total;
}

} // namespace secaudit::vulns
