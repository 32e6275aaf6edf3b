// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/inventory/inventory.hpp"

#include <string_view>

namespace secaudit::image::inventory {

/// Adds the package that a header of rpm's database describes, with the files it owns. The header
/// has no magic bytes in front: number of entries, size of the data, entries, data, all big-endian.
/// https://rpm-software-management.github.io/rpm/manual/format_header.html
void add_rpm_header(std::string_view path, std::string_view header, Found& found);

/// Each of rpm's three kinds of database, by its first bytes; a damaged one gives what is whole.
bool is_sqlite(std::string_view content);
void read_rpm_sqlite(std::string_view path, std::string_view content, std::string_view wal,
                     Found& found);
bool is_ndb(std::string_view content);
void read_rpm_ndb(std::string_view path, std::string_view content, Found& found);
bool is_berkeley_hash(std::string_view content);
void read_rpm_berkeley(std::string_view path, std::string_view content, Found& found);

} // namespace secaudit::image::inventory
