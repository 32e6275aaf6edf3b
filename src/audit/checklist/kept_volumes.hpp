// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/checklist/known.hpp"

#include <string>
#include <vector>

namespace secaudit::audit {

/// A service that is no datastore and keeps data all the same: uploads, an embedded database.
struct KeptVolume {
  const model::Service* service = nullptr;
  std::string source; ///< of the mount: name of the volume, or path
  std::string shown;  ///< "n8n_data at /home/node/.n8n"
  model::Span span;
};

/// Named volumes, and folders mounted on usual places of data, of active services that stay up.
/// Caches, logs, certificates, sockets and built files are none; proxies, monitoring and backup
/// tools keep nothing that is missed.
std::vector<KeptVolume> kept_volumes(const Known& known);

} // namespace secaudit::audit
