// SPDX-License-Identifier: Apache-2.0
#include "vulns/packing.hpp"

#include <cstddef>

namespace secaudit::vulns {
namespace {

/// Numbers as LEB128, texts with their length in front.
class Packer {
 public:
  void number(std::size_t value) {
    while (value >= 0x80) {
      bytes_ += static_cast<char>((value & 0x7FU) | 0x80U);
      value >>= 7U;
    }
    bytes_ += static_cast<char>(value);
  }
  void text(std::string_view value) {
    number(value.size());
    bytes_ += value;
  }
  void texts(const std::vector<std::string>& values) {
    number(values.size());
    for (const std::string& value : values) {
      text(value);
    }
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

/// Reads what Packer wrote. After the first damage everything reads as empty and ok() is false.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : rest_(bytes) {}

  bool ok() const { return ok_ && rest_.empty(); }

  std::size_t number() {
    std::size_t value = 0;
    for (unsigned shift = 0; shift < 35; shift += 7) {
      if (rest_.empty()) {
        break;
      }
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      value |= static_cast<std::size_t>(byte & 0x7FU) << shift;
      if (byte < 0x80) {
        return value;
      }
    }
    return damaged();
  }

  std::string text() {
    const std::size_t size = number();
    if (size > rest_.size()) {
      damaged();
      return {};
    }
    std::string value(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return value;
  }

  std::vector<std::string> texts() {
    std::vector<std::string> values;
    for (std::size_t n = count(); n > 0; --n) {
      values.push_back(text());
    }
    return values;
  }

  /// Number of items that follow; each takes a byte at least, so a larger count is damage.
  std::size_t count() {
    const std::size_t n = number();
    return n > rest_.size() ? damaged() : n;
  }

 private:
  std::size_t damaged() {
    ok_ = false;
    rest_ = {};
    return 0;
  }

  std::string_view rest_;
  bool ok_ = true;
};

} // namespace

std::string pack(const Affected& affected) {
  Packer out;
  out.number(affected.ranges.size());
  for (const Range& range : affected.ranges) {
    out.number(range.events.size());
    for (const RangeEvent& event : range.events) {
      out.number(static_cast<std::size_t>(event.kind));
      out.text(event.version);
    }
  }
  out.texts(affected.versions);
  out.text(affected.severity);
  return out.take();
}

std::optional<Affected> unpack_affected(std::string_view bytes) {
  Unpacker in(bytes);
  Affected affected;
  for (std::size_t ranges = in.count(); ranges > 0; --ranges) {
    Range range;
    for (std::size_t events = in.count(); events > 0; --events) {
      const std::size_t kind = in.number();
      if (kind > static_cast<std::size_t>(RangeEvent::Kind::limit)) {
        return std::nullopt;
      }
      range.events.push_back({static_cast<RangeEvent::Kind>(kind), in.text()});
    }
    affected.ranges.push_back(std::move(range));
  }
  affected.versions = in.texts();
  affected.severity = in.text();
  return in.ok() ? std::optional(std::move(affected)) : std::nullopt;
}

std::string pack(const Advisory& advisory) {
  Packer out;
  out.text(advisory.id);
  out.text(advisory.modified);
  out.text(advisory.published);
  out.number(advisory.withdrawn ? 1 : 0);
  out.text(advisory.summary);
  out.texts(advisory.aliases);
  out.texts(advisory.upstream);
  out.number(advisory.ratings.size());
  for (const Rating& rating : advisory.ratings) {
    out.text(rating.type);
    out.text(rating.score);
  }
  out.text(advisory.severity);
  return out.take();
}

std::optional<Advisory> unpack_advisory(std::string_view bytes) {
  Unpacker in(bytes);
  Advisory advisory;
  advisory.id = in.text();
  advisory.modified = in.text();
  advisory.published = in.text();
  advisory.withdrawn = in.number() != 0;
  advisory.summary = in.text();
  advisory.aliases = in.texts();
  advisory.upstream = in.texts();
  for (std::size_t ratings = in.count(); ratings > 0; --ratings) {
    Rating rating;
    rating.type = in.text();
    rating.score = in.text();
    advisory.ratings.push_back(std::move(rating));
  }
  advisory.severity = in.text();
  return in.ok() ? std::optional(std::move(advisory)) : std::nullopt;
}

} // namespace secaudit::vulns
