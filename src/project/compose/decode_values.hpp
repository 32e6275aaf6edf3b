// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "project/compose/nodes.hpp"

namespace secaudit::project::compose {

// Each turns a node into its final form, or says what is wrong with it.
base::Status to_integer(Node& node);
base::Status to_real(Node& node);
base::Status to_flag(Node& node);
base::Status to_bytes(Node& node);
base::Status to_duration(Node& node);
base::Status to_file_mode(Node& node);
base::Status to_command(Node& node);
base::Status to_host_list(Node& node);
base::Status to_device_count(Node& node);
/// NAME=value entries as a mapping; `keep_null` keeps names without a value as null, else they are
/// empty.
base::Status to_mapping(Node& node, bool keep_null);
/// `ssh:` entries, NAME or NAME=SOCKET.
base::Status to_identities(Node& node);
base::Status to_option(Node& node);

} // namespace secaudit::project::compose
