// SPDX-License-Identifier: Apache-2.0
#include "image/inventory/inventory.hpp"
#include "image/limits.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <memory>

namespace secaudit::image::inventory {
namespace {

constexpr int most_members = 20'000;

std::string member_text(archive* reader) {
  std::string text(64 * limits::kib, '\0');
  const la_ssize_t size = archive_read_data(reader, text.data(), text.size());
  text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  return text;
}

bool is_metadata(std::string_view name) {
  return name.ends_with(".dist-info/METADATA") || name == "EGG-INFO/PKG-INFO";
}

} // namespace

std::vector<model::Package> read_python_archive(std::string_view path, std::string_view content) {
  const std::unique_ptr<archive, int (*)(archive*)> reader(archive_read_new(), archive_read_free);
  archive_read_support_format_zip(reader.get());
  if (archive_read_open_memory(reader.get(), content.data(), content.size()) != ARCHIVE_OK) {
    return {};
  }
  archive_entry* entry = nullptr;
  for (int i = 0; i < most_members; ++i) {
    const int code = archive_read_next_header(reader.get(), &entry);
    if (code != ARCHIVE_OK && code != ARCHIVE_WARN) {
      break;
    }
    const char* name = archive_entry_pathname(entry);
    if (name != nullptr && is_metadata(name)) {
      return read_python(path, member_text(reader.get()));
    }
  }
  return {};
}

} // namespace secaudit::image::inventory
