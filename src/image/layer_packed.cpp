// SPDX-License-Identifier: Apache-2.0
#include "base/packed.hpp"
#include "image/layer.hpp"

namespace secaudit::image {
namespace {

using FoundBy = model::Package::FoundBy;

void pack_package(const model::Package& package, base::Packer& out) {
  for (const std::string* text :
       {&package.purl, &package.type, &package.name, &package.version, &package.architecture,
        &package.source_name, &package.source_version, &package.path}) {
    out.text(*text);
  }
  out.number(static_cast<std::uint64_t>(package.found_by));
  out.texts(package.licenses);
}

model::Package unpack_package(base::Unpacker& in) {
  model::Package package;
  for (std::string* text :
       {&package.purl, &package.type, &package.name, &package.version, &package.architecture,
        &package.source_name, &package.source_version, &package.path}) {
    *text = in.string();
  }
  package.found_by = static_cast<FoundBy>(in.number() & 3U);
  package.licenses = in.texts();
  return package;
}

void pack_problems(const std::vector<model::ArchiveProblem>& problems, base::Packer& out) {
  out.number(problems.size());
  for (const model::ArchiveProblem& problem : problems) {
    out.text(problem.code);
    out.text(problem.message);
  }
}

void pack_owned(const inventory::OwnedFiles& owned, base::Packer& out) {
  out.number(owned.files().size());
  std::string_view last;
  for (const auto& file : owned.files()) {
    // Equal names follow one another.
    const std::string& owner = owned.owner(file);
    out.text(owner == last ? std::string_view{} : owner);
    out.number(file.key);
    out.number(file.checksum);
    last = owner;
  }
}

void unpack_owned(base::Unpacker& in, inventory::OwnedFiles& owned) {
  std::string last;
  for (std::uint64_t left = in.count(); left > 0 && in.good(); --left) {
    const std::string_view owner = in.text();
    last = owner.empty() ? last : std::string(owner);
    const std::uint64_t key = in.number();
    owned.add_key(key, last, in.number());
  }
}

} // namespace

std::string pack_layer(const LayerContent& layer) {
  base::Packer out;
  out.text(layer.compression);
  out.text(layer.diff_id);
  out.number(layer.size);
  out.number(layer.entry_count);
  out.texts(layer.entries.chunks());
  out.number(layer.entries.size());
  out.number(layer.texts.size());
  for (const auto& [path, text] : layer.texts) {
    out.text(path);
    out.text(text);
  }
  out.number(layer.packages.size());
  for (const auto& [path, package] : layer.packages) {
    out.text(path);
    pack_package(package, out);
  }
  pack_owned(layer.owned, out);
  out.number(layer.diverted.size());
  for (const std::uint64_t key : layer.diverted) {
    out.number(key);
  }
  out.number(layer.programs.size());
  for (const auto& program : layer.programs) {
    out.number(program.key);
    out.number(program.checksum);
  }
  out.texts(layer.notes);
  pack_problems(layer.problems, out);
  return out.take();
}

std::shared_ptr<LayerContent> unpack_layer(std::string_view bytes) {
  base::Unpacker in(bytes);
  auto layer = std::make_shared<LayerContent>();
  layer->compression = in.string();
  layer->diff_id = in.string();
  layer->size = in.number();
  layer->entry_count = in.number();
  auto chunks = in.texts();
  layer->entries = EntryList(std::move(chunks), in.number());
  for (std::uint64_t left = in.count(); left > 0 && in.good(); --left) {
    const std::string path = in.string();
    layer->texts[path] = in.string();
  }
  for (std::uint64_t left = in.count(); left > 0 && in.good(); --left) {
    const std::string path = in.string();
    layer->packages.emplace(path, unpack_package(in));
  }
  unpack_owned(in, layer->owned);
  for (std::uint64_t left = in.count(); left > 0 && in.good(); --left) {
    layer->diverted.push_back(in.number());
  }
  for (std::uint64_t left = in.count(); left > 0 && in.good(); --left) {
    const std::uint64_t key = in.number();
    layer->programs.push_back({key, in.number()});
  }
  layer->notes = in.texts();
  for (std::uint64_t left = in.count(); left > 0 && in.good(); --left) {
    const std::string code = in.string();
    layer->problems.push_back({code, in.string()});
  }
  return in.good() ? layer : nullptr;
}

} // namespace secaudit::image
