// SPDX-License-Identifier: Apache-2.0
// Layers and archives as they are kept between runs.
#include "base/packed.hpp"
#include "image/blobs.hpp"

namespace secaudit::image {
namespace {

/// A result with the search for secrets is none without, and the other way round.
std::string layer_key(std::string_view digest, const ReadOptions& options) {
  return "layer " + options.rules + (options.visitor == nullptr ? " plain " : " searched ")
         + std::string(digest);
}

bool keeps(const ReadOptions& options) {
  return options.cache != nullptr && !options.hash_files;
}

} // namespace

std::shared_ptr<LayerContent> BlobStore::recall(std::string_view digest, std::string_view name,
                                                const ReadOptions& options) {
  if (!keeps(options) || digest.empty()) {
    return nullptr;
  }
  const auto bytes = options.cache->get(layer_key(digest, options));
  if (!bytes) {
    return nullptr;
  }
  base::Unpacker in(*bytes);
  const std::string_view results = in.text();
  auto layer = unpack_layer(in.text());
  if (!in.good() || !layer) {
    return nullptr;
  }
  if (options.visitor != nullptr) {
    options.visitor->restore(name, results);
  }
  return layer;
}

void BlobStore::remember(const Blob& blob, std::string_view name, const ReadOptions& options) {
  if (!keeps(options) || !blob.layer || !blob.layer->error.empty()) {
    return;
  }
  base::Packer out;
  out.text(options.visitor == nullptr ? std::string() : options.visitor->results_of(name));
  out.text(pack_layer(*blob.layer));
  options.cache->put(layer_key(blob.digest, options), out.take());
}

std::string BlobStore::pack() const {
  base::Packer out;
  out.number(files_.size());
  for (const auto& [name, blob] : files_) {
    out.text(name);
    out.text(blob.digest);
    out.number(blob.size);
    out.number((blob.json ? 1U : 0U) | (blob.layer ? 2U : 0U));
    out.text(blob.json.value_or(""));
    out.number(blob.other_json.size());
    for (const std::string& json : blob.other_json) {
      out.text(json);
    }
  }
  out.number(links_.size());
  for (const auto& [name, target] : links_) {
    out.text(name);
    out.text(target);
  }
  out.number(others_.size());
  for (const std::string& name : others_) {
    out.text(name);
  }
  out.number(problems.size());
  for (const model::ArchiveProblem& problem : problems) {
    out.text(problem.code);
    out.text(problem.message);
  }
  return out.take();
}

bool BlobStore::unpack(std::string_view bytes, const ReadOptions& options) {
  base::Unpacker in(bytes);
  for (std::uint64_t left = in.count(); left > 0 && in.good(); --left) {
    const std::string name = in.string();
    Blob blob;
    blob.digest = in.string();
    blob.size = in.number();
    const std::uint64_t kind = in.number();
    const std::string_view json = in.text();
    blob.json = (kind & 1U) != 0 ? std::optional(std::string(json)) : std::nullopt;
    for (std::uint64_t more = in.count(); more > 0 && in.good(); --more) {
      blob.other_json.push_back(in.string());
    }
    if ((kind & 2U) != 0) {
      blob.layer = recall(blob.digest, name, options);
      if (!blob.layer) {
        return false;
      }
    }
    files_[name] = std::move(blob);
  }
  for (std::uint64_t left = in.count(); left > 0 && in.good(); --left) {
    const std::string name = in.string();
    links_[name] = in.string();
  }
  for (std::uint64_t left = in.count(); left > 0 && in.good(); --left) {
    others_.insert(in.string());
  }
  for (std::uint64_t left = in.count(); left > 0 && in.good(); --left) {
    const std::string code = in.string();
    problems.push_back({code, in.string()});
  }
  return in.good();
}

} // namespace secaudit::image
