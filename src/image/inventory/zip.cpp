// SPDX-License-Identifier: Apache-2.0
#include "image/inventory/zip.hpp"

#include "image/inventory/bytes.hpp"
#include "image/limits.hpp"

#include <algorithm>

#include <zlib.h>

namespace secaudit::image::inventory {
namespace {

constexpr std::string_view end_mark{"PK\x05\x06", 4};
constexpr std::string_view member_mark{"PK\x01\x02", 4};
constexpr std::string_view local_mark{"PK\x03\x04", 4};
constexpr std::uint64_t end_bytes = 22;
constexpr std::uint64_t longest_comment = 65535;
constexpr std::uint64_t member_bytes = 46;
constexpr std::uint64_t local_bytes = 30;
constexpr unsigned method_store = 0;
constexpr unsigned method_deflate = 8;

std::uint64_t little(std::string_view bytes, std::uint64_t at, unsigned size) {
  return number_at(bytes, at, size, Order::little);
}

} // namespace

Zip::Zip(std::string_view content) : content_(content) {
  const std::uint64_t first = content.size() > end_bytes + longest_comment
                                  ? content.size() - end_bytes - longest_comment
                                  : 0;
  const std::size_t found = content.substr(first).rfind(end_mark);
  if (found == std::string_view::npos) {
    return;
  }
  const std::uint64_t end = first + found;
  const std::uint64_t size = little(content, end + 12, 4);
  const std::uint64_t offset = little(content, end + 16, 4);
  if (size > end || offset > end - size) {
    return;
  }
  prefix_ = end - size - offset;
  std::uint64_t at = end - size;
  // More than 65,535 members are counted modulo; the directory's size tells.
  while (at + member_bytes <= end && members_.size() < limits::archive_members
         && slice(content, at, 4) == member_mark) {
    Member member;
    member.method = static_cast<unsigned>(little(content, at + 10, 2));
    member.packed = little(content, at + 20, 4);
    member.size = little(content, at + 24, 4);
    const std::uint64_t name = little(content, at + 28, 2);
    member.name = slice(content, at + member_bytes, name);
    member.at = little(content, at + 42, 4) + prefix_;
    members_.push_back(member);
    at += member_bytes + name + little(content, at + 30, 2) + little(content, at + 32, 2);
  }
}

std::string_view Zip::packed(const Member& member) const {
  if (slice(content_, member.at, 4) != local_mark) {
    return {};
  }
  const std::uint64_t data = member.at + local_bytes + little(content_, member.at + 26, 2)
                             + little(content_, member.at + 28, 2);
  return slice(content_, data, member.packed);
}

std::string_view Zip::stored(const Member& member) const {
  return member.method == method_store ? packed(member) : std::string_view{};
}

std::string Zip::unpacked(const Member& member, std::size_t most) const {
  const std::string_view bytes = packed(member);
  if (member.method == method_store) {
    return std::string(bytes.substr(0, most));
  }
  z_stream stream{};
  if (member.method != method_deflate || bytes.empty()
      || inflateInit2(&stream, -MAX_WBITS) != Z_OK) {
    return {};
  }
  std::string text;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  int code = Z_OK;
  while (code == Z_OK && text.size() < most) {
    const std::size_t old = text.size();
    text.resize(std::min(most, std::max<std::size_t>(old * 2, 16 * limits::kib)));
    stream.next_out = reinterpret_cast<Bytef*>(text.data() + old);
    stream.avail_out = static_cast<uInt>(text.size() - old);
    code = inflate(&stream, Z_NO_FLUSH);
    const std::size_t now = text.size() - stream.avail_out;
    text.resize(now);
    if (now == old) {
      break;
    }
  }
  inflateEnd(&stream);
  return text;
}

} // namespace secaudit::image::inventory
