// SPDX-License-Identifier: Apache-2.0
#include "secrets/scanner.hpp"

#include "base/limits.hpp"
#include "secrets/custom_formats.hpp"
#include "secrets/engine.hpp"
#include "secrets/judgement.hpp"
#include "secrets/known_files.hpp"
#include "secrets/weak_data.hpp"

#include <algorithm>

namespace secaudit::secrets {
namespace {

/// Small enough to stay in the processor's cache.
constexpr std::size_t window_bytes = 256 * 1024;

/// UTF-16 as Windows writes it: a byte order mark, or a zero in every second byte.
enum class Width : std::uint8_t { one, two_low_first, two_high_first };

constexpr std::size_t width_sample = 64;

Width width_of(std::string_view start) {
  if (start.starts_with("\xFF\xFE")) {
    return Width::two_low_first;
  }
  if (start.starts_with("\xFE\xFF")) {
    return Width::two_high_first;
  }
  std::size_t even = 0;
  std::size_t odd = 0;
  for (std::size_t i = 0; i + 1 < start.size(); i += 2) {
    even += start[i] == '\0' ? 1U : 0U;
    odd += start[i + 1] == '\0' ? 1U : 0U;
  }
  const std::size_t most = start.size() / 2;
  if (most < 8) {
    return Width::one;
  }
  if (odd == most && even == 0) {
    return Width::two_low_first;
  }
  return even == most && odd == 0 ? Width::two_high_first : Width::one;
}

} // namespace

struct Scanner::Impl {
  WeakData weak;
  Engine engine{weak};
  CustomSearch custom;
  KnownFiles known_files;

  explicit Impl(const std::vector<CustomFormat>& formats) : custom(formats) {}
};

Scanner::Scanner() : Scanner(std::vector<CustomFormat>()) {}
Scanner::Scanner(const std::vector<CustomFormat>& formats)
    : impl_(std::make_unique<Impl>(formats)) {}
Scanner::~Scanner() = default;
Scanner::Scanner(Scanner&&) noexcept = default;
Scanner& Scanner::operator=(Scanner&&) noexcept = default;

std::vector<Match> Scanner::scan(std::string_view path, std::string_view text) const {
  FileScan scan(*this, std::string(path));
  scan.feed(text);
  return scan.finish();
}

struct FileScan::State {
  const Scanner::Impl& scanner;
  std::string path;
  FileKind kind;
  bool known;        ///< a file with a parser of its own: kept as a whole
  std::string whole; ///< its text
  std::string start; ///< the first bytes, until the width of characters is known
  bool started = false;
  Width width = Width::one;
  bool low_byte = true; ///< the next byte of a wide character is its lower one
  std::string window;
  std::size_t back = 0;   ///< bytes at the front of the window that were searched before
  std::size_t offset = 0; ///< of the window in the text
  std::vector<Candidate> found;

  State(const Scanner::Impl& impl, std::string name)
      : scanner(impl), path(std::move(name)), kind(kind_of(path)),
        known(impl.known_files.has(path)) {}

  /// Characters beyond Latin-1 cannot be part of a secret's format; their place is kept.
  void narrow(std::string_view bytes) {
    for (const char byte : bytes) {
      const bool low = (width == Width::two_low_first) == low_byte;
      if (low) {
        pending_low = byte;
      } else {
        pending_high = byte;
      }
      low_byte = !low_byte;
      if (low_byte) {
        window += pending_high == '\0' ? pending_low : '\x7F';
      }
    }
  }
  char pending_low = '\0';
  char pending_high = '\0';

  void add(std::string_view bytes) {
    if (known && whole.size() < limits::secret_file_bytes) {
      whole += bytes.substr(0, limits::secret_file_bytes - whole.size());
    }
    constexpr std::size_t full = Engine::look_back + window_bytes + Engine::look_ahead;
    while (!bytes.empty()) {
      const std::size_t wide = width == Width::one ? 1 : 2;
      const std::size_t room = (full - std::min(full, window.size())) * wide;
      const std::string_view part = bytes.substr(0, std::max<std::size_t>(room, 1));
      if (width == Width::one) {
        window += part;
      } else {
        narrow(part);
      }
      bytes.remove_prefix(part.size());
      if (window.size() >= full) {
        search(back + window_bytes);
      }
    }
  }

  void search(std::size_t to) {
    const std::size_t first = found.size();
    scanner.engine.scan(window, back, to, kind, 0, found);
    scanner.custom.scan(window, back, to, found);
    for (std::size_t i = first; i < found.size(); ++i) {
      judge_in_text(window, found[i]);
      found[i].begin = place(offset + found[i].begin);
      found[i].end = place(offset + found[i].end);
    }
    if (found.size() > limits::secret_candidates) {
      found.resize(limits::secret_candidates);
    }
    const std::size_t drop = to - std::min(to, Engine::look_back);
    window.erase(0, drop);
    offset += drop;
    back = to - drop;
  }

  std::size_t place(std::size_t character) const {
    return width == Width::one ? character : character * 2;
  }

  void begin() {
    started = true;
    width = width_of(start);
    std::string held;
    held.swap(start);
    add(held);
  }
};

FileScan::FileScan(const Scanner& scanner, std::string path)
    : state_(std::make_unique<State>(*scanner.impl_, std::move(path))) {}
FileScan::~FileScan() = default;
FileScan::FileScan(FileScan&&) noexcept = default;
FileScan& FileScan::operator=(FileScan&&) noexcept = default;

void FileScan::feed(std::string_view bytes) {
  State& state = *state_;
  if (!state.started) {
    const std::size_t missing = width_sample - std::min(width_sample, state.start.size());
    state.start += bytes.substr(0, missing);
    bytes.remove_prefix(std::min(missing, bytes.size()));
    if (state.start.size() < width_sample) {
      return;
    }
    state.begin();
  }
  state.add(bytes);
}

std::vector<Match> FileScan::finish() {
  State& state = *state_;
  if (!state.started) {
    state.begin();
  }
  state.search(state.window.size());
  if (state.known) {
    std::vector<Candidate> special;
    state.scanner.known_files.parse(state.path, state.whole, special);
    for (Candidate& candidate : special) {
      judge_in_text(state.whole, candidate);
      state.found.push_back(std::move(candidate));
    }
  }
  return settle(state.path, std::move(state.found));
}

} // namespace secaudit::secrets
