// SPDX-License-Identifier: Apache-2.0
#include "plugin/read_target.hpp"

#include "plugin/read_saved.hpp"

namespace secaudit::plugin {
namespace {

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
  return read_saved(
      *docker, local->reference, options.platform, options.source,
      [&](host::ByteStream& stream, std::vector<model::Gap>& found) {
        return image::read_archive(stream, options, found);
      },
      gaps);
}

} // namespace

base::Result<model::ImageArchive> read_target(const Session& session, bool hash_files,
                                              std::vector<model::Gap>& gaps) {
  const host::Host& host = session.host;
  const std::string& target = session.options.image.target;
  image::ReadOptions options;
  options.check_programs = false;
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
