// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"

#include <map>
#include <string>
#include <string_view>

namespace secaudit::model {

/// A package URL in its parts, all decoded. https://github.com/package-url/purl-spec
struct Purl {
  std::string type;       ///< lower case
  std::string name_space; ///< segments separated by `/`; "" when there is none
  std::string name;
  std::string version;
  std::map<std::string, std::string> qualifiers; ///< by lower-case key; none is empty
  std::string subpath;

  bool operator==(const Purl&) const = default;
};

/// Brings the parts into the canonical form of their type (letter case, separators) and checks what
/// the type demands. The error says which part is wrong.
base::Result<Purl> canonical(Purl purl);

/// Strict refuses qualifiers that begin with a capital letter, lenient makes them small.
enum class PurlReading { strict, lenient };

/// Reads "pkg:type/namespace/name@version?qualifiers#subpath" into canonical parts.
base::Result<Purl> parse_purl(std::string_view text, PurlReading reading = PurlReading::lenient);

/// Writes the parts as they are; percent-encoding as the specification's "character encoding" says.
std::string to_string(const Purl& purl);

/// The canonical PURL of parts, or "" when the type does not allow them.
std::string purl_of(Purl purl);

} // namespace secaudit::model
