// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "host/docker.hpp"
#include "host/read_stream.hpp"
#include "model/finding.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace secaudit::plugin {

/// Reads what `docker save` writes with `read(stream, gaps)`, which gives a Result. What docker
/// says about its own failure is nearer to the cause than what the reader missed; a failure after
/// everything was read is a gap of `name`.
template <typename Read>
auto read_saved(const host::Docker& docker, const std::string& reference,
                const std::string& platform, const std::string& name, Read read,
                std::vector<model::Gap>& gaps) {
  const auto stream = docker.save(reference, platform);
  std::vector<model::Gap> found;
  auto result = read(static_cast<host::ByteStream&>(*stream), found);
  // It must finish writing what nobody needs, so that its exit code tells the truth.
  static_cast<void>(host::drain(*stream));
  const auto ended = stream->finish();
  const std::string failure = ended ? host::failure_of(*ended) : ended.error().message;
  if (!result && !failure.empty()) {
    result = base::fail("docker save: " + failure, result.error().hint);
  }
  if (result && !failure.empty()) {
    found.push_back({"export", name, "docker save: " + failure, {}, "run the audit again"});
  }
  if (result) {
    std::move(found.begin(), found.end(), std::back_inserter(gaps));
  }
  return result;
}

} // namespace secaudit::plugin
