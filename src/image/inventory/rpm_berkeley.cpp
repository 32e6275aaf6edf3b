// SPDX-License-Identifier: Apache-2.0
// Packages of rpm before 4.16: a hash table of Berkeley DB, in the byte order of the machine that
// wrote it. A header is longer than a page and lies in a chain of overflow pages.
#include "image/inventory/bytes.hpp"
#include "image/inventory/rpm_header.hpp"
#include "image/limits.hpp"

#include <optional>

namespace secaudit::image::inventory {
namespace {

constexpr std::uint64_t hash_magic = 0x061561;
constexpr std::uint64_t page_header = 26;
constexpr std::uint64_t kind_unsorted = 2;
constexpr std::uint64_t kind_hash = 13;
constexpr std::uint64_t kind_overflow = 7;
constexpr std::uint64_t item_here = 1;
constexpr std::uint64_t item_elsewhere = 3;

std::optional<Order> order_of(std::string_view content) {
  for (const Order order : {Order::little, Order::big}) {
    if (number_at(content, 12, 4, order) == hash_magic) {
      return order;
    }
  }
  return std::nullopt;
}

class Table {
 public:
  Table(std::string_view content, Order order)
      : content_(content), order_(order), page_size_(number(content, 20, 4)) {}

  template <typename Value>
  void each(Value value) {
    if (page_size_ < 512 || page_size_ > 65536) {
      return;
    }
    for (std::uint64_t at = page_size_; at < content_.size(); at += page_size_) {
      const std::string_view page = slice(content_, at, page_size_);
      const std::uint64_t kind = number(page, 25, 1);
      if (kind == kind_hash || kind == kind_unsorted) {
        values_of(page, value);
      }
    }
  }

 private:
  std::uint64_t number(std::string_view bytes, std::uint64_t at, unsigned size) const {
    return number_at(bytes, at, size, order_);
  }

  /// Keys and values alternate; the items grow from the page's end.
  template <typename Value>
  void values_of(std::string_view page, Value& value) {
    const std::uint64_t items = number(page, 20, 2);
    for (std::uint64_t i = 1; i < items; i += 2) {
      const std::uint64_t at = number(page, page_header + i * 2, 2);
      const std::uint64_t end = number(page, page_header + (i - 1) * 2, 2);
      const std::uint64_t kind = number(page, at, 1);
      if (kind == item_elsewhere) {
        value(chain(number(page, at + 4, 4), number(page, at + 8, 4)));
      } else if (kind == item_here && end > at) {
        value(slice(page, at + 1, end - at - 1));
      }
    }
  }

  std::string_view chain(std::uint64_t page_number, std::uint64_t size) {
    value_.clear();
    const std::uint64_t total = std::min<std::uint64_t>(size, limits::rpm_header_bytes);
    while (page_number != 0 && value_.size() < total) {
      const std::string_view page = slice(content_, page_number * page_size_, page_size_);
      const std::uint64_t used = number(page, 22, 2);
      if (number(page, 25, 1) != kind_overflow || used == 0) {
        break;
      }
      value_ += slice(page, page_header, used).substr(0, total - value_.size());
      page_number = number(page, 16, 4);
    }
    return value_;
  }

  std::string_view content_;
  Order order_;
  std::uint64_t page_size_;
  std::string value_;
};

} // namespace

bool is_berkeley_hash(std::string_view content) {
  return order_of(content).has_value();
}

void read_rpm_berkeley(std::string_view path, std::string_view content, Found& found) {
  const auto order = order_of(content);
  if (!order) {
    return;
  }
  Table(content, *order).each([&](std::string_view header) {
    if (header.size() > 16 && found.packages.size() < limits::database_packages) {
      add_rpm_header(path, header, found);
    }
  });
}

} // namespace secaudit::image::inventory
