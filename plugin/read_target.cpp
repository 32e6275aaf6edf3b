// SPDX-License-Identifier: Apache-2.0
#include "plugin/read_target.hpp"

#include "host/docker.hpp"

#include <algorithm>
#include <array>

namespace secaudit::plugin {
namespace {

/// Lets the program finish writing what nobody needs, so that its exit code tells the truth.
void drain(host::ByteStream& stream) {
  std::array<char, 65536> buffer{};
  for (auto count = stream.read(buffer); count && *count > 0; count = stream.read(buffer)) {
  }
}

base::Result<model::ImageArchive> read_from_engine(const Session& session,
                                                   const image::ReadOptions& options,
                                                   std::vector<model::Gap>& gaps) {
  const auto docker = host::Docker::find(session.host, session.options.docker_flags);
  if (!docker) {
    return tl::unexpected(docker.error());
  }
  const auto local = docker->inspect(options.source);
  if (!local) {
    return tl::unexpected(local.error());
  }
  const auto stream = docker->save(local->reference, options.platform);
  std::vector<model::Gap> found;
  auto archive = image::read_archive(*stream, options, found);
  drain(*stream);
  const auto ended = stream->finish();
  const std::string failure = ended ? host::failure_of(*ended) : ended.error().message;
  if (!archive) {
    return failure.empty() ? tl::unexpected(archive.error())
                           : base::fail("docker save: " + failure, archive.error().hint);
  }
  if (!failure.empty()) {
    found.push_back({"export", options.source, "docker save: " + failure, {}, "run it again"});
  }
  std::move(found.begin(), found.end(), std::back_inserter(gaps));
  return archive;
}

} // namespace

base::Result<model::ImageArchive> read_target(const Session& session, bool hash_files,
                                              std::vector<model::Gap>& gaps) {
  const host::Host& host = session.host;
  const std::string& target = session.options.image.target;
  image::ReadOptions options;
  options.source = target;
  options.platform = session.options.image.platform;
  options.hash_files = hash_files;
  if (target == "-") {
    const auto stream = host.standard_input();
    return image::read_archive(*stream, options, gaps);
  }
  const auto info = host.stat(target);
  if (info && info->type == host::FileInfo::Type::directory) {
    return image::read_oci_layout(host, target, options, gaps);
  }
  if (info) {
    auto stream = host.open(target);
    return stream ? image::read_archive(**stream, options, gaps) : tl::unexpected(stream.error());
  }
  return read_from_engine(session, options, gaps);
}

} // namespace secaudit::plugin
