// SPDX-License-Identifier: Apache-2.0
#include "secrets/names.hpp"

#include "secrets/passwords.hpp"

namespace secaudit::secrets {

bool is_secret_name(std::string_view name) {
  return demand_of(name).has_value();
}

} // namespace secaudit::secrets
