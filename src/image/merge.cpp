// SPDX-License-Identifier: Apache-2.0
#include "image/merge.hpp"

#include "image/os_release.hpp"
#include "image/path_order.hpp"
#include "image/take_packages.hpp"

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

/// The merged view while it grows: the files in the order of their coming and, over them, an order
/// by path. Images of millions of files exist; a map of them would take twice the memory.
class Merger {
 public:
  Merger(model::Image& image, std::uint64_t most_files)
      : image_(image), files_(image.files), order_(files_) {
    // Folders that no layer lists come on top.
    files_.reserve(static_cast<std::size_t>(most_files + most_files / 8) + 1024);
  }

  void add(const LayerContent& layer, std::size_t index) {
    layer_ = index;
    layer.entries.each([this](const LayerEntry& entry) { hide(entry); });
    layer.entries.each([this](LayerEntry& entry) { place(entry); });
  }

  void finish() {
    std::vector<std::uint32_t> sources = order_.take();
    sort_files(sources);
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

  void place(LayerEntry& entry) {
    ImageFile& file = entry.file;
    if (file.path.empty() || base_name(file.path).starts_with(whiteout) || entry.device_zero) {
      return;
    }
    make_parents(file.path);
    file.layer = layer_;
    const auto found = order_.find(file.path);
    if (found != order_.end()) {
      ImageFile& old = files_[order_[found]];
      if (old.type == FileType::directory && file.type == FileType::directory) {
        old = std::move(file);
        return;
      }
      drop(file.path, old.layer == layer_               ? "overwritten in the same layer"
                      : old.type == FileType::directory ? "replaced by non-directory"
                                                        : "overwritten");
    }
    insert(std::move(file));
  }

  void insert(ImageFile file) {
    if (free_.empty()) {
      files_.push_back(std::move(file));
      order_.insert(static_cast<std::uint32_t>(files_.size() - 1));
      return;
    }
    const std::uint32_t slot = free_.back();
    free_.pop_back();
    files_[slot] = std::move(file);
    order_.insert(slot);
  }

  void make_parents(std::string_view path) {
    const std::string_view folder = folder_of(path);
    if (folder == known_folder_) { // most entries follow one of the same folder
      return;
    }
    for (std::size_t slash = path.find('/'); slash != std::string_view::npos;
         slash = path.find('/', slash + 1)) {
      make_folder(path.substr(0, slash));
    }
    known_folder_ = std::string(folder);
  }

  void make_folder(std::string_view path) {
    const auto found = order_.find(path);
    if (found != order_.end() && files_[order_[found]].type == FileType::directory) {
      return;
    }
    const bool other = found != order_.end();
    ImageFile folder;
    folder.path = std::string(path);
    folder.type = FileType::directory;
    folder.implicit = true;
    folder.layer = layer_;
    if (other) {
      drop(folder.path, "replaced by directory");
    }
    insert(std::move(folder));
  }

  void drop(const std::string& path, const char* how) {
    const auto found = order_.find(path);
    if (found != order_.end()) {
      remove(found, how);
    }
    drop_below(path, how);
  }

  /// Everything below a folder; "" is the root.
  void drop_below(const std::string& folder, const char* how) {
    const std::string prefix = folder.empty() ? "" : folder + "/";
    PathOrder::Place place = order_.lower_bound(prefix);
    while (place != order_.end() && files_[order_[place]].path.starts_with(prefix)) {
      place = remove(place, how);
    }
  }

  PathOrder::Place remove(PathOrder::Place place, const char* how) {
    known_folder_.clear();
    const std::uint32_t slot = order_[place];
    const PathOrder::Place next = order_.erase(place);
    image_.removed.push_back({std::move(files_[slot]), layer_, how});
    free_.push_back(slot);
    return next;
  }

  /// Brings files_ into the order of `sources`, where files_[sources[i]] belongs at i, moving each
  /// one once.
  void sort_files(std::vector<std::uint32_t>& sources) {
    const auto count = static_cast<std::uint32_t>(sources.size());
    // Slots that are free lie anywhere; they become the end of the permutation.
    sources.insert(sources.end(), free_.begin(), free_.end());
    for (std::uint32_t start = 0; start < sources.size(); ++start) {
      if (sources[start] == start) {
        continue;
      }
      ImageFile first = std::move(files_[start]);
      std::uint32_t at = start;
      while (sources[at] != start) {
        const std::uint32_t from = sources[at];
        files_[at] = std::move(files_[from]);
        sources[at] = at;
        at = from;
      }
      files_[at] = std::move(first);
      sources[at] = at;
    }
    files_.resize(count);
  }

  model::Image& image_;
  std::vector<ImageFile>& files_;
  PathOrder order_;
  std::vector<std::uint32_t> free_; ///< slots of files_ whose file was removed
  std::string known_folder_;        ///< exists with all its parents; "" when unknown
  std::size_t layer_ = 0;
};

/// The texts that the merged view shows.
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
  }
}

} // namespace

void merge_layers(const std::vector<const LayerContent*>& layers, model::Image& image) {
  std::uint64_t most_files = 0;
  for (const LayerContent* layer : layers) {
    most_files += layer == nullptr ? 0 : layer->entries.size();
  }
  Merger merger(image, most_files);
  for (std::size_t index = 0; index < layers.size(); ++index) {
    if (layers[index] != nullptr) {
      merger.add(*layers[index], index);
    }
  }
  merger.finish();
  take_texts(layers, image);
  image.os_release = read_os_release(image.small_files);
  take_packages(layers, image);
}

} // namespace secaudit::image
