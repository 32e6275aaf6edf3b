// SPDX-License-Identifier: Apache-2.0
// What earlier runs of the program left behind, and what others may have made of it since.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "plugin/clean_blobs.hpp"
#include "plugin/history.hpp"
#include "plugin/report_diff.hpp"

using namespace secaudit;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)plugin::read_history(text);
  (void)plugin::read_past_report(text, "report.json");
  plugin::CleanBlobs blobs("rules");
  blobs.load(text);
  (void)blobs.text();
  return 0;
}
