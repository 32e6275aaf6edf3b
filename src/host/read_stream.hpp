// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/host.hpp"

#include <string>

namespace secaudit::host {

/// The rest of a stream; an error when it is longer than `limit` bytes.
base::Result<std::string> read_all(ByteStream& stream, std::size_t limit);
/// Reads a stream to its end, for its checksum or so that its writer can finish.
base::Status drain(ByteStream& stream);

} // namespace secaudit::host
