// SPDX-License-Identifier: Apache-2.0
#include "base/glob.hpp"
#include "base/text.hpp"
#include "base/unicode.hpp"
#include "image/blobs.hpp"
#include "image/limits.hpp"
#include "image/merge.hpp"
#include "image/metadata.hpp"

#include <algorithm>

namespace secaudit::image {
namespace {

/// Go reads ill-formed bytes as U+FFFD; our JSON reader would refuse the whole document.
std::string repaired(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const base::Decoded next = base::decode_utf8(text);
    result += next.valid ? text.substr(0, next.length) : std::string_view("\xEF\xBF\xBD");
    text.remove_prefix(next.length);
  }
  return result;
}

/// blobs/sha256/<hex> of a well-formed digest, else nothing.
std::optional<std::string> blob_name(std::string_view digest) {
  constexpr std::string_view prefix = "sha256:";
  const std::string_view hex =
      digest.starts_with(prefix) ? digest.substr(prefix.size()) : std::string_view{};
  const bool formed =
      hex.size() == 64 && hex.find_first_not_of("0123456789abcdef") == std::string_view::npos;
  return formed ? std::optional("blobs/sha256/" + std::string(hex)) : std::nullopt;
}

class Assembler {
 public:
  Assembler(const BlobStore& store, const ReadOptions& options, std::vector<model::Gap>& gaps)
      : store_(store), options_(options), gaps_(gaps) {}

  base::Result<model::ImageArchive> run() {
    archive_.source = options_.source;
    archive_.problems = store_.problems;
    const bool manifest = from_manifest();
    const bool index = from_index();
    if (!manifest && !index) {
      return base::fail(
          why_.empty() ? "holds neither manifest.json nor index.json: no image archive" : why_);
    }
    if (archive_.images.empty() && !other_platforms_.empty()) {
      return base::fail("holds no image for " + options_.platform + ", only for "
                        + other_platforms_);
    }
    if (archive_.images.empty()) {
      return base::fail(why_.empty() ? "holds no image that could be read" : why_);
    }
    for (model::Image& image : archive_.images) {
      image.reference = image.tags.empty() ? options_.source : image.tags.front();
    }
    return std::move(archive_);
  }

 private:
  void gap(std::string why) {
    if (why_.empty()) {
      why_ = why;
    }
    gaps_.push_back({"image", options_.source, std::move(why), {}, {}});
  }

  void problem(std::string code, std::string message) {
    if (archive_.problems.size() < limits::archive_problems) {
      archive_.problems.push_back({std::move(code), std::move(message)});
    }
  }

  void note_duplicates(std::string_view name, std::string_view text) {
    for (const std::string& key : duplicate_keys(text)) {
      problem("duplicate-json-key",
              std::string(name) + " has the key \"" + key
                  + "\" more than once; readers differ in which one they take");
    }
  }

  /// manifest.json, which dockerd's older store goes by. False when there is none.
  bool from_manifest() {
    const Blob* blob = store_.find_file("manifest.json");
    if (blob == nullptr || !blob->json) {
      if (store_.has_other("manifest.json")) {
        gap("manifest.json is no file");
      }
      return false;
    }
    bool read = add_manifest(*blob->json);
    for (const std::string& hidden : blob->other_json) {
      read = add_manifest(hidden) || read;
    }
    return read;
  }

  bool add_manifest(std::string_view json) {
    const std::string text = repaired(json);
    note_duplicates("manifest.json", text);
    const auto entries = read_manifest_json(text);
    if (!entries) {
      gap(entries.error().message);
      return false;
    }
    for (const ManifestEntry& entry : *entries) {
      if (archive_.images.size() >= limits::archive_images) {
        once("more than " + std::to_string(limits::archive_images) + " images");
        break;
      }
      std::vector<std::string> layers;
      for (const std::string& layer : entry.layers) {
        layers.push_back(base::clean_path(layer));
      }
      add_image(base::clean_path(entry.config), layers, entry.tags, {});
      manifest_images_ = archive_.images.size();
    }
    return true;
  }

  /// index.json, which containerd's store goes by: the images that manifest.json does not have.
  bool from_index() {
    const Blob* blob = store_.find_file("index.json");
    if (blob == nullptr || !blob->json) {
      return false;
    }
    bool read = add_index(*blob->json);
    for (const std::string& hidden : blob->other_json) {
      read = add_index(hidden) || read;
    }
    return read;
  }

