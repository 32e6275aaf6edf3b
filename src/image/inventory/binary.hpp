// SPDX-License-Identifier: Apache-2.0
// What a program says about itself: read in one pass over its bytes, since section tables stand at
// the end of files of any size.
#pragma once

#include "image/inventory/blocks.hpp"
#include "image/inventory/inventory.hpp"
#include "image/inventory/version_patterns.hpp"

#include <string_view>

namespace secaudit::image::inventory {

/// ELF, PE or Mach-O, by the first bytes.
bool is_program(std::string_view first);

/// The modules of a Go program, the crates of an auditable Rust program, and the version that a
/// well-known program carries as text.
void read_program(std::string_view path, Blocks& content, VersionPatterns& patterns, Found& found);

/// Go's build information behind its magic bytes (debug/buildinfo): the version of Go and the
/// module text.
inline constexpr std::string_view go_magic{"\xff Go buildinf:", 14};
/// What stands around the module text, in programs of every Go since 1.12.
inline constexpr std::string_view go_text_start{
    "\x30\x77\xaf\x0c\x92\x74\x08\x02\x41\xe1\xc1\x07\xe6\xd6\x18\xe6", 16};
inline constexpr std::string_view go_text_end{
    "\xf9\x32\x43\x31\x86\x18\x20\x72\x00\x82\x42\x10\x41\x16\xd8\xf2", 16};
void read_go(std::string_view path, std::string_view go_version, std::string_view module_text,
             Found& found);

/// The dependency list of a Rust program built by cargo-auditable, decompressed.
void read_cargo_auditable(std::string_view path, std::string_view json, Found& found);

} // namespace secaudit::image::inventory
