// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "image/tar_header.hpp"

namespace secaudit::image {
namespace {

class Reader {
 public:
  base::Status record(std::string_view key, std::string_view value) {
    const bool name = key == "path" || key == "linkpath" || key == "GNU.sparse.name";
    if (name && value.find('\0') != std::string_view::npos) {
      return base::fail("a PAX name holds a NUL byte");
    }
    if (key == "path") {
      path_ = std::string(value);
    } else if (key == "linkpath") {
      records_.link = std::string(value);
    } else if (key == "size") {
      return number(key, value, records_.size);
    } else if (key == "uid") {
      return number(key, value, records_.uid);
    } else if (key == "gid") {
      return number(key, value, records_.gid);
    } else if (key == "SCHILY.xattr.security.capability") {
      records_.capabilities = std::string(value);
    } else if (key == "SCHILY.xattr.trusted.overlay.opaque") {
      records_.overlay_opaque = value == "y";
    } else if (key.starts_with("GNU.sparse.")) {
      return sparse(key.substr(11), value);
    }
    return {};
  }

  PaxRecords take() {
    records_.path = sparse_name_ ? sparse_name_ : path_;
    return std::move(records_);
  }

 private:
  static base::Status number(std::string_view key, std::string_view value,
                             std::optional<std::uint64_t>& target) {
    target = read_decimal(value);
    if (!target) {
      return base::fail("a PAX record is damaged: " + std::string(key) + " is no number");
    }
    return {};
  }

  base::Status sparse(std::string_view key, std::string_view value) {
    records_.sparse = true;
    if (key == "name") {
      sparse_name_ = std::string(value);
    } else if (key == "size" || key == "realsize") {
      return number(key, value, records_.sparse_size);
    } else if (key == "major") {
      records_.map_in_data = value == "1";
    } else if (key == "offset" || key == "numbytes") {
      return flat(value);
    } else if (key == "map") {
      for (const std::string_view part : base::split(value, ',')) {
        if (const auto added = flat(part); !added) {
          return added;
        }
      }
    }
    return {};
  }

  /// Offsets and lengths in turn.
  base::Status flat(std::string_view value) {
    const auto parsed = read_decimal(value);
    if (!parsed) {
      return base::fail("a PAX record is damaged: the map of a sparse file");
    }
    if (half_) {
      records_.pieces.back().size = *parsed;
    } else {
      records_.pieces.push_back({*parsed, 0});
    }
    half_ = !half_;
    return {};
  }

  PaxRecords records_;
  std::optional<std::string> path_;
  std::optional<std::string> sparse_name_;
  bool half_ = false;
};

} // namespace

base::Result<PaxRecords> read_pax_records(std::string_view text) {
  Reader reader;
  while (!text.empty()) {
    const std::size_t blank = text.find(' ');
    const auto length = blank == std::string_view::npos || blank > 20
                            ? std::nullopt
                            : read_decimal(text.substr(0, blank));
    if (!length || *length > text.size() || *length < blank + 4 || text[*length - 1] != '\n') {
      return base::fail("a PAX record is damaged: its length is wrong");
    }
    const std::string_view body = text.substr(blank + 1, *length - blank - 2);
    const std::size_t equals = body.find('=');
    if (equals == std::string_view::npos || equals == 0) {
      return base::fail("a PAX record is damaged: it has no key");
    }
    const auto read = reader.record(body.substr(0, equals), body.substr(equals + 1));
    if (!read) {
      return base::fail(read.error().message);
    }
    text.remove_prefix(*length);
  }
  return reader.take();
}

} // namespace secaudit::image
