// SPDX-License-Identifier: Apache-2.0
// Advisories in the OSV format, https://ossf.github.io/osv-schema/.
#pragma once

#include "base/result.hpp"

#include <boost/json/fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace secaudit::vulns {

struct RangeEvent {
  enum class Kind { introduced, fixed, last_affected, limit };
  Kind kind = Kind::introduced;
  std::string version;
};

/// A range of versions; those of git commits are left out, since they cannot be judged without the
/// repository.
struct Range {
  std::vector<RangeEvent> events; ///< ascending, limits last; of an unknown ecosystem as written
};

struct Affected {
  std::string ecosystem; ///< "Debian:12", "PyPI"
  std::string name;      ///< normalised for its ecosystem
  std::vector<Range> ranges;
  std::vector<std::string> versions; ///< exact versions, without those that a range holds
  std::string severity;              ///< the vendor's own word for this package, or ""
};

struct Rating {
  std::string type;  ///< CVSS_V2, CVSS_V3, CVSS_V4, Ubuntu
  std::string score; ///< a vector, or the vendor's word
};

struct Advisory {
  std::string id;
  std::string modified;
  std::string published;
  bool withdrawn = false;
  std::string summary;
  std::vector<std::string> aliases;  ///< the same fault under other names
  std::vector<std::string> upstream; ///< faults that this one covers, e.g. the CVEs of a DSA
  std::vector<Rating> ratings;
  std::string severity; ///< database_specific.severity, or ""
  std::vector<Affected> affected;
};

/// Reads one record that is JSON already.
base::Result<Advisory> advisory_of(const boost::json::value& record);
/// Reads one record. Unknown members are ignored; a record without an id is an error.
base::Result<Advisory> parse_osv(std::string_view json);

} // namespace secaudit::vulns
