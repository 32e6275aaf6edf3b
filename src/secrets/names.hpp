// SPDX-License-Identifier: Apache-2.0
// The names live with the model, because rules look at them too.
#pragma once

#include "model/secret_names.hpp"

namespace secaudit::secrets {

using model::demand_of;
using model::name_words;
using model::names_a_secret_file;

} // namespace secaudit::secrets
