// SPDX-License-Identifier: Apache-2.0
// rpmdb.sqlite: the table Packages(hnum INTEGER PRIMARY KEY, blob BLOB), read without SQLite: pages
// of an untrusted file, some of them in the write-ahead log beside it.
// https://www.sqlite.org/fileformat2.html
#include "image/inventory/bytes.hpp"
#include "image/inventory/rpm_header.hpp"
#include "image/limits.hpp"

#include <set>
#include <unordered_map>

namespace secaudit::image::inventory {
namespace {

constexpr std::string_view magic{"SQLite format 3\0", 16};
constexpr unsigned leaf_page = 13;
constexpr unsigned inner_page = 5;

struct Varint {
  std::uint64_t value = 0;
  std::uint64_t end = 0; ///< behind its last byte
};

Varint varint_at(std::string_view bytes, std::uint64_t at) {
  Varint result{0, at};
  for (int i = 0; i < 9; ++i) {
    const auto byte = static_cast<unsigned char>(number_at(bytes, result.end++, 1, Order::big));
    if (i == 8) {
      result.value = (result.value << 8) | byte;
      break;
    }
    result.value = (result.value << 7) | (byte & 0x7FU);
    if (byte < 0x80) {
      break;
    }
  }
  return result;
}

/// Bytes of a column by its serial type.
std::uint64_t column_size(std::uint64_t type) {
  constexpr std::uint64_t fixed[] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0};
  return type < 12 ? fixed[type] : (type - 12) / 2;
}

class Database {
 public:
  Database(std::string_view file, std::string_view wal) : file_(file) {
    page_size_ = number_at(file, 16, 2, Order::big);
    page_size_ = page_size_ == 1 ? 65536 : page_size_;
    const bool sane = page_size_ >= 512 && (page_size_ & (page_size_ - 1)) == 0;
    page_size_ = sane ? page_size_ : 0;
    const std::uint64_t reserved = number_at(file, 20, 1, Order::big);
    usable_ = page_size_ > reserved + 480 ? page_size_ - reserved : 0;
    if (usable_ != 0) {
      read_wal(wal);
    }
  }

  bool usable() const { return usable_ != 0; }

  /// Hands the payload of each row of a table to `row`.
  template <typename Row>
  void each(std::uint64_t root, Row row) {
    visited_.clear();
    walk(root, 0, row);
  }

  /// The root page of the table of that name; 0 when there is none.
  std::uint64_t root_of(std::string_view table) {
    std::uint64_t root = 0;
    each(1, [&](std::string_view payload) {
      const auto columns = columns_of(payload, 4);
      if (columns.size() == 4 && columns[0] == "table" && columns[1] == table) {
        const std::string_view number = columns[3];
        root = number_at(number, 0, static_cast<unsigned>(number.size()), Order::big);
      }
    });
    return root;
  }

  static std::vector<std::string_view> columns_of(std::string_view payload, std::size_t most) {
    std::vector<std::string_view> columns;
    const Varint header = varint_at(payload, 0);
    std::uint64_t type_at = header.end;
    std::uint64_t at = header.value;
    while (type_at < header.value && columns.size() < most) {
      const Varint type = varint_at(payload, type_at);
      type_at = type.end;
      columns.push_back(slice(payload, at, column_size(type.value)));
      at += columns.back().size();
    }
    return columns;
  }

 private:
  /// Frames up to the last commit, as long as their salts are those of the log.
  void read_wal(std::string_view wal) {
    const std::uint64_t first = number_at(wal, 0, 4, Order::big);
    if ((first != 0x377F0682 && first != 0x377F0683)
        || number_at(wal, 8, 4, Order::big) != page_size_) {
      return;
    }
    std::unordered_map<std::uint64_t, std::string_view> pending;
    const std::uint64_t frame = page_size_ + 24;
    for (std::uint64_t at = 32; at + frame <= wal.size(); at += frame) {
      if (slice(wal, at + 8, 8) != slice(wal, 16, 8)) {
        break;
      }
      pending[number_at(wal, at, 4, Order::big)] = slice(wal, at + 24, page_size_);
      if (number_at(wal, at + 4, 4, Order::big) != 0) {
        for (const auto& [number, page] : pending) {
          newer_[number] = page;
        }
        pending.clear();
      }
    }
  }

