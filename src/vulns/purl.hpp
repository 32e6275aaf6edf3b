// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/purl.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace secaudit::vulns {

/// Namespace and name as the ecosystem joins them: `@scope/name`, `group:artifact`, a module path;
/// distributions' names are without their namespace.
std::string full_name(const model::Purl& purl);

/// The canonical PURL of a package named as its ecosystem does; "" when the type does not allow it.
std::string purl_of(const std::string& type, const std::string& name, const std::string& version);

/// Nothing for what is no package URL.
std::optional<model::Purl> parse_purl(std::string_view text);

/// "deb" of "pkg:deb/debian/x@1"; "" for what is no package URL.
std::string_view purl_type(std::string_view purl);

/// The OSV ecosystem of a language's package URLs; nothing for distributions and others.
std::optional<std::string> ecosystem_of_purl_type(std::string_view type);

} // namespace secaudit::vulns
