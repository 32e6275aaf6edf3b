// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/proxy.hpp"

namespace secaudit::project::proxy {

/// Adds what nginx refuses to start with although the text can be read: a word that `listen` does
/// not know (mostly a missing `;`), and a directive that stands twice in a server or location and
/// may stand there once.
void tell_mistakes(model::ProxyConfig& config);

} // namespace secaudit::project::proxy
