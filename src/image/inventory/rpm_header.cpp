// SPDX-License-Identifier: Apache-2.0
#include "image/inventory/rpm_header.hpp"

#include "base/text.hpp"
#include "image/inventory/bytes.hpp"
#include "image/inventory/owned.hpp"
#include "image/limits.hpp"
#include "model/purl.hpp"

#include <map>

namespace secaudit::image::inventory {
namespace {

constexpr unsigned tag_name = 1000;
constexpr unsigned tag_version = 1001;
constexpr unsigned tag_release = 1002;
constexpr unsigned tag_epoch = 1003;
constexpr unsigned tag_license = 1014;
constexpr unsigned tag_arch = 1022;
constexpr unsigned tag_source = 1044;
constexpr unsigned tag_dir_indexes = 1116;
constexpr unsigned tag_base_names = 1117;
constexpr unsigned tag_dir_names = 1118;

struct Entry {
  std::uint64_t offset;
  std::uint64_t count;
};

class Header {
 public:
  explicit Header(std::string_view bytes) {
    const std::uint64_t entries = number_at(bytes, 0, 4, Order::big);
    const std::uint64_t size = number_at(bytes, 4, 4, Order::big);
    if (entries > limits::rpm_header_entries) {
      return;
    }
    data_ = slice(bytes, 8 + entries * 16, size);
    for (std::uint64_t i = 0; i < entries; ++i) {
      const std::uint64_t at = 8 + i * 16;
      const auto tag = static_cast<unsigned>(number_at(bytes, at, 4, Order::big));
      entries_.emplace(tag, Entry{number_at(bytes, at + 8, 4, Order::big),
                                  number_at(bytes, at + 12, 4, Order::big)});
    }
  }

  std::string_view text(unsigned tag) const {
    const auto found = entries_.find(tag);
    return found == entries_.end() ? std::string_view{} : c_string(data_, found->second.offset);
  }

  std::string number(unsigned tag) const {
    const auto found = entries_.find(tag);
    return found == entries_.end()
               ? std::string()
               : std::to_string(number_at(data_, found->second.offset, 4, Order::big));
  }

  std::vector<std::string_view> texts(unsigned tag) const {
    std::vector<std::string_view> result;
    const auto found = entries_.find(tag);
    if (found == entries_.end()) {
      return result;
    }
    std::uint64_t at = found->second.offset;
    for (std::uint64_t i = 0; i < found->second.count && at < data_.size(); ++i) {
      result.push_back(c_string(data_, at));
      at += result.back().size() + 1;
    }
    return result;
  }

  std::uint64_t number(unsigned tag, std::uint64_t index) const {
    const auto found = entries_.find(tag);
    return found == entries_.end() || index >= found->second.count
               ? 0
               : number_at(data_, found->second.offset + index * 4, 4, Order::big);
  }

 private:
  std::string_view data_;
  std::map<unsigned, Entry> entries_;
};

/// util-linux-2.32.1-42.el8_8.src.rpm
void read_source(std::string_view file, model::Package& package) {
  for (const std::string_view end : {".src.rpm", ".nosrc.rpm"}) {
    if (file.ends_with(end)) {
      file.remove_suffix(end.size());
    }
  }
  const std::size_t release = file.rfind('-');
  const std::size_t version =
      release == std::string_view::npos || release == 0 ? release : file.rfind('-', release - 1);
  if (version == std::string_view::npos) {
    package.source_name = package.name;
    return;
  }
  package.source_name = std::string(file.substr(0, version));
  package.source_version = std::string(file.substr(version + 1));
}

void add_files(const Header& header, Found& found) {
  const auto folders = header.texts(tag_dir_names);
  const auto names = header.texts(tag_base_names);
  for (std::uint64_t i = 0; i < names.size(); ++i) {
    const std::uint64_t folder = header.number(tag_dir_indexes, i);
    if (folder < folders.size()) {
      found.owned.add(std::string(folders[folder]) + std::string(names[i]), found.packages.back());
    }
  }
}

} // namespace

void add_rpm_header(std::string_view path, std::string_view bytes, Found& found) {
  const Header header(bytes);
  model::Package package;
  package.name = std::string(base::trim(header.text(tag_name)));
  const std::string version(header.text(tag_version));
  // Keys that rpm trusts are stored as packages.
  if (package.name.empty() || version.empty() || package.name == "gpg-pubkey") {
    return;
  }
  const std::string epoch = header.number(tag_epoch);
  const std::string release(header.text(tag_release));
  package.type = "rpm";
  package.path = std::string(path);
  package.version = (epoch.empty() || epoch == "0" ? "" : epoch + ":") + version
                    + (release.empty() ? "" : "-" + release);
  package.architecture = std::string(header.text(tag_arch));
  read_source(header.text(tag_source), package);
  const std::string license(header.text(tag_license));
  if (!license.empty()) {
    package.licenses = {license};
  }
  package.purl = model::purl_of(
      {"rpm", "", package.name, version + (release.empty() ? "" : "-" + release), {}, ""});
  found.packages.push_back(std::move(package));
  add_files(header, found);
}

} // namespace secaudit::image::inventory
