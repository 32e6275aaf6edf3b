// SPDX-License-Identifier: Apache-2.0
#include "image/inventory/binary.hpp"

#include "base/text.hpp"
#include "image/inventory/bytes.hpp"
#include "image/limits.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>

#include <zlib.h>

namespace secaudit::image::inventory {
namespace {

/// What one look may need behind its beginning: patterns, magic bytes, the first words of a list.
constexpr std::size_t overlap = 1024;
/// Where the linker of Go notes its build identifier.
constexpr std::size_t head_bytes = 8 * limits::kib;
constexpr std::size_t window_bytes = 256 * limits::kib;

std::string inflated(std::string_view packed, std::size_t most) {
  z_stream stream{};
  if (inflateInit(&stream) != Z_OK) {
    return {};
  }
  std::string text;
  std::array<char, 16384> buffer{};
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  int code = Z_OK;
  while (code == Z_OK && text.size() < most) {
    stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream.avail_out = static_cast<uInt>(std::min(buffer.size(), most - text.size()));
    const uInt room = stream.avail_out;
    code = inflate(&stream, Z_NO_FLUSH);
    text.append(buffer.data(), room - stream.avail_out);
    if (room == stream.avail_out) {
      break;
    }
  }
  inflateEnd(&stream);
  return text;
}

/// A stretch of the file from some place to a given end or length, collected over several blocks.
struct Stretch {
  std::string bytes;
  bool open = false;
  bool done = false;
};

class ProgramReader {
 public:
  ProgramReader(std::string_view path, VersionPatterns& patterns, Found& found)
      : path_(path), found_(found) {
    for (const auto* program : patterns.named(path.substr(path.find_last_of('/') + 1))) {
      wanted_.push_back({program, {}});
    }
  }

  bool wants_versions() const { return !wanted_.empty(); }

  void read(Blocks& content, bool program) {
    std::string window;
    for (bool more = true; more;) {
      while (more && window.size() < window_bytes) {
        const auto block = content.next();
        more = block && !block->empty();
        window += more ? *block : std::string_view();
      }
      // What begins in the last bytes is looked at with what follows.
      const std::size_t sure = more ? window.size() - overlap : window.size();
      look_for_versions(window);
      if (program) {
        look_for_go(window, sure);
        look_for_rust(window, sure);
      }
      window.erase(0, sure);
    }
    finish();
  }

 private:
  void look_for_versions(std::string_view window) {
    for (auto& [program, version] : wanted_) {
      if (version.empty()) {
        version = VersionPatterns::version_in(*program, window);
      }
    }
  }

  using Searcher = std::boyer_moore_horspool_searcher<std::string_view::const_iterator>;

  /// Most bytes of a program are zeros, 0xFF and blanks, on which a plain search stumbles.
  static std::size_t find(std::string_view window, const Searcher& searcher) {
    const auto found = std::search(window.begin(), window.end(), searcher);
    return found == window.end() ? std::string_view::npos
                                 : static_cast<std::size_t>(found - window.begin());
  }

  void look_for_go(std::string_view window, std::size_t sure) {
    if (info_.empty()) {
      const std::size_t at = find(window, magic_);
      // The linker aligns it; what only mentions the magic has other bytes behind.
      if (at < sure && number_at(window, at + 14, 1, Order::little) <= 8) {
        info_ = std::string(slice(window, at, 32 + 512));
      }
    }
    if (first_window_) {
      first_window_ = false;
      made_by_go_ = base::contains(window.substr(0, head_bytes), "Go build");
    }
    if (made_by_go_ && older_version_.empty()) {
      older_version_ = version_in(window);
    }
    collect_text(window, sure);
  }

  /// Before 1.18 the build information only pointed to the version: "go1.17.5" among other texts.
  static std::string version_in(std::string_view window) {
    for (std::size_t at = window.find("go1."); at != std::string_view::npos;
         at = window.find("go1.", at + 4)) {
      std::size_t end = at + 4;
      while (end < window.size()
             && ((window[end] >= '0' && window[end] <= '9') || window[end] == '.')) {
        ++end;
      }
      while (window[end - 1] == '.') {
        --end;
      }
      if (end > at + 4 && end < at + 12) {
        return std::string(window.substr(at, end - at));
      }
    }
    return {};
  }

