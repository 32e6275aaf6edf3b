// SPDX-License-Identifier: Apache-2.0
#include "image/blobs.hpp"

#include "base/text.hpp"
#include "host/read_stream.hpp"
#include "image/limits.hpp"
#include "image/streams.hpp"

#include <algorithm>

namespace secaudit::image {
namespace {

constexpr int link_hops = 16;

bool is_hexadecimal(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// A JSON document or one of the old layout's small texts. A tar holds a NUL in its first block,
/// a text nowhere: a layer whose first name is `{` is still a layer.
bool starts_a_document(std::string_view name, std::string_view first) {
  if (first.find('\0') != std::string_view::npos) {
    return false;
  }
  if (first.starts_with("\xEF\xBB\xBF")) {
    first.remove_prefix(3);
  }
  first = base::trim(first);
  const std::string_view base_name = name.substr(name.find_last_of('/') + 1);
  return first.starts_with('{') || first.starts_with('[') || base_name.ends_with(".json")
         || base_name == "json" || base_name == "VERSION" || base_name == "repositories"
         || base_name == "oci-layout";
}

/// The digest that a name promises: blobs/sha256/<hex>.
std::string_view promised_digest(std::string_view name) {
  constexpr std::string_view prefix = "blobs/sha256/";
  const std::string_view rest =
      name.starts_with(prefix) ? name.substr(prefix.size()) : std::string_view{};
  return is_hexadecimal(rest) ? rest : std::string_view{};
}

} // namespace

base::Status BlobStore::read(std::string name, host::ByteStream& content,
                             const ReadOptions& options) {
  HashingStream hashed(content);
  PeekStream peeked(hashed);
  const auto first = peeked.peek(512);
  if (!first) {
    return base::fail(first.error().message, first.error().hint);
  }
  Blob blob;
  bool recalled = false;
  const bool is_document = starts_a_document(name, *first);
  if (is_document) {
    const std::size_t left = limits::archive_json_bytes - json_bytes_;
    auto text = host::read_all(peeked, std::min(limits::image_json_bytes, left));
    if (text) {
      json_bytes_ += text->size();
      blob.json = std::move(*text);
    }
  } else {
    blob.layer = recall(promised_digest(name), name, options);
    recalled = blob.layer != nullptr;
  }
  if (!blob.json && !blob.layer && !is_document) {
    blob.layer = std::make_shared<LayerContent>(read_layer(peeked, name, options));
  }
  if (const auto rest = host::drain(peeked); !rest) {
    return base::fail(rest.error().message, rest.error().hint);
  }
  blob.size = hashed.size();
  blob.digest = hashed.hex();
  if (recalled && blob.digest != promised_digest(name)) {
    blob.layer = std::make_shared<LayerContent>();
    blob.layer->error = "its bytes are not those of its digest";
  }
  if (blob.layer && blob.layer->compression == "none" && blob.layer->error.empty()) {
    blob.layer->size = blob.size;
    blob.layer->diff_id = "sha256:" + blob.digest;
  }
  if (!recalled) {
    remember(blob, name, options);
  }
  add(std::move(name), std::move(blob));
  return {};
}

void BlobStore::add(std::string name, Blob blob) {
  const std::string_view promised = promised_digest(name);
  if (!promised.empty() && promised != blob.digest) {
    problems.push_back({"digest-mismatch", name + " does not hold what its digest says"});
  }
  const auto old = files_.find(name);
  if (old == files_.end()) {
    files_.emplace(std::move(name), std::move(blob));
    return;
  }
  problems.push_back({"duplicate-entry",
                      name + " occurs twice in the archive"
                          + (old->second.digest == blob.digest ? "" : ", with different content")});
  // Of two, the one that is what its name says; else the last, as an unpacking reader would have
  // it. A document that another one hides is read too.
  if (promised.empty() || old->second.digest != promised) {
    blob.other_json = std::move(old->second.other_json);
    if (old->second.json && old->second.digest != blob.digest) {
      blob.other_json.push_back(std::move(*old->second.json));
    }
    old->second = std::move(blob);
  }
}

const Blob* BlobStore::find_file(std::string_view name) const {
  const auto found = files_.find(name);
  return found == files_.end() ? nullptr : &found->second;
}

std::string BlobStore::resolve(std::string_view name) const {
  std::string current(name);
  for (int hop = 0; hop < link_hops; ++hop) {
    const auto link = links_.find(current);
    if (link == links_.end()) {
      return current;
    }
    current = link->second;
  }
  return {};
}

const Blob* BlobStore::find(std::string_view name) const {
  return find_file(resolve(name));
}

bool BlobStore::has_other(std::string_view name) const {
  return others_.contains(name) || links_.contains(name);
}

} // namespace secaudit::image
