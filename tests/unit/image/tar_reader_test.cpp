// SPDX-License-Identifier: Apache-2.0
#include "host/text_stream.hpp"
#include "image/entry_list.hpp"
#include "image/tar_header.hpp"
#include "image/tar_reader.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "catch.hpp"

namespace {

using namespace secaudit;

constexpr std::size_t as_from_a_pipe = 700;

std::string octal(std::uint64_t value, std::size_t digits) {
  std::string text(digits, '0');
  for (std::size_t i = digits; i-- > 0; value /= 8) {
    text[i] = static_cast<char>('0' + value % 8);
  }
  return text;
}

std::string header(const std::string& name, std::uint64_t size, char type) {
  std::string block(512, '\0');
  block.replace(0, name.size(), name);
  block.replace(100, 7, octal(0644, 7));
  block.replace(124, 11, octal(size, 11));
  block[156] = type;
  block.replace(257, 5, "ustar");
  block.replace(148, 8, "        ");
  std::uint64_t sum = 0;
  for (const char c : block) {
    sum += static_cast<unsigned char>(c);
  }
  block.replace(148, 7, octal(sum, 6) + '\0');
  return block;
}

std::string entry(const std::string& name, const std::string& content, char type = '0') {
  std::string text = header(name, content.size(), type) + content;
  text.resize((text.size() + 511) / 512 * 512);
  return text;
}

const std::string end_mark(1024, '\0');

} // namespace

TEST_CASE("tar: names are cleaned and content comes whole") {
  host::TextStream stream(
      entry("./a//b", std::string(2000, 'x')) + entry("/c/../d", "y") + end_mark, as_from_a_pipe);
  image::TarReader tar(stream);
  auto first = tar.next();
  REQUIRE(first);
  REQUIRE(*first);
  CHECK((*first)->path == "a/b");
  CHECK_FALSE((*first)->climbs);
  std::size_t size = 0;
  for (auto block = tar.block(); block && !block->empty(); block = tar.block()) {
    size += block->size();
  }
  CHECK(size == 2000);
  auto second = tar.next();
  REQUIRE(second);
  REQUIRE(*second);
  CHECK((*second)->path == "c/../d");
  CHECK((*second)->climbs);
  CHECK_FALSE(*tar.next());
  CHECK(tar.finish()->complete);
}

TEST_CASE("tar: v7 folders end in a slash, files of type 0 may do so too") {
  host::TextStream stream(entry("d/", "", '\0') + entry("f/", "") + end_mark, as_from_a_pipe);
  image::TarReader tar(stream);
  CHECK((*tar.next())->type == model::FileType::directory);
  CHECK((*tar.next())->type == model::FileType::file);
}

TEST_CASE("tar: damage is an error, never the end") {
  std::string damaged = entry("a", "1");
  damaged[0] = 'b';
  const std::vector<std::string> texts{damaged, entry("a", std::string(900, 'x')).substr(0, 900),
                                       header("a", 1, '0').substr(0, 100),
                                       std::string(512, '\0') + entry("a", "1")};
  const std::string& text = texts[GENERATE(0U, 1U, 2U, 3U)];
  host::TextStream stream(text, as_from_a_pipe);
  image::TarReader tar(stream);
  auto next = tar.next();
  while (next && *next) {
    next = tar.next();
  }
  CHECK_FALSE(next);
}

TEST_CASE("tar: an error that the engine wrote into the stream is told") {
  host::TextStream stream(entry("a", "1")
                              + "{\"errorDetail\":{\"message\":\"no\"},\"error\":\"no\"}\r\n",
                          as_from_a_pipe);
  image::TarReader tar(stream);
  REQUIRE(tar.next());
  const auto next = tar.next();
  REQUIRE_FALSE(next);
  CHECK(next.error().message == "the engine broke off with an error: no");
}

TEST_CASE("tar: PAX records are read strictly") {
  CHECK(image::read_pax_records("12 path=abc\n")->path == "abc");
  CHECK_FALSE(image::read_pax_records("99 path=abc\n"));
  CHECK_FALSE(image::read_pax_records("12 path=abcd"));
  CHECK_FALSE(image::read_pax_records("12 size=-10\n"));
}

TEST_CASE("entries come out of the packed list as they went in") {
  image::EntryList list;
  for (int i = 0; i < 20'000; ++i) {
    image::LayerEntry entry;
    entry.file.path = "usr/lib/" + std::to_string(i * 7919 % 20'000);
    entry.file.mode = 04755;
    entry.file.uid = 3'000'000;
    entry.file.link = i % 3 == 0 ? "target" : "";
    entry.device_zero = i % 5 == 0;
    list.push_back(entry);
  }
  int i = 0;
  bool same = true;
  list.each([&](const image::LayerEntry& entry) {
    same = same && entry.file.path == "usr/lib/" + std::to_string(i * 7919 % 20'000)
           && entry.file.mode == 04755 && entry.file.uid == 3'000'000
           && entry.file.link == (i % 3 == 0 ? "target" : "") && entry.device_zero == (i % 5 == 0);
    ++i;
  });
  CHECK(same);
  CHECK(i == 20'000);
}

TEST_CASE("what stands behind the end of an archive is passed over, but not without end") {
  class Endless : public host::ByteStream {
   public:
    base::Result<std::size_t> read(std::span<char> buffer) override {
      std::fill(buffer.begin(), buffer.end(), '\0');
      return buffer.size();
    }
  };
  Endless stream;
  image::TarReader reader(stream);
  const auto entry = reader.next();
  REQUIRE(entry);
  CHECK_FALSE(entry->has_value());
  const auto end = reader.finish();
  REQUIRE_FALSE(end);
  CHECK(end.error().message.find("behind the end") != std::string::npos);
}
