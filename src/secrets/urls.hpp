// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "secrets/piece.hpp"
#include "secrets/weak_data.hpp"

#include <cstddef>

namespace secaudit::secrets {

/// `scheme://user:password@host` around the `://` at `at`.
void search_url(Piece& piece, std::size_t at, const WeakData& weak);

} // namespace secaudit::secrets
