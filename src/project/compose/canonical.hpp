// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/tree.hpp"

#include <string>
#include <vector>

namespace secaudit::project::compose {

/// Where relative paths of a file count from, and what `~` means.
struct PathBase {
  std::string directory; ///< absolute
  std::string home;
};

/// Brings a service into one form before it is merged: lists of NAME=value become mappings, ports
/// and mounts their long form (their `text` keeps the short one), relative host paths absolute.
/// What is not understood is left as it is and said.
void canonicalise_service(model::Node& service, const PathBase& base,
                          std::vector<model::Diagnostic>& errors);

/// An absolute, clean path; `~` is the home folder.
std::string absolute_path(const std::string& path, const PathBase& base);

/// Long forms of one short port, several when it holds ranges. Empty when it is malformed.
std::vector<model::Node> long_ports(const model::Node& written);
/// Long form of a short mount.
model::Node long_mount(const model::Node& written, const PathBase& base);

/// A mapping member with the place of another node.
void put(model::Node& mapping, std::string key, model::Node::Kind kind, std::string text,
         const model::Node& like);

} // namespace secaudit::project::compose
