// SPDX-License-Identifier: Apache-2.0
#include "plugin/tree_search.hpp"

#include "base/search_limits.hpp"
#include "project/git/repository.hpp"
#include "secrets/file_kinds.hpp"

#include <set>
#include <string_view>
#include <utility>

namespace secaudit::plugin {
namespace {

using Type = host::FileInfo::Type;
constexpr std::size_t piece_bytes = limits::mib;

std::string joined(const std::string& folder, const std::string& name) {
  return folder == "." ? name : folder.ends_with('/') ? folder + name : folder + "/" + name;
}

} // namespace

base::Status TreeSearch::path(const std::string& path) {
  if (path == "-") {
    search_.begin({"standard input", "", 0});
    const auto input = host_.standard_input();
    if (auto read = stream(*input, nullptr); !read) {
      return read;
    }
    const auto found =
        search_.end([](const host::Sink&) { return base::fail("a pipe gives its bytes once"); });
    if (!found) {
      gap("standard input", "something was found, but it cannot be read again for the places");
    }
    ++files_;
    return {};
  }
  const auto info = host_.stat(path);
  if (!info) {
    return tl::unexpected(info.error());
  }
  if (info->type == Type::directory) {
    root_ = path;
    folder(path, 0);
    search_environment_files();
  } else if (info->type == Type::file) {
    file(path, path, info->size);
  } else {
    return base::fail(path + ": is neither a file nor a folder", "use - and a pipe");
  }
  return {};
}

void TreeSearch::gap(const std::string& path, std::string why, std::string hint) {
  gaps_.push_back({"secrets", shown_path(scanner_, path), std::move(why), {}, std::move(hint)});
}

void TreeSearch::folder(const std::string& path, std::size_t depth) {
  if (full_ || host_.cancelled()) {
    return;
  }
  if (depth > limits::secret_walk_depth) {
    gap(path, "is nested deeper than " + std::to_string(limits::secret_walk_depth) + " folders",
        "name the folder itself");
    return;
  }
  const auto entries = host_.list(path);
  if (!entries) {
    gap(path, "the folder cannot be read: " + entries.error().message, entries.error().hint);
    return;
  }
  for (const host::DirectoryEntry& each : *entries) {
    if (++entries_ > limits::secret_walk_entries) {
      if (!std::exchange(full_, true)) {
        gap(path, "more files than are looked at in one run", "name smaller folders");
      }
      return;
    }
    entry(joined(path, each.name), each, depth);
  }
}

void TreeSearch::entry(const std::string& path, const host::DirectoryEntry& entry,
                       std::size_t depth) {
  switch (entry.type) {
  case Type::directory:
    if (entry.name != ".git") {
      folder(path, depth + 1);
    } else if (const auto config = host_.stat(path + "/config", false);
               config && config->type == Type::file) {
      // URLs of remotes may hold passwords; the rest of .git is compressed: --range reads it.
      file(path + "/config", path + "/config", config->size);
    }
    break;
  case Type::file:
    if (secrets::is_env_file(path)) {
      environment_files_.push_back(path);
    } else {
      const auto info = host_.stat(path, false);
      file(path, path, info ? info->size : 0);
    }
    break;
  case Type::symlink:
    break; // what it leads to inside the tree is visited there
  case Type::other:
    gap(path, "is a pipe, a socket or a device and was not read");
    break;
  }
}

void TreeSearch::search_environment_files() {
  std::set<std::string> at_home;
  std::vector<model::ProjectTree::EnvFile> files;
  const std::string prefix = joined(root_, "");
  for (const std::string& path : environment_files_) {
    model::ProjectTree::EnvFile env;
    env.file = root_ == "." ? path : path.substr(prefix.size());
    files.push_back(std::move(env));
  }
  if (!files.empty()) {
    if (const auto repository = project::git::Repository::open(host_, root_)) {
      repository->describe(files);
    }
  }
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (!files[i].ignored || files[i].tracked) {
      const std::string& path = environment_files_[i];
      const auto info = host_.stat(path, false);
      file(path, path, info ? info->size : 0);
    }
  }
  environment_files_.clear();
}

base::Status TreeSearch::stream(host::ByteStream& from, const host::Sink& sink) {
  std::string buffer(piece_bytes, '\0');
  while (true) {
    const auto count = from.read({buffer.data(), buffer.size()});
    if (!count) {
      return tl::unexpected(count.error());
    }
    if (*count == 0) {
      return {};
    }
    const std::string_view piece(buffer.data(), *count);
    if (sink) {
      sink(piece);
    } else {
      search_.data(piece);
    }
  }
}

void TreeSearch::listed(const std::string& root, const std::string& name) {
  const std::string path = root + "/" + name;
  const auto info = host_.stat(path, false);
  if (!info) {
    return;
  }
  if (info->type == Type::file) {
    file(path, name, info->size);
  } else if (info->type == Type::other) {
    gap(name, "is a pipe, a socket or a device and was not read");
  }
}

void TreeSearch::file(const std::string& path, const std::string& shown, std::uint64_t size) {
  if (host_.cancelled()) {
    return;
  }
  ++files_;
  search_.name(shown, "");
  search_.begin({shown, "", size});
  if (size <= limits::secret_kept_bytes) {
    const auto text = host_.read_file(path, limits::secret_kept_bytes);
    if (text) {
      search_.data(*text);
    } else {
      gap(shown, text.error().message, text.error().hint);
      return;
    }
  } else {
    const auto opened = host_.open(path);
    const auto read =
        opened ? stream(**opened, nullptr) : base::Status(tl::unexpected(opened.error()));
    if (!read) {
      gap(shown, read.error().message, read.error().hint);
    }
  }
  const auto found = search_.end([&](const host::Sink& sink) -> base::Status {
    const auto again = host_.open(path);
    return again ? stream(**again, sink) : base::Status(tl::unexpected(again.error()));
  });
  if (!found) {
    gap(shown, "changed while it was read: " + found.error().message);
  }
}

} // namespace secaudit::plugin
