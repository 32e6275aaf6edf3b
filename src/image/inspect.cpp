// SPDX-License-Identifier: Apache-2.0
#include "base/json_writer.hpp"
#include "base/unicode.hpp"
#include "image/read.hpp"

#include <fmt/format.h>

namespace secaudit::image {
namespace {

/// Names of files are bytes; those that are no UTF-8 are written as \xNN.
std::string name_text(std::string_view name) {
  std::string text;
  while (!name.empty()) {
    const base::Decoded next = base::decode_utf8(name);
    text += next.valid ? std::string(name.substr(0, next.length))
                       : fmt::format("\\x{:02x}",
                                     static_cast<unsigned>(static_cast<unsigned char>(name[0])));
    name.remove_prefix(next.length);
  }
  return text;
}

std::string_view type_word(model::FileType type) {
  switch (type) {
  case model::FileType::file:
    return "file";
  case model::FileType::directory:
    return "dir";
  case model::FileType::symlink:
    return "symlink";
  case model::FileType::hardlink:
    return "hardlink";
  case model::FileType::character_device:
    return "char";
  case model::FileType::block_device:
    return "block";
  case model::FileType::fifo:
    return "fifo";
  case model::FileType::other:
    return "other";
  }
  return "other";
}

std::string hex(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    text += fmt::format("{:02x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
  return text;
}

void write_file(base::JsonWriter& out, const model::ImageFile& file) {
  out.begin_object()
      .member("type", type_word(file.type))
      .member("layer", static_cast<std::uint64_t>(file.layer));
  if (file.implicit) {
    out.member("implicit", true).end_object();
    return;
  }
  out.member("mode", fmt::format("{:04o}", file.mode))
      .member("uid", file.uid)
      .member("gid", file.gid);
  if (file.type == model::FileType::file) {
    out.member("size", file.size);
    if (!file.sha256.empty()) {
      out.member("sha256", file.sha256);
    }
  }
  if (file.type == model::FileType::symlink) {
    out.member("link", name_text(file.link));
  }
  if (file.type == model::FileType::hardlink) {
    out.member("target", name_text(file.link));
  }
  if (file.type == model::FileType::character_device
      || file.type == model::FileType::block_device) {
    out.key("dev").begin_array().value(static_cast<std::uint64_t>(file.device_major));
    out.value(static_cast<std::uint64_t>(file.device_minor)).end_array();
  }
  if (!file.capabilities.empty()) {
    out.member("capability_hex", hex(file.capabilities));
  }
  out.end_object();
}

void write_layer(base::JsonWriter& out, const model::Layer& layer) {
  out.begin_object().member("ref", layer.reference);
  if (layer.blob_digest.empty()) {
    out.member("present", false).end_object();
    return;
  }
  out.member("compression", layer.compression).member("blob_sha256", layer.blob_digest.substr(7));
  out.member("diff_id", layer.diff_id)
      .member("diff_id_ok", layer.diff_id_ok)
      .member("entries", layer.entries);
  out.member("scanned", layer.scanned).member("created_by", layer.created_by).end_object();
}

void write_image(base::JsonWriter& out, const model::Image& image) {
  out.begin_object().key("tags").begin_array();
  for (const std::string& tag : image.tags) {
    out.value(tag);
  }
  out.end_array()
      .member("config_sha256", image.config_digest.substr(7))
      .member("platform", image.platform);
  out.member("user", image.config.user).key("layers").begin_array();
  for (const model::Layer& layer : image.layers) {
    write_layer(out, layer);
  }
  out.end_array().key("merged").begin_object();
  for (const model::ImageFile& file : image.files) {
    out.key(name_text(file.path));
    write_file(out, file);
  }
  out.end_object().key("removed").begin_array();
  for (const model::RemovedFile& file : image.removed) {
    out.begin_object().member("path", name_text(file.file.path));
    out.member("from_layer", static_cast<std::uint64_t>(file.file.layer));
    out.member("by_layer", static_cast<std::uint64_t>(file.by_layer))
        .member("how", file.how)
        .end_object();
  }
  out.end_array().key("packages").begin_array();
  for (const model::Package& package : image.packages) {
    out.begin_object()
        .member("purl", package.purl)
        .member("path", name_text(package.path))
        .end_object();
  }
  out.end_array().end_object();
}

} // namespace

std::string inspect_json(const model::ImageArchive& archive) {
  base::JsonWriter out;
  out.begin_object()
      .member("source", archive.source)
      .member("outer_compression", archive.outer_compression);
  out.key("images").begin_array();
  for (const model::Image& image : archive.images) {
    write_image(out, image);
  }
  out.end_array().key("index_manifests").begin_array();
  for (const auto& manifest : archive.index_manifests) {
    out.begin_object().member("digest", manifest.digest).member("media_type", manifest.media_type);
    out.key("platform");
    if (manifest.platform.empty()) {
      out.null();
    } else {
      out.value(manifest.platform);
    }
    out.member("attestation", manifest.attestation).key("layers_present").begin_array();
    for (const bool present : manifest.layers_present) {
      out.value(present);
    }
    out.end_array().end_object();
  }
  out.end_array().key("problems").begin_array();
  for (const model::ArchiveProblem& problem : archive.problems) {
    out.begin_object().member("code", problem.code).member("message", problem.message).end_object();
  }
  return out.end_array().end_object().take();
}

} // namespace secaudit::image
