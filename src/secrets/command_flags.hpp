// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "secrets/piece.hpp"
#include "secrets/weak_data.hpp"

#include <cstddef>

namespace secaudit::secrets {

/// `docker login -p …`, `sshpass -p …`, `mysql -p…`, `curl -u user:…`: the option whose blank is
/// at `at`.
void search_command_flag(Piece& piece, std::size_t at, const WeakData& weak);

} // namespace secaudit::secrets
