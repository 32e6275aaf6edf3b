// SPDX-License-Identifier: Apache-2.0
// The bytes once as an image archive and once as a layer with what the package readers make of it.
#include "host/text_stream.hpp"
#include "image/layer.hpp"
#include "image/read.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {

using namespace secaudit;

/// Content that begins must end, and nothing comes outside of it.
class Order : public image::ContentVisitor {
 public:
  bool begin_file(std::string_view, std::string_view, std::uint64_t, unsigned) override {
    require(!open_);
    open_ = true;
    return true;
  }
  void data(std::string_view bytes) override { require(open_ && !bytes.empty()); }
  void end_file() override {
    require(open_);
    open_ = false;
  }

 private:
  static void require(bool holds) {
    if (!holds) {
      std::abort();
    }
  }
  bool open_ = false;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<model::Gap> gaps;
  Order order;
  host::TextStream archive{std::string(text)};
  if (const auto read = image::read_archive(archive, {"fuzz", {}, true, &order}, gaps)) {
    if (!std::is_sorted(read->images.at(0).files.begin(), read->images.at(0).files.end(),
                        [](const auto& a, const auto& b) { return a.path < b.path; })) {
      std::abort();
    }
    image::inspect_json(*read);
  }
  host::TextStream layer{std::string(text)};
  image::read_layer(layer, "fuzz", {});
  return 0;
}
