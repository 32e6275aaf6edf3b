// SPDX-License-Identifier: Apache-2.0
#include "image/tar_header.hpp"

#include "base/text.hpp"

namespace secaudit::image {
namespace {

constexpr std::uint64_t largest = (std::uint64_t{1} << 63) - 1;
constexpr std::size_t sparse_field = 24; ///< an offset and a length

std::string_view text_field(std::string_view block, std::size_t at, std::size_t size) {
  const std::string_view field = block.substr(at, size);
  return field.substr(0, field.find('\0'));
}

/// GNU's binary numbers: big-endian two's complement with the first bit set.
std::optional<std::int64_t> read_binary(std::string_view field) {
  const bool negative = static_cast<unsigned char>(field[0]) == 0xFF;
  std::uint64_t value = negative ? ~std::uint64_t{0} : 0;
  for (std::size_t i = 0; i < field.size(); ++i) {
    const auto byte = static_cast<unsigned char>(i == 0 && !negative ? field[i] & 0x7F : field[i]);
    if ((value >> 56) != (negative ? 0xFFU : 0U)) {
      return std::nullopt;
    }
    value = (value << 8) | byte;
  }
  const auto result = static_cast<std::int64_t>(value);
  return (result < 0) == negative ? std::optional(result) : std::nullopt;
}

std::optional<std::int64_t> read_number(std::string_view field) {
  if ((static_cast<unsigned char>(field[0]) & 0x80U) != 0) {
    return read_binary(field);
  }
  constexpr std::string_view padding(" \0", 2);
  const std::size_t begin = field.find_first_not_of(padding);
  if (begin == std::string_view::npos) {
    return 0;
  }
  field = field.substr(begin, field.find_last_not_of(padding) + 1 - begin);
  std::uint64_t value = 0;
  for (const char digit : field) {
    if (digit < '0' || digit > '7' || value > (largest >> 3)) {
      return std::nullopt;
    }
    value = value * 8 + static_cast<std::uint64_t>(digit - '0');
  }
  return static_cast<std::int64_t>(value);
}

bool checksum_is_right(std::string_view block) {
  const auto written = read_number(block.substr(148, 8));
  std::int64_t as_unsigned = 0;
  std::int64_t as_signed = 0; // what some old programs wrote
  for (std::size_t i = 0; i < block.size(); ++i) {
    const char c = i >= 148 && i < 156 ? ' ' : block[i];
    as_unsigned += static_cast<unsigned char>(c);
    as_signed += static_cast<signed char>(c);
  }
  return written && (*written == as_unsigned || *written == as_signed);
}

/// Collects numbers and remembers the first that was none.
class Numbers {
 public:
  explicit Numbers(std::string_view block) : block_(block) {}

  std::int64_t at(std::size_t offset, std::size_t size, const char* what) {
    const auto value = read_number(block_.substr(offset, size));
    if (!value && problem_.empty()) {
      problem_ = std::string("the ") + what + " is no number";
    }
    return value.value_or(0);
  }
  std::uint64_t positive(std::size_t offset, std::size_t size, const char* what) {
    const std::int64_t value = at(offset, size, what);
    if (value < 0 && problem_.empty()) {
      problem_ = std::string("the ") + what + " is negative";
    }
    return static_cast<std::uint64_t>(value);
  }
  const std::string& problem() const { return problem_; }

 private:
  std::string_view block_;
  std::string problem_;
};

/// User numbers are 32 bits wide; old programs wrote nobody as -2.
std::uint64_t user_number(std::int64_t value) {
  return value < 0 ? static_cast<std::uint32_t>(value) : static_cast<std::uint64_t>(value);
}

std::string full_name(std::string_view block) {
  const std::string name(text_field(block, 0, 100));
  const bool ustar = block.substr(257, 6) == std::string_view("ustar\0", 6);
  const bool star = block.substr(508, 4) == std::string_view("tar\0", 4);
  const std::string prefix(ustar ? text_field(block, 345, star ? 131 : 155) : std::string_view{});
  return prefix.empty() ? name : prefix + "/" + name;
}

void read_pieces(Numbers& numbers, std::size_t at, std::size_t count,
                 std::vector<SparsePiece>& pieces, std::string_view block) {
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t offset = at + i * sparse_field;
    if (block[offset] == '\0') {
      break;
    }
    pieces.push_back({numbers.positive(offset, 12, "offset of a sparse file"),
                      numbers.positive(offset + 12, 12, "length of a sparse file")});
  }
}

} // namespace

base::Result<TarHeader> read_tar_header(std::string_view block) {
  if (!checksum_is_right(block)) {
    return base::fail("an entry's header is damaged: wrong checksum");
  }
  Numbers numbers(block);
  TarHeader header;
  header.name = full_name(block);
  header.link = std::string(text_field(block, 157, 100));
  header.type = block[156];
  header.mode = static_cast<std::uint32_t>(numbers.at(100, 8, "mode")) & 07777U;
  header.uid = user_number(numbers.at(108, 8, "user"));
  header.gid = user_number(numbers.at(116, 8, "group"));
  header.size = numbers.positive(124, 12, "size");
  const bool device = header.type == '3' || header.type == '4';
  if (device && block.substr(257, 5) == "ustar") {
    header.device_major = numbers.positive(329, 8, "device number");
    header.device_minor = numbers.positive(337, 8, "device number");
  }
  if (header.type == 'S') {
    read_pieces(numbers, 386, 4, header.pieces, block);
    header.more_pieces = block[482] != '\0';
    header.real_size = numbers.positive(483, 12, "size of a sparse file");
  }
  if (!numbers.problem().empty()) {
    return base::fail("an entry's header is damaged: " + numbers.problem());
  }
  return header;
}

base::Result<bool> read_more_pieces(std::string_view block, std::vector<SparsePiece>& pieces) {
  Numbers numbers(block);
  read_pieces(numbers, 0, 21, pieces, block);
  if (!numbers.problem().empty()) {
    return base::fail("an entry's header is damaged: " + numbers.problem());
  }
  return block[504] != '\0';
}

std::optional<std::uint64_t> read_decimal(std::string_view text) {
  std::uint64_t value = 0;
  for (const char digit : text) {
    if (digit < '0' || digit > '9' || value > (largest - 9) / 10) {
      return std::nullopt;
    }
    value = value * 10 + static_cast<std::uint64_t>(digit - '0');
  }
  return text.empty() ? std::nullopt : std::optional(value);
}

} // namespace secaudit::image
