// SPDX-License-Identifier: Apache-2.0
#include "secrets/scanner.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const secaudit::secrets::Scanner scanner;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto& match : scanner.scan(".env", text)) {
    // A place outside the text would make every later use read out of bounds.
    if (match.begin > match.end || match.end > text.size()) {
      std::abort();
    }
  }
  return 0;
}
