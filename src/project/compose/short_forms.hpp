// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "project/compose/nodes.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::project::compose {

/// The long forms of one short `ports:` entry, several when its container side is a range.
base::Result<std::vector<Node>> long_ports(const Node& written);

/// The long form of a short `volumes:` entry. Unknown options are dropped, as Compose does.
base::Result<Node> long_mount(const Node& written);

/// Where a short `volumes:` entry is mounted; "" when it is malformed.
std::string short_mount_target(const std::string& text);

/// The long form of a short `devices:` entry.
base::Result<Node> long_device(const Node& written);

/// The words of a command written as one string. An unquoted shell operator ends it without a word,
/// as in Compose; nothing when a quote or an escape is left open.
std::optional<std::vector<std::string>> shell_words(std::string_view text);

} // namespace secaudit::project::compose
