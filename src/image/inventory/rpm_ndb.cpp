// SPDX-License-Identifier: Apache-2.0
// Packages.db of SUSE: pages of slots, then the headers in blocks of 16 bytes, little-endian.
#include "image/inventory/bytes.hpp"
#include "image/inventory/rpm_header.hpp"
#include "image/limits.hpp"

namespace secaudit::image::inventory {
namespace {

constexpr std::uint64_t slot_bytes = 16;
constexpr std::uint64_t slots_in_page = 256;
constexpr std::uint64_t header_slots = 2;

} // namespace

bool is_ndb(std::string_view content) {
  return content.starts_with("RpmP");
}

void read_rpm_ndb(std::string_view path, std::string_view content, Found& found) {
  const std::uint64_t pages = number_at(content, 12, 4, Order::little);
  const std::uint64_t slots =
      std::min<std::uint64_t>(pages * slots_in_page, content.size() / slot_bytes);
  for (std::uint64_t i = header_slots; i < slots; ++i) {
    const std::string_view slot = slice(content, i * slot_bytes, slot_bytes);
    const std::uint64_t number = number_at(slot, 4, 4, Order::little);
    if (!slot.starts_with("Slot") || number == 0) {
      continue;
    }
    const std::uint64_t at = number_at(slot, 8, 4, Order::little) * slot_bytes;
    const std::string_view head = slice(content, at, slot_bytes);
    if (!head.starts_with("BlbS") || number_at(head, 4, 4, Order::little) != number
        || found.packages.size() >= limits::database_packages) {
      continue;
    }
    const std::uint64_t size = number_at(head, 12, 4, Order::little);
    add_rpm_header(path, slice(content, at + slot_bytes, size), found);
  }
}

} // namespace secaudit::image::inventory