  std::string_view page(std::uint64_t number) const {
    const auto found = newer_.find(number);
    if (found != newer_.end()) {
      return found->second;
    }
    return number == 0 ? std::string_view{} : slice(file_, (number - 1) * page_size_, page_size_);
  }

  template <typename Row>
  void walk(std::uint64_t number, int depth, Row& row) {
    // No page belongs to a tree twice.
    if (depth > 40 || !visited_.insert(number).second) {
      return;
    }
    const std::string_view bytes = page(number);
    const std::uint64_t header = number == 1 ? 100 : 0;
    const std::uint64_t kind = number_at(bytes, header, 1, Order::big);
    const std::uint64_t cells = number_at(bytes, header + 3, 2, Order::big);
    if (kind != leaf_page && kind != inner_page) {
      return;
    }
    const std::uint64_t pointers = header + (kind == leaf_page ? 8 : 12);
    for (std::uint64_t i = 0; i < cells; ++i) {
      const std::uint64_t cell = number_at(bytes, pointers + i * 2, 2, Order::big);
      if (kind == inner_page) {
        walk(number_at(bytes, cell, 4, Order::big), depth + 1, row);
      } else {
        row(payload_at(bytes, cell));
      }
    }
    if (kind == inner_page) {
      walk(number_at(bytes, header + 8, 4, Order::big), depth + 1, row);
    }
  }

  std::string_view payload_at(std::string_view bytes, std::uint64_t cell) {
    const Varint size = varint_at(bytes, cell);
    const Varint row_id = varint_at(bytes, size.end);
    const std::uint64_t most = usable_ - 35;
    if (size.value <= most) {
      return slice(bytes, row_id.end, size.value);
    }
    const std::uint64_t least = (usable_ - 12) * 32 / 255 - 23;
    const std::uint64_t split = least + (size.value - least) % (usable_ - 4);
    const std::uint64_t here = split <= most ? split : least;
    payload_ = std::string(slice(bytes, row_id.end, here));
    std::uint64_t next = number_at(bytes, row_id.end + here, 4, Order::big);
    const std::uint64_t total = std::min<std::uint64_t>(size.value, limits::rpm_header_bytes);
    while (next != 0 && payload_.size() < total) {
      const std::string_view overflow = page(next);
      const std::string_view part = slice(overflow, 4, usable_ - 4);
      if (part.empty()) {
        break;
      }
      payload_ += part.substr(0, total - payload_.size());
      next = number_at(overflow, 0, 4, Order::big);
    }
    return payload_;
  }

  std::string_view file_;
  std::uint64_t page_size_ = 0;
  std::uint64_t usable_ = 0;
  std::unordered_map<std::uint64_t, std::string_view> newer_;
  std::set<std::uint64_t> visited_;
  std::string payload_;
};

} // namespace

bool is_sqlite(std::string_view content) {
  return content.starts_with(magic);
}

void read_rpm_sqlite(std::string_view path, std::string_view content, std::string_view wal,
                     Found& found) {
  Database database(content, wal);
  if (!database.usable()) {
    return;
  }
  const std::uint64_t root = database.root_of("Packages");
  if (root == 0) {
    return;
  }
  database.each(root, [&](std::string_view payload) {
    const auto columns = Database::columns_of(payload, 2);
    if (columns.size() == 2 && found.packages.size() < limits::database_packages) {
      add_rpm_header(path, columns[1], found);
    }
  });
}

} // namespace secaudit::image::inventory
