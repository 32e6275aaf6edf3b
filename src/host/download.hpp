// SPDX-License-Identifier: Apache-2.0
// The one place that uses the network by itself: `db update`. libcurl is in the .cpp only.
#pragma once

#include "base/result.hpp"
#include "host/host.hpp"

#include <cstdint>
#include <string>

namespace secaudit::host {

struct DownloadRequest {
  std::string url;    ///< http or https; a redirect from https to http is refused
  std::string target; ///< file to write; appears whole or not at all
  /// What the server called the version that is known already; an answer "not modified" is then
  /// fine.
  std::string known_version;
  std::string agent;
  std::uint64_t limit = 0; ///< bytes
};

struct DownloadResult {
  bool unchanged = false; ///< the known version is still the newest; nothing was written
  std::string version;    ///< ETag of what was written, "" when the server gives none
  std::uint64_t bytes = 0;
  std::uint64_t resumed_at = 0; ///< bytes that were there from an earlier attempt
  std::string checked_by;       ///< "SHA-256", "MD5", "length": what the bytes were compared with
};

/// Downloads a file. A part that an earlier attempt left beside the target is continued when the
/// server still has the same version. The bytes are compared with the digest the server sends
/// (Repr-Digest or Digest with SHA-256, x-goog-hash with MD5), at least with their length. Proxies
/// are taken from the environment (https_proxy, http_proxy, no_proxy). Ends when the host is
/// cancelled.
base::Result<DownloadResult> download(const Host& host, const DownloadRequest& request);

/// A path segment as it may stand in a URL.
std::string url_encoded(const std::string& segment);

} // namespace secaudit::host
