// SPDX-License-Identifier: Apache-2.0
#include "image/entry_list.hpp"

#include "base/limits.hpp"

#include <algorithm>

namespace secaudit::image {
namespace {

constexpr std::size_t chunk_bytes = 256 * limits::kib;

void put(std::string& out, std::uint64_t number) {
  while (number >= 0x80) {
    out += static_cast<char>(number | 0x80U);
    number >>= 7;
  }
  out += static_cast<char>(number);
}

void put(std::string& out, std::string_view text) {
  put(out, text.size());
  out += text;
}

std::uint64_t get(std::string_view& bytes) {
  std::uint64_t number = 0;
  for (unsigned shift = 0; !bytes.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    number |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
    if (byte < 0x80) {
      break;
    }
  }
  return number;
}

std::string_view get_text(std::string_view& bytes) {
  const auto size = static_cast<std::size_t>(get(bytes));
  const std::string_view text = bytes.substr(0, size);
  bytes.remove_prefix(text.size());
  return text;
}

/// What most entries do not have.
constexpr std::uint64_t has_link = 1;
constexpr std::uint64_t has_capabilities = 2;
constexpr std::uint64_t has_hash = 4;
constexpr std::uint64_t has_device = 8;
constexpr std::uint64_t device_zero = 16;
constexpr std::uint64_t overlay_opaque = 32;

std::uint64_t extras_of(const LayerEntry& entry) {
  const model::ImageFile& file = entry.file;
  return (file.link.empty() ? 0 : has_link) | (file.capabilities.empty() ? 0 : has_capabilities)
         | (file.sha256.empty() ? 0 : has_hash)
         | (file.device_major != 0 || file.device_minor != 0 ? has_device : 0)
         | (entry.device_zero ? device_zero : 0) | (entry.overlay_opaque ? overlay_opaque : 0);
}

} // namespace

void EntryList::push_back(const LayerEntry& entry) {
  if (chunks_.empty() || chunks_.back().size() > chunk_bytes - limits::kib) {
    chunks_.emplace_back().reserve(chunk_bytes);
    last_path_.clear();
  }
  std::string& out = chunks_.back();
  const model::ImageFile& file = entry.file;
  const std::uint64_t extras = extras_of(entry);
  put(out, extras);
  const auto differs =
      std::mismatch(file.path.begin(), file.path.end(), last_path_.begin(), last_path_.end());
  const auto common = static_cast<std::size_t>(differs.first - file.path.begin());
  put(out, common);
  put(out, std::string_view(file.path).substr(common));
  put(out, static_cast<std::uint64_t>(file.type));
  put(out, std::uint64_t{file.mode});
  put(out, file.uid);
  put(out, file.gid);
  put(out, file.size);
  for (const auto& [flag, text] :
       {std::pair{has_link, &file.link}, std::pair{has_capabilities, &file.capabilities},
        std::pair{has_hash, &file.sha256}}) {
    if ((extras & flag) != 0) {
      put(out, std::string_view(*text));
    }
  }
  if ((extras & has_device) != 0) {
    put(out, std::uint64_t{file.device_major});
    put(out, std::uint64_t{file.device_minor});
  }
  last_path_ = file.path;
  ++count_;
}

LayerEntry EntryList::unpack(std::string_view& bytes, std::string& path) {
  LayerEntry entry;
  model::ImageFile& file = entry.file;
  const std::uint64_t extras = get(bytes);
  const auto common = static_cast<std::size_t>(get(bytes));
  path.resize(common); // 0 at the beginning of a chunk
  path += get_text(bytes);
  file.path = path;
  file.type = static_cast<model::FileType>(get(bytes));
  file.mode = static_cast<std::uint32_t>(get(bytes));
  file.uid = get(bytes);
  file.gid = get(bytes);
  file.size = get(bytes);
  for (const auto& [flag, text] :
       {std::pair{has_link, &file.link}, std::pair{has_capabilities, &file.capabilities},
        std::pair{has_hash, &file.sha256}}) {
    if ((extras & flag) != 0) {
      *text = std::string(get_text(bytes));
    }
  }
  if ((extras & has_device) != 0) {
    file.device_major = static_cast<std::uint32_t>(get(bytes));
    file.device_minor = static_cast<std::uint32_t>(get(bytes));
  }
  entry.device_zero = (extras & device_zero) != 0;
  entry.overlay_opaque = (extras & overlay_opaque) != 0;
  return entry;
}

} // namespace secaudit::image
