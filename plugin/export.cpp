// SPDX-License-Identifier: Apache-2.0
#include "plugin/export.hpp"

#include <algorithm>
#include <utility>

#include "plugin/read_saved.hpp"

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
  auto read = read_saved(
      docker, image.reference, platform, name,
      [&](host::ByteStream& stream, std::vector<model::Gap>& found) {
        return read_stream(stream, name, platform, search, kept, found);
      },
      gaps);
  if (read && platform.empty()) {
    keep_platform(*read, image.platform);
  }
  return read;
}

} // namespace secaudit::plugin
