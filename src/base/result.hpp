// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tl/expected.hpp>

#include <string>
#include <utility>

namespace secaudit::base {

/// Something the world refused: a sentence for the person who runs the program, and what to do
/// about it.
struct Error {
  std::string message; ///< what was found and what was expected; one line, may hold untrusted text
                       ///< (escape when shown)
  std::string hint;    ///< what to do; may be empty
};

/// A value or the reason why there is none. Used at every border where the world can fail.
template <typename T>
using Result = tl::expected<T, Error>;

/// Success without a value.
using Status = tl::expected<void, Error>;

/// The failing side of a Result.
inline tl::unexpected<Error> fail(std::string message, std::string hint = {}) {
  return tl::unexpected<Error>(Error{std::move(message), std::move(hint)});
}

} // namespace secaudit::base
