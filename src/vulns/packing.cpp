// SPDX-License-Identifier: Apache-2.0
#include "vulns/packing.hpp"

#include "base/packed.hpp"

#include <cstdint>

namespace secaudit::vulns {
namespace {

// What a sane record holds fewer than; a longer number is damage.
constexpr unsigned number_bits = 35;

} // namespace

std::string pack(const Affected& affected) {
  base::Packer out;
  out.number(affected.ranges.size());
  for (const Range& range : affected.ranges) {
    out.number(range.events.size());
    for (const RangeEvent& event : range.events) {
      out.number(static_cast<std::uint64_t>(event.kind));
      out.text(event.version);
    }
  }
  out.texts(affected.versions);
  out.text(affected.severity);
  return out.take();
}

std::optional<Affected> unpack_affected(std::string_view bytes) {
  base::Unpacker in(bytes, number_bits);
  Affected affected;
  for (std::uint64_t ranges = in.count(); ranges > 0; --ranges) {
    Range range;
    for (std::uint64_t events = in.count(); events > 0; --events) {
      const std::uint64_t kind = in.number();
      if (kind > static_cast<std::uint64_t>(RangeEvent::Kind::limit)) {
        return std::nullopt;
      }
      range.events.push_back({static_cast<RangeEvent::Kind>(kind), in.string()});
    }
    affected.ranges.push_back(std::move(range));
  }
  affected.versions = in.texts();
  affected.severity = in.string();
  return in.good() && in.empty() ? std::optional(std::move(affected)) : std::nullopt;
}

std::optional<bool> is_affected(std::string_view bytes, const AskedVersion& version) {
  base::Unpacker in(bytes, number_bits);
  bool affected = false;
  for (std::uint64_t ranges = in.count(); ranges > 0 && in.good(); --ranges) {
    RangeJudge judge(version);
    for (std::uint64_t events = in.count(); events > 0 && in.good(); --events) {
      const std::uint64_t kind = in.number();
      if (kind > static_cast<std::uint64_t>(RangeEvent::Kind::limit)) {
        return std::nullopt;
      }
      judge.take(static_cast<RangeEvent::Kind>(kind), in.text());
    }
    affected = affected || (version.comparable() && judge.vulnerable());
  }
  for (std::uint64_t versions = in.count(); versions > 0 && in.good(); --versions) {
    affected = (in.text() == version.text()) || affected;
  }
  return in.good() ? std::optional(affected) : std::nullopt;
}

void append(const PackedEntry& entry, std::string& package) {
  base::Packer out;
  out.number(static_cast<std::uint64_t>(entry.advisory));
  out.text(entry.affected);
  package += out.take();
}

std::optional<std::vector<PackedEntry>> split_entries(std::string_view package) {
  base::Unpacker in(package, number_bits);
  std::vector<PackedEntry> entries;
  while (!in.empty()) {
    const auto advisory = static_cast<std::int64_t>(in.number());
    entries.push_back({advisory, in.text()});
  }
  return in.good() ? std::optional(std::move(entries)) : std::nullopt;
}

std::string pack(const Advisory& advisory) {
  base::Packer out;
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
  base::Unpacker in(bytes, number_bits);
  Advisory advisory;
  advisory.id = in.string();
  advisory.modified = in.string();
  advisory.published = in.string();
  advisory.withdrawn = in.number() != 0;
  advisory.summary = in.string();
  advisory.aliases = in.texts();
  advisory.upstream = in.texts();
  for (std::uint64_t ratings = in.count(); ratings > 0; --ratings) {
    Rating rating;
    rating.type = in.string();
    rating.score = in.string();
    advisory.ratings.push_back(std::move(rating));
  }
  advisory.severity = in.string();
  return in.good() && in.empty() ? std::optional(std::move(advisory)) : std::nullopt;
}

} // namespace secaudit::vulns
