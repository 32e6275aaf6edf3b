// SPDX-License-Identifier: Apache-2.0
// Which files belong to packages of the operating system, and what their packages say of them.
#include "base/text.hpp"
#include "image/inventory/inventory.hpp"

namespace secaudit::image::inventory {
namespace {

/// info/NAME.list, info/NAME:amd64.md5sums, status.d/NAME.md5sums
std::string owner_of(std::string_view path) {
  std::string_view name = path.substr(path.find_last_of('/') + 1);
  name = name.substr(0, name.rfind('.'));
  return std::string(name.substr(0, name.find(':')));
}

int hex_value(char c) {
  return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/// The first half of an MD5; 0 when it is none.
std::uint64_t half_of(std::string_view digits) {
  std::uint64_t value = 0;
  for (const char c : digits.substr(0, 16)) {
    if (hex_value(c) < 0) {
      return 0;
    }
    value = (value << 4) | static_cast<unsigned>(hex_value(c));
  }
  return digits.size() == 32 ? value : 0;
}

} // namespace

void read_dpkg_list(std::string_view path, std::string_view content, Found& found) {
  const std::string owner = owner_of(path);
  for (const std::string_view line : base::lines(content)) {
    found.owned.add(line, owner, 0);
  }
}

void read_md5sums(std::string_view path, std::string_view content, Found& found) {
  const std::string owner = owner_of(path);
  for (const std::string_view line : base::lines(content)) {
    const std::size_t blank = line.find(' ');
    if (blank == std::string_view::npos) {
      continue;
    }
    found.owned.add(base::trim(line.substr(blank)), owner, half_of(line.substr(0, blank)));
  }
}

void read_diversions(std::string_view, std::string_view content, Found& found) {
  // Three lines each: the file, where it went, who asked for it.
  const auto lines = base::lines(content);
  for (std::size_t i = 0; i + 2 < lines.size(); i += 3) {
    found.diverted.push_back(path_key(lines[i]));
  }
}

void read_apk_files(std::string_view content, Found& found) {
  std::string package;
  std::string folder;
  for (const std::string_view line : base::lines(content)) {
    const std::string_view value = line.size() > 2 ? line.substr(2) : std::string_view{};
    if (line.starts_with("P:")) {
      package = std::string(value);
    } else if (line.starts_with("F:")) {
      folder = std::string(value);
    } else if (line.starts_with("R:")) {
      found.owned.add(folder + "/" + std::string(value), package, 0);
    }
  }
}

void read_pacman_files(std::string_view path, std::string_view content, Found& found) {
  const auto parts = base::split(path, '/'); // var/lib/pacman/local/NAME-VERSION-RELEASE/files
  std::string_view owner = parts.size() > 1 ? parts[parts.size() - 2] : std::string_view{};
  for (int i = 0; i < 2; ++i) {
    owner = owner.substr(0, owner.rfind('-'));
  }
  bool files = false;
  for (const std::string_view line : base::lines(content)) {
    if (line.starts_with('%')) {
      files = line == "%FILES%";
    } else if (files && !line.empty() && !line.ends_with('/')) {
      found.owned.add(line, owner, 0);
    }
  }
}

} // namespace secaudit::image::inventory
