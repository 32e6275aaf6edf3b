// SPDX-License-Identifier: Apache-2.0
// What git and git's hooks say, and reports that are read again: the first byte chooses the reader.
#include "project/git/history.hpp"
#include "project/git/objects.hpp"
#include "project/git/push.hpp"
#include "report/formats.hpp"
#include "report/read_json.hpp"
#include "report/writers.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace secaudit;

namespace {

class Counter : public project::git::ObjectVisitor {
 public:
  void begin(std::size_t, std::string_view, std::uint64_t size) override { left_ = size; }
  void data(std::string_view bytes) override {
    if (bytes.size() > left_) {
      std::abort(); // more than was announced
    }
    left_ -= bytes.size();
  }
  void end() override {
    if (left_ != 0) {
      std::abort();
    }
  }
  void missing(std::size_t) override {}

 private:
  std::uint64_t left_ = 0;
};

void read_batch(std::string_view text) {
  Counter counter;
  project::git::BatchReader reader(counter);
  const std::size_t half = text.size() / 2;
  if (reader.feed(text.substr(0, half))) {
    static_cast<void>(reader.feed(text.substr(half)));
  }
}

void read_report(std::string_view text) {
  const auto report = report::read_json(text);
  if (!report) {
    return;
  }
  const std::string written = report::json(*report);
  const auto again = report::read_json(written);
  if (!again || report::json(*again) != written) {
    std::abort(); // what we wrote must be read as it was
  }
  for (const char* format : {"sarif", "html", "junit", "markdown", "gitlab", "github"}) {
    static_cast<void>(report::writer_of(format)(*report));
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  const std::string_view text(reinterpret_cast<const char*>(bytes) + 1, size - 1);
  switch (bytes[0] % 4) {
  case 0:
    read_batch(text);
    break;
  case 1:
    static_cast<void>(project::git::parse_raw_diff(text));
    break;
  case 2:
    static_cast<void>(project::git::parse_push(text));
    break;
  default:
    read_report(text);
    break;
  }
  return 0;
}
