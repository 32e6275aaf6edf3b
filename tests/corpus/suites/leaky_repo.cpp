// SPDX-License-Identifier: Apache-2.0
// The files of leaky-repo: a risk line counts as found when a match touches it.
#include "base/text.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "corpus.hpp"
#include "secret_case.hpp"

namespace secaudit::corpus {
namespace {

std::map<std::string, std::string> unpack(const std::filesystem::path& path) {
  std::map<std::string, std::string> files;
  const std::unique_ptr<archive, int (*)(archive*)> reader(archive_read_new(), archive_read_free);
  archive_read_support_filter_gzip(reader.get());
  archive_read_support_format_tar(reader.get());
  if (archive_read_open_filename(reader.get(), path.c_str(), 64 * 1024) != ARCHIVE_OK) {
    return files;
  }
  archive_entry* entry = nullptr;
  while (archive_read_next_header(reader.get(), &entry) == ARCHIVE_OK) {
    std::string name = archive_entry_pathname(entry);
    name = name.starts_with("./") ? name.substr(2) : name;
    std::string text(static_cast<std::size_t>(archive_entry_size(entry)), '\0');
    const auto read = archive_read_data(reader.get(), text.data(), text.size());
    text.resize(read < 0 ? 0 : static_cast<std::size_t>(read));
    files[name] = std::move(text);
  }
  return files;
}

std::set<std::size_t> lines_touched(const std::string& text,
                                    const std::vector<secrets::Match>& matches) {
  std::set<std::size_t> lines;
  for (const secrets::Match& match : matches) {
    const auto begin = text.begin() + static_cast<std::ptrdiff_t>(match.begin);
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(match.end);
    auto line = static_cast<std::size_t>(std::count(text.begin(), begin, '\n')) + 1;
    const auto last = line + static_cast<std::size_t>(std::count(begin, end, '\n'));
    for (; line <= last; ++line) {
      lines.insert(line);
    }
  }
  return lines;
}

} // namespace

Score leaky_repo(const std::filesystem::path& root) {
  Score score;
  const std::filesystem::path folder = root / "corpora" / "secrets" / "leaky-repo";
  const auto truth = read_all(folder / "truth.jsonl");
  if (!truth) {
    score.absent = true;
    return score;
  }
  const auto files = unpack(folder / "files.tar.gz");
  const secrets::Scanner scanner;
  std::map<std::string, std::set<std::size_t>> found;
  for (const auto& [name, text] : files) {
    found[name] = lines_touched(text, scanner.scan(name, text));
  }
  for (const std::string_view line : base::lines(*truth)) {
    const auto record = base::parse_json(line);
    if (!record || base::text_at(*record, "class") != "risk") {
      continue;
    }
    const std::string path = base::text_at(*record, "path");
    const auto number = static_cast<std::size_t>(base::integer_at(*record, "line").value_or(0));
    score.check(found[path].count(number) != 0, path + " line " + std::to_string(number));
  }
  return score;
}

} // namespace secaudit::corpus
