// SPDX-License-Identifier: Apache-2.0
#include "vulns/import.hpp"

#include "base/limits.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <memory>

namespace secaudit::vulns {
namespace {

constexpr std::size_t kept_reasons = 100;
// The largest record of OSV is a few megabytes (kernels).
constexpr std::size_t record_bytes = 64 * limits::mib;

struct FreeArchive {
  void operator()(archive* a) const { archive_read_free(a); }
};
using Reader = std::unique_ptr<archive, FreeArchive>;

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
      return base::fail(archive_error_string(reader));
    }
    if (text.size() + size > record_bytes) {
      return base::fail("a record of more than 64 MiB");
    }
    text.append(static_cast<const char*>(block), size);
  }
}

void skip(ImportResult& result, std::string_view name, const std::string& why) {
  ++result.skipped_count;
  if (result.skipped.size() < kept_reasons) {
    result.skipped.push_back(std::string(name) + ": " + why);
  }
}

} // namespace

base::Result<ImportResult> import_json(std::string_view name, std::string_view text,
                                       DatabaseWriter& writer) {
  ImportResult result;
  const auto advisory = parse_osv(text);
  if (!advisory) {
    skip(result, name, advisory.error().message);
    return result;
  }
  if (const auto added = writer.add(*advisory); !added) {
    return base::fail(added.error().message);
  }
  result.advisories = 1;
  return result;
}

base::Result<ImportResult> import_zip(const std::string& path, DatabaseWriter& writer) {
  Reader reader(archive_read_new());
  archive_read_support_format_zip(reader.get());
  if (archive_read_open_filename(reader.get(), path.c_str(), 1U << 16U) != ARCHIVE_OK) {
    return base::fail(path + ": " + archive_error_string(reader.get()),
                      "expected a zip file of OSV records");
  }
  ImportResult total;
  archive_entry* entry = nullptr;
  for (;;) {
    const int code = archive_read_next_header(reader.get(), &entry);
    if (code == ARCHIVE_EOF) {
      return total;
    }
    if (code < ARCHIVE_WARN) {
      return base::fail(path + ": " + archive_error_string(reader.get()),
                        "download the file again");
    }
    const char* raw_name = archive_entry_pathname(entry);
    const std::string name = raw_name == nullptr ? std::string() : raw_name;
    if (!name.ends_with(".json")) {
      continue;
    }
    const auto text = read_entry(reader.get());
    if (!text) {
      return base::fail(path + ": " + name + ": " + text.error().message,
                        "download the file again");
    }
    const auto one = import_json(name, *text, writer);
    if (!one) {
      return base::fail(one.error().message, one.error().hint);
    }
    total.advisories += one->advisories;
    for (const std::string& reason : one->skipped) {
      skip(total, path, reason);
    }
  }
}

} // namespace secaudit::vulns