  bool add_index(std::string_view json) {
    const std::string text = repaired(json);
    note_duplicates("index.json", text);
    const auto document = read_manifest_document(text);
    if (!document || !document->is_index) {
      gap("index.json: "
          + (document ? std::string("expected a list of manifests") : document.error().message));
      return false;
    }
    for (const Descriptor& descriptor : document->manifests) {
      walk(descriptor, descriptor.name, 0);
    }
    return true;
  }

  void walk(const Descriptor& descriptor, const std::string& name, int depth) {
    if (depth > limits::index_depth) {
      return once("an index nests deeper than " + std::to_string(limits::index_depth) + " levels");
    }
    if (!visited_.insert(descriptor.digest).second) {
      return;
    }
    if (visited_.size() > limits::index_manifests) {
      return once("the index lists more than " + std::to_string(limits::index_manifests)
                  + " manifests");
    }
    const auto blob_file = blob_name(descriptor.digest);
    if (!blob_file) {
      gap("index.json: a digest that is no SHA-256: " + descriptor.digest);
      return;
    }
    const Blob* blob = store_.find(*blob_file);
    // Manifests of platforms that were not saved stay listed; their content is not there.
    if (blob == nullptr) {
      archive_.index_manifests.push_back({descriptor.digest,
                                          descriptor.media_type,
                                          descriptor.platform,
                                          descriptor.attestation,
                                          {}});
      return;
    }
    if (descriptor.size >= 0 && static_cast<std::uint64_t>(descriptor.size) != blob->size) {
      problem("size-mismatch", *blob_file + " is not as long as its descriptor says");
    }
    const auto document = blob->json
                              ? read_manifest_document(repaired(*blob->json))
                              : base::Result<ManifestDocument>(base::fail("no JSON document"));
    if (!document) {
      gap(*blob_file + ": " + document.error().message);
      return;
    }
    if (document->is_index) {
      for (const Descriptor& inner : document->manifests) {
        walk(inner, inner.name.empty() ? name : inner.name, depth + 1);
      }
      return;
    }
    add_indexed(descriptor, *document, name);
  }

  void add_indexed(const Descriptor& descriptor, const ManifestDocument& document,
                   const std::string& name) {
    model::ImageArchive::IndexManifest listed{descriptor.digest,
                                              descriptor.media_type,
                                              descriptor.platform,
                                              descriptor.attestation || document.attestation,
                                              {}};
    std::vector<std::string> layers;
    for (const Descriptor& layer : document.layers) {
      layers.push_back(blob_name(layer.digest).value_or(layer.digest));
      listed.layers_present.push_back(store_.find(layers.back()) != nullptr);
    }
    const bool attestation = listed.attestation;
    const bool any_layer =
        document.layers.empty()
        || std::any_of(listed.layers_present.begin(), listed.layers_present.end(),
                       [](bool present) { return present; });
    archive_.index_manifests.push_back(std::move(listed));
    if (attestation) {
      return;
    }
    const std::string config = blob_name(document.config.digest).value_or(document.config.digest);
    if (store_.find(config) == nullptr && !any_layer) {
      return;
    }
    if (known_.contains(config)) {
      return;
    }
    const std::size_t before = archive_.images.size();
    add_image(config, layers,
              name.empty() ? std::vector<std::string>{} : std::vector<std::string>{name},
              descriptor.digest);
    if (archive_.images.size() > before && manifest_images_ > 0) {
      compare_with_manifest(archive_.images.back());
    }
  }

  /// The containerd store would load this image, the older store another one of that platform.
  void compare_with_manifest(const model::Image& image) {
    const bool same_platform =
        std::any_of(archive_.images.begin(),
                    archive_.images.begin() + static_cast<std::ptrdiff_t>(manifest_images_),
                    [&](const model::Image& other) { return other.platform == image.platform; });
    if (same_platform) {
      problem("manifest-and-index-disagree",
              "manifest.json and index.json describe different images; which one is loaded depends "
              "on the engine's store");
    }
  }

  void once(std::string why) {
    if (said_.insert(why).second) {
      gap(std::move(why));
    }
  }

