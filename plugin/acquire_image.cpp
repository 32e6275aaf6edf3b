// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "project/dockerfile/parse.hpp"
#include "project/dockerfile/start_command.hpp"
#include "project/proxy/read.hpp"

#include "plugin/acquire.hpp"
#include "plugin/export.hpp"
#include "plugin/progress.hpp"
#include "plugin/result_store.hpp"

namespace secaudit::plugin {
namespace {

/// A name for a file rather than for an image of the engine.
bool looks_like_path(const std::string& target) {
  return target.starts_with('/') || target.starts_with("./") || target.starts_with("../")
         || target.ends_with(".tar") || target.ends_with(".tar.gz") || target.ends_with(".tgz")
         || target.ends_with(".tar.zst");
}

base::Result<ReadImages> read_from_engine(const host::Host& host, const ImageRequest& request,
                                          const SecretSearch& search, const KeptResults& kept,
                                          Progress& progress, std::vector<model::Gap>& gaps) {
  const auto docker = host::Docker::find(host, request.docker_flags);
  if (!docker) {
    return tl::unexpected(docker.error());
  }
  const auto silent = [&](const base::Error& error) {
    return base::fail(request.target + ": " + error.message, error.hint);
  };
  if (request.pull) {
    if (const auto engine = docker->engine_answers(); !engine) {
      return silent(engine.error());
    }
    progress.step("pulling " + request.target);
    const auto sink = [&progress](std::string_view bytes) {
      progress.output(bytes);
      return true;
    };
    if (const auto pulled = docker->pull(request.target, request.platform, sink); !pulled) {
      return base::fail(request.target + ": it could not be pulled: " + pulled.error().message,
                        "check the name and the connection to its registry");
    }
  }
  const auto local = docker->inspect(request.target);
  if (!local) {
    const bool absent = base::contains_ignoring_case(local.error().message, "no such image");
    // Only now: each question to the engine takes a tenth of the time that a small image needs.
    const auto engine = absent ? base::Status() : docker->engine_answers();
    if (!engine) {
      return silent(engine.error());
    }
    return base::fail(absent ? request.target + ": there is no such image or archive"
                             : request.target + ": " + local.error().message,
                      absent ? "check the name, or get the image with --pull" : "");
  }
  progress.step("reading image " + request.target);
  return export_image(*docker, *local, request.target, request.platform, search, kept, gaps);
}

base::Result<ReadImages> read_target(const host::Host& host, const ImageRequest& request,
                                     const SecretSearch& search, const KeptResults& kept,
                                     Progress& progress, std::vector<model::Gap>& gaps) {
  const std::string& target = request.target;
  if (target == "-") {
    progress.step("reading an image from standard input");
    const auto stream = host.standard_input();
    return read_stream(*stream, "standard input", request.platform, search, kept, gaps);
  }
  const auto info = host.stat(target);
  if (!info && !looks_like_path(target)) {
    return read_from_engine(host, request, search, kept, progress, gaps);
  }
  if (!info) {
    return tl::unexpected(info.error());
  }
  if (info->type == host::FileInfo::Type::directory && !host.stat(target + "/index.json")
      && !host.stat(target + "/oci-layout") && !looks_like_path(target)) {
    // A folder that happens to be called like the image.
    return read_from_engine(host, request, search, kept, progress, gaps);
  }
  progress.step("reading " + target);
  if (info->type == host::FileInfo::Type::directory) {
    return read_folder(host, target, request.platform, search, kept, gaps);
  }
  const auto stream = host.open(target);
  if (!stream) {
    return tl::unexpected(stream.error());
  }
  return read_stream(**stream, target, request.platform, search, kept, gaps);
}

void add_dockerfile(const host::Host& host, const std::string& path, model::Subjects& subjects) {
  const std::string root = host.working_directory();
  auto use = project::dockerfile::read_file(host, path, root);
  if (!use) {
    subjects.gaps.push_back({"dockerfile", path, use.error().message, {}, use.error().hint});
    return;
  }
  subjects.start_commands.push_back(project::dockerfile::start_command(host, &*use, nullptr, root));
  subjects.dockerfiles.push_back(std::move(*use));
}

} // namespace

base::Result<model::Subjects> acquire_image(const host::Host& host, const ImageRequest& request,
                                            Progress& progress) {
  model::Subjects subjects;
  subjects.scope = model::Subjects::Scope::image;
  subjects.title = request.target == "-" ? "standard input" : request.target;
  const SecretSearch search(host, host.working_directory());
  const auto store = request.use_results ? ResultStore::open(host) : nullptr;
  const KeptResults kept{
      store.get(), store ? program_fingerprint(host) + search.fingerprint() : "", {}};
  auto read = read_target(host, request, search, kept, progress, subjects.gaps);
  if (!read) {
    return tl::unexpected(read.error());
  }
  if (read->images.empty()) {
    return base::fail(subjects.title + ": the archive holds no image that could be read",
                      "make it with `docker save`, or name an OCI layout");
  }
  const bool several = read->images.size() > 1;
  for (model::Image& image : read->images) {
    model::ImageUse use;
    use.reference = subjects.title;
    if (several) {
      const std::string which = image.tags.empty() ? image.platform : image.tags.front();
      use.reference += " (" + which + ")";
    }
    use.image = std::move(image);
    use.problems = read->problems;
    subjects.images.push_back(std::move(use));
  }
  subjects.secrets = std::move(read->secrets);
  if (!request.dockerfile.empty()) {
    add_dockerfile(host, request.dockerfile, subjects);
  }
  subjects.proxies = project::proxy::read_all(host, subjects, subjects.gaps);
  return subjects;
}

} // namespace secaudit::plugin
