// SPDX-License-Identifier: Apache-2.0
// Everything that reads a file of an image for packages: the first line is the file's path, the
// rest its content. Databases, programs, archives and documents of every kind must be read to an
// end.
#include "image/inventory/binary.hpp"
#include "image/inventory/inventory.hpp"
#include "image/inventory/rpm_header.hpp"
#include "model/purl.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace secaudit;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t line = text.find('\n');
  const std::string_view path = text.substr(0, line);
  const std::string_view content =
      line == std::string_view::npos ? std::string_view{} : text.substr(line + 1);
  image::inventory::Inventory inventory;
  image::inventory::Found found;
  image::inventory::TextBlocks blocks(content);
  inventory.read(path, content.size(), blocks, found);
  inventory.finish(found);
  // Whatever the path says: the formats that are hardest to read.
  image::inventory::read_rpm_sqlite("db", content, content, found);
  image::inventory::read_rpm_ndb("db", content, found);
  image::inventory::read_rpm_berkeley("db", content, found);
  image::inventory::read_java("a.jar", content, found);
  image::inventory::read_declared("a.json", content, found);
  for (const model::Package& package : found.packages) {
    // A package URL that is written can be read.
    if (!package.purl.empty() && !model::parse_purl(package.purl)) {
      std::abort();
    }
  }
  return 0;
}
