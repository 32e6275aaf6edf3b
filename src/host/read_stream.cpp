// SPDX-License-Identifier: Apache-2.0
#include "host/read_stream.hpp"

#include <array>

namespace secaudit::host {

base::Result<std::string> read_all(ByteStream& stream, std::size_t limit) {
  std::string text;
  std::array<char, 16384> buffer{};
  for (;;) {
    const auto got = stream.read(buffer);
    if (!got) {
      return base::fail(got.error().message, got.error().hint);
    }
    if (*got == 0) {
      return text;
    }
    if (text.size() + *got > limit) {
      return base::fail("longer than " + std::to_string(limit) + " bytes");
    }
    text.append(buffer.data(), *got);
  }
}

base::Status drain(ByteStream& stream) {
  std::array<char, 65536> buffer{};
  for (;;) {
    const auto got = stream.read(buffer);
    if (!got) {
      return base::fail(got.error().message, got.error().hint);
    }
    if (*got == 0) {
      return {};
    }
  }
}

} // namespace secaudit::host
