// SPDX-License-Identifier: Apache-2.0
#include "image/merge.hpp"

#include "image/inventory/inventory.hpp"
#include "image/os_release.hpp"

#include <map>
#include <string>
#include <string_view>

namespace secaudit::image {
namespace {

using model::FileType;
using model::ImageFile;

constexpr std::string_view whiteout = ".wh.";
constexpr std::string_view opaque = ".wh..wh..opq";

std::string_view base_name(std::string_view path) {
  return path.substr(path.find_last_of('/') + 1);
}
std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.find_last_of('/');
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

class Merger {
 public:
  explicit Merger(model::Image& image) : image_(image) {}

  void add(const LayerContent& layer, std::size_t index) {
    layer_ = index;
    for (const LayerEntry& entry : layer.entries) {
      hide(entry);
    }
    for (const LayerEntry& entry : layer.entries) {
      place(entry);
    }
  }

  void finish() {
    image_.files.reserve(root_.size());
    for (auto& [path, file] : root_) {
      image_.files.push_back(std::move(file));
    }
  }

 private:
  void hide(const LayerEntry& entry) {
    const std::string& path = entry.file.path;
    const std::string_view name = base_name(path);
    const std::string folder(folder_of(path));
    if (name == opaque) {
      drop_below(folder, "opaque");
    } else if (name.starts_with(whiteout)) {
      const std::string hidden =
          (folder.empty() ? "" : folder + "/") + std::string(name.substr(whiteout.size()));
      drop(hidden, "whiteout");
    } else if (entry.device_zero) {
      drop(path, "overlay whiteout device");
    }
  }

  void place(const LayerEntry& entry) {
    const std::string& path = entry.file.path;
    if (path.empty() || base_name(path).starts_with(whiteout) || entry.device_zero) {
      return;
    }
    make_parents(path);
    ImageFile file = entry.file;
    file.layer = layer_;
    const auto old = root_.find(path);
    if (old != root_.end()) {
      const bool folders =
          old->second.type == FileType::directory && file.type == FileType::directory;
      if (!folders) {
        drop(path, old->second.layer == layer_               ? "overwritten in the same layer"
                   : old->second.type == FileType::directory ? "replaced by non-directory"
                                                             : "overwritten");
      }
    }
    root_[path] = std::move(file);
  }

  void make_parents(std::string_view path) {
    for (std::size_t slash = path.find('/'); slash != std::string_view::npos;
         slash = path.find('/', slash + 1)) {
      const std::string parent(path.substr(0, slash));
      const auto found = root_.find(parent);
      if (found != root_.end() && found->second.type == FileType::directory) {
        continue;
      }
      if (found != root_.end()) {
        drop(parent, "replaced by directory");
      }
      ImageFile folder;
      folder.path = parent;
      folder.type = FileType::directory;
      folder.implicit = true;
      folder.layer = layer_;
      root_.emplace(parent, std::move(folder));
    }
  }

  void drop(const std::string& path, const char* how) {
    const auto found = root_.find(path);
    if (found != root_.end()) {
      remove(found, how);
    }
    drop_below(path, how);
  }

  /// Everything below a folder; "" is the root.
  void drop_below(const std::string& folder, const char* how) {
    const std::string prefix = folder.empty() ? "" : folder + "/";
    for (auto it = root_.lower_bound(prefix); it != root_.end() && it->first.starts_with(prefix);) {
      it = remove(it, how);
    }
  }

  std::map<std::string, ImageFile>::iterator remove(std::map<std::string, ImageFile>::iterator it,
                                                    const char* how) {
    image_.removed.push_back({std::move(it->second), layer_, how});
    return root_.erase(it);
  }

  model::Image& image_;
  std::size_t layer_ = 0;
  std::map<std::string, ImageFile> root_;
};

/// The layer whose content a path shows, following hard links inside it.
void take_texts(const std::vector<const LayerContent*>& layers, model::Image& image) {
  for (std::size_t index = 0; index < layers.size(); ++index) {
    if (layers[index] == nullptr) {
      continue;
    }
    for (const auto& [path, text] : layers[index]->texts) {
      const ImageFile* file = image.file(path);
      if (file != nullptr && file->layer == index) {
        image.small_files[path] = text;
      }
    }
    for (const auto& [path, package] : layers[index]->packages) {
      const ImageFile* file = image.file(path);
      if (file != nullptr && file->layer == index) {
        image.packages.push_back(package);
        image.packages.back().layer = index;
      }
    }
  }
}

using PackageKey = std::pair<std::string, std::string>;

/// The first layer in which a package of a database appeared with its version: each layer with
/// changes repeats the whole database.
void date_packages(const std::vector<const LayerContent*>& layers, model::Image& image) {
  std::map<PackageKey, std::size_t> first;
  for (std::size_t index = layers.size(); index-- > 0;) {
    if (layers[index] == nullptr) {
      continue;
    }
    for (const auto& [path, package] : layers[index]->packages) {
      if (package.type == "deb" || package.type == "apk") {
        first[{package.name + "\n" + package.architecture, package.version}] = index;
      }
    }
  }
  for (model::Package& package : image.packages) {
    const auto found = first.find({package.name + "\n" + package.architecture, package.version});
    if (found != first.end()) {
      package.layer = found->second;
    }
  }
}

} // namespace

void merge_layers(const std::vector<const LayerContent*>& layers, model::Image& image) {
  Merger merger(image);
  for (std::size_t index = 0; index < layers.size(); ++index) {
    if (layers[index] != nullptr) {
      merger.add(*layers[index], index);
    }
  }
  merger.finish();
  take_texts(layers, image);
  date_packages(layers, image);
  image.os_release = read_os_release(image.small_files);
  if (image.os_release) {
    inventory::complete_purls(image.packages, *image.os_release);
  }
}

} // namespace secaudit::image