  void collect_text(std::string_view window, std::size_t sure) {
    if (text_.done) {
      return;
    }
    std::size_t from = 0;
    if (!text_.open) {
      from = find(window, text_start_);
      if (from >= sure) {
        return;
      }
      text_.open = true;
      from += go_text_start.size();
    }
    const std::size_t end = window.find(go_text_end, from);
    text_.done = end != std::string_view::npos;
    const std::size_t to = text_.done ? end : sure;
    text_.bytes += to > from ? window.substr(from, to - from) : std::string_view();
    if (text_.bytes.size() > limits::go_module_text_bytes) {
      text_ = {};
      text_.done = true;
    }
  }

  /// The list is a zlib stream of {"packages":[…]}; its section's name stands elsewhere.
  void look_for_rust(std::string_view window, std::size_t sure) {
    if (list_.open && !list_.done) {
      list_.bytes += window.substr(0, sure);
      list_.done = list_.bytes.size() >= limits::cargo_list_bytes;
      return;
    }
    for (std::size_t at = window.find('\x78'); at < sure && !list_.open;
         at = window.find('\x78', at + 1)) {
      const auto flags = static_cast<unsigned char>(number_at(window, at + 1, 1, Order::little));
      const bool zlib = flags == 0x01 || flags == 0x5E || flags == 0x9C || flags == 0xDA;
      if (zlib && inflated(slice(window, at, overlap), 16).starts_with("{\"packages\":[")) {
        list_.open = true;
        list_.bytes = std::string(window.substr(at, sure - at));
      }
    }
  }

  void finish() {
    if (list_.open) {
      read_cargo_auditable(path_, inflated(list_.bytes, limits::cargo_list_bytes * 8), found_);
    }
    const std::string go_version = finish_go();
    const bool by_name = go_version.empty() || !main_module_known();
    for (const auto& [program, version] : wanted_) {
      if (!version.empty() && by_name) {
        found_.packages.push_back(VersionPatterns::package_of(*program, path_, version));
        return;
      }
    }
  }

  /// Go's own data name the program and its version already.
  bool main_module_known() const {
    return !found_.packages.empty()
           && found_.packages.front().found_by == model::Package::FoundBy::main_module;
  }

  /// The version of Go, with the packages of the build information added.
  std::string finish_go() {
    if (info_.empty()) {
      return {};
    }
    std::string version;
    std::string text = text_.done ? text_.bytes : std::string();
    if ((number_at(info_, 15, 1, Order::little) & 2U) != 0) {
      // Since 1.18: length and text, twice.
      std::uint64_t at = 32;
      version = std::string(counted_text(at));
    } else {
      version = older_version_;
    }
    read_go(path_, version, text, found_);
    return version.empty() ? "go" : version;
  }

  std::string_view counted_text(std::uint64_t& at) const {
    std::uint64_t size = 0;
    for (unsigned shift = 0; shift < 28; shift += 7) {
      const std::uint64_t byte = number_at(info_, at++, 1, Order::little);
      size |= (byte & 0x7FU) << shift;
      if (byte < 0x80) {
        break;
      }
    }
    return slice(info_, at, size);
  }

  std::string_view path_;
  Found& found_;
  std::vector<std::pair<const VersionPatterns::Program*, std::string>> wanted_;
  Searcher magic_{go_magic.begin(), go_magic.end()};
  Searcher text_start_{go_text_start.begin(), go_text_start.end()};
  bool first_window_ = true;
  bool made_by_go_ = false;
  std::string info_; ///< from Go's magic bytes on
  std::string older_version_;
  Stretch text_; ///< Go's module text
  Stretch list_; ///< cargo-auditable's list, compressed
};

} // namespace

bool is_program(std::string_view first) {
  using namespace std::string_view_literals;
  constexpr std::array<std::string_view, 6> magics{"\x7f"
                                                   "ELF"sv,
                                                   "MZ"sv,
                                                   "\xcf\xfa\xed\xfe"sv,
                                                   "\xce\xfa\xed\xfe"sv,
                                                   "\xca\xfe\xba\xbe"sv,
                                                   "\xfe\xed\xfa\xcf"sv};
  return std::any_of(magics.begin(), magics.end(),
                     [&](std::string_view magic) { return first.starts_with(magic); });
}

void read_program(std::string_view path, Blocks& content, VersionPatterns& patterns, Found& found) {
  PeekedBlocks peeked(content);
  const bool program = is_program(peeked.head(4));
  ProgramReader reader(path, patterns, found);
  if (program || reader.wants_versions()) {
    reader.read(peeked, program);
  }
}

} // namespace secaudit::image::inventory
