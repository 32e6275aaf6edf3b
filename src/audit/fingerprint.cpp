// SPDX-License-Identifier: Apache-2.0
#include "audit/fingerprint.hpp"

#include "base/digest.hpp"

#include <algorithm>

namespace secaudit::audit {
namespace {

constexpr std::string_view schema = "secaudit/v1";
constexpr std::size_t shown_digits = 16;

// A length in front of each part keeps "a|b" + "c" and "a" + "b|c" apart.
void add(base::Sha256& digest, std::string_view part) {
  digest.update(std::to_string(part.size()));
  digest.update(":");
  digest.update(part);
}

} // namespace

std::string fingerprint(std::string_view rule, std::string_view subject, std::string_view key,
                        std::size_t ordinal) {
  base::Sha256 digest;
  add(digest, schema);
  add(digest, rule);
  add(digest, subject);
  add(digest, key);
  add(digest, std::to_string(ordinal));
  return digest.hex().substr(0, shown_digits);
}

std::string report_id(std::vector<std::string> fingerprints) {
  std::sort(fingerprints.begin(), fingerprints.end());
  base::Sha256 digest;
  for (const std::string& each : fingerprints) {
    add(digest, each);
  }
  return digest.hex();
}

} // namespace secaudit::audit