  void add_image(const std::string& config_name, const std::vector<std::string>& layer_names,
                 const std::vector<std::string>& tags, const std::string& manifest_digest) {
    known_.insert(config_name);
    const Blob* blob = store_.find(config_name);
    if (blob == nullptr || !blob->json) {
      gap("the image configuration " + config_name
          + (blob == nullptr ? " is not in the archive" : " is no JSON document"));
      return;
    }
    const std::string text = repaired(*blob->json);
    note_duplicates(config_name, text);
    auto config = read_config(text);
    if (!config) {
      gap(config.error().message);
      return;
    }
    model::Image image;
    image.tags = tags;
    image.config = std::move(config->config);
    image.config_digest = "sha256:" + blob->digest;
    image.manifest_digest = manifest_digest;
    image.platform = image.config.os + "/" + image.config.architecture;
    if (!image.config.variant.empty()) {
      image.platform += "/" + image.config.variant;
    }
    if (!options_.platform.empty() && image.platform != options_.platform
        && !image.platform.starts_with(options_.platform + "/")) {
      other_platforms_ += (other_platforms_.empty() ? "" : ", ") + image.platform;
      return;
    }
    add_layers(image, layer_names, config->diff_ids);
    archive_.images.push_back(std::move(image));
  }

  void add_layers(model::Image& image, const std::vector<std::string>& names,
                  const std::vector<std::string>& diff_ids) {
    if (names.size() != diff_ids.size()) {
      gap("the image lists " + std::to_string(names.size()) + " layers, its configuration "
          + std::to_string(diff_ids.size()));
    }
    std::vector<const LayerContent*> contents;
    for (std::size_t i = 0; i < std::min(names.size(), limits::image_layers); ++i) {
      contents.push_back(
          add_layer(image, names[i], i < diff_ids.size() ? diff_ids[i] : std::string()));
    }
    add_history(image);
    merge_layers(contents, image);
  }

  const LayerContent* add_layer(model::Image& image, const std::string& name,
                                const std::string& diff_id) {
    model::Layer layer;
    layer.reference = name;
    layer.blob = store_.resolve(name);
    layer.declared_diff_id = diff_id;
    const Blob* blob = store_.find(name);
    const LayerContent* content = blob == nullptr ? nullptr : blob->layer.get();
    const std::string number = "layer " + std::to_string(image.layers.size());
    if (blob == nullptr) {
      gap(number + " is not in the archive (" + name + "): not scanned");
    } else if (content == nullptr || !content->error.empty()) {
      gap(number + " could not be read to its end (" + name
          + "): " + (content == nullptr ? "is a text, no layer" : content->error));
    }
    if (blob != nullptr) {
      layer.blob_digest = "sha256:" + blob->digest;
    }
    if (content != nullptr) {
      layer.compression = content->compression;
      layer.diff_id = content->diff_id;
      layer.diff_id_ok = content->diff_id == diff_id && !diff_id.empty();
      layer.size = content->size;
      layer.entries = content->entry_count;
      layer.scanned = content->error.empty();
      image.size += content->size;
      for (const model::ArchiveProblem& found : content->problems) {
        problem(found.code, found.message);
      }
      for (const std::string& note : content->notes) {
        gap(number + ": " + note);
      }
      if (layer.scanned && !layer.diff_id_ok) {
        problem("diff-id-mismatch",
                number + " does not hold what the configuration's diff ID says");
      }
    }
    image.layers.push_back(std::move(layer));
    return content;
  }

  static void add_history(model::Image& image) {
    std::size_t index = 0;
    for (const model::HistoryEntry& entry : image.config.history) {
      if (!entry.empty_layer && index < image.layers.size()) {
        image.layers[index++].created_by = entry.created_by;
      }
    }
  }

  const BlobStore& store_;
  const ReadOptions& options_;
  std::vector<model::Gap>& gaps_;
  model::ImageArchive archive_;
  std::string why_;
  std::string other_platforms_; ///< of images that nobody asked for
  std::size_t manifest_images_ = 0;
  std::set<std::string> known_;
  std::set<std::string> visited_;
  std::set<std::string> said_;
};

} // namespace

base::Result<model::ImageArchive> assemble(const BlobStore& store, const ReadOptions& options,
                                           std::vector<model::Gap>& gaps) {
  return Assembler(store, options, gaps).run();
}

} // namespace secaudit::image
