// SPDX-License-Identifier: Apache-2.0
#include "plugin/export.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace secaudit::plugin {
namespace {

ReadImages collect(model::ImageArchive archive, const std::string& name,
                   const ImageSecrets& secrets) {
  ReadImages read;
  read.images = std::move(archive.images);
  read.problems = std::move(archive.problems);
  for (model::Image& image : read.images) {
    image.reference = name;
    auto hits = secrets.hits_of(image);
    std::move(hits.begin(), hits.end(), std::back_inserter(read.secrets));
  }
  return read;
}

/// Lets the program finish writing what nobody needs, so that its exit code tells the truth.
void drain(host::ByteStream& stream) {
  std::array<char, 65536> buffer{};
  for (auto count = stream.read(buffer); count && *count > 0; count = stream.read(buffer)) {
  }
}

/// Of several platforms the one that runs here, unless the user asked for more.
void keep_platform(ReadImages& read, const std::string& platform) {
  const auto matches = [&](const model::Image& image) { return image.platform == platform; };
  if (read.images.size() > 1 && std::any_of(read.images.begin(), read.images.end(), matches)) {
    std::erase_if(read.images, [&](const model::Image& image) { return !matches(image); });
  }
}

} // namespace

base::Result<ReadImages> read_stream(host::ByteStream& stream, const std::string& name,
                                     const std::string& platform, const SecretSearch& search,
                                     const KeptResults& kept, std::vector<model::Gap>& gaps) {
  ImageSecrets secrets(search);
  image::ReadOptions options;
  options.cache = kept.cache;
  options.rules = kept.rules;
  options.image_key = kept.image_key;
  options.source = name;
  options.platform = platform;
  options.visitor = &secrets;
  auto archive = image::read_archive(stream, options, gaps);
  if (!archive) {
    return tl::unexpected(archive.error());
  }
  return collect(std::move(*archive), name, secrets);
}

base::Result<ReadImages> read_folder(const host::Host& host, const std::string& folder,
                                     const std::string& platform, const SecretSearch& search,
                                     const KeptResults& kept, std::vector<model::Gap>& gaps) {
  ImageSecrets secrets(search);
  image::ReadOptions options;
  options.cache = kept.cache;
  options.rules = kept.rules;
  options.image_key = kept.image_key;
  options.source = folder;
  options.platform = platform;
  options.visitor = &secrets;
  auto archive = image::read_oci_layout(host, folder, options, gaps);
  if (!archive) {
    return tl::unexpected(archive.error());
  }
  return collect(std::move(*archive), folder, secrets);
}

namespace {

/// What an earlier run read of the same image.
std::optional<ReadImages> read_kept(const std::string& name, const std::string& platform,
                                    const SecretSearch& search, const KeptResults& kept,
                                    std::vector<model::Gap>& gaps) {
  ImageSecrets secrets(search);
  image::ReadOptions options;
  options.source = name;
  options.platform = platform;
  options.visitor = &secrets;
  options.cache = kept.cache;
  options.rules = kept.rules;
  options.image_key = kept.image_key;
  auto archive = image::read_cached(options, gaps);
  return archive ? std::optional(collect(std::move(*archive), name, secrets)) : std::nullopt;
}

} // namespace

base::Result<ReadImages> export_image(const host::Docker& docker, const host::LocalImage& image,
                                      const std::string& name, const std::string& platform,
                                      const SecretSearch& search, const KeptResults& results,
                                      std::vector<model::Gap>& gaps) {
  // An engine's identifier is a digest of everything in the image: the same one is the same image.
  KeptResults kept = results;
  kept.image_key = image.id + " " + image.platform + " " + platform;
  if (auto known = read_kept(name, platform, search, kept, gaps)) {
    if (platform.empty()) {
      keep_platform(*known, image.platform);
    }
    return std::move(*known);
  }
  const auto stream = docker.save(image.reference, platform);
  std::vector<model::Gap> found;
  auto read = read_stream(*stream, name, platform, search, kept, found);
  drain(*stream);
  const auto ended = stream->finish();
  if (!ended) {
    return tl::unexpected(ended.error());
  }
  const std::string failure = host::failure_of(*ended);
  if (!read) {
    // What docker says about its own failure is nearer to the cause than what the reader missed.
    return failure.empty() ? tl::unexpected(read.error())
                           : base::fail("docker save: " + failure, read.error().hint);
  }
  if (!failure.empty()) {
    found.push_back({"export", name, "docker save: " + failure, {}, "run the audit again"});
  }
  std::move(found.begin(), found.end(), std::back_inserter(gaps));
  if (platform.empty()) {
    keep_platform(*read, image.platform);
  }
  return read;
}

} // namespace secaudit::plugin
