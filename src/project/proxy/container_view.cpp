// SPDX-License-Identifier: Apache-2.0
#include "project/proxy/container_view.hpp"

#include "base/glob.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"

#include <set>
#include <utility>

namespace secaudit::project::proxy {

ContainerView::ContainerView(const host::Host& host, std::string root)
    : host_(host), root_(std::move(root)) {}

void ContainerView::remove(const std::string& path) {
  const std::string clean = base::clean_path(path);
  std::erase_if(entries_, [&](const auto& entry) {
    return entry.first == clean || entry.first.starts_with(clean + "/");
  });
}

void ContainerView::add_text(const std::string& path, File file) {
  remove(path);
  entries_[base::clean_path(path)] = {{}, false, std::move(file)};
}

bool ContainerView::add_path(const std::string& path, const std::string& source) {
  const auto info = host_.stat(source);
  if (!info
      || (info->type != host::FileInfo::Type::file
          && info->type != host::FileInfo::Type::directory)) {
    return false;
  }
  remove(path);
  entries_[base::clean_path(path)] = {source, info->type == host::FileInfo::Type::directory, {}};
  return true;
}

std::string ContainerView::shown(const std::string& source) const {
  const std::string clean = base::clean_path(source);
  return !root_.empty() && clean.starts_with(root_ + "/") ? clean.substr(root_.size() + 1) : clean;
}

std::optional<std::string> ContainerView::on_machine(const std::string& path) const {
  // The longest prefix is the innermost mount.
  for (std::string prefix = path; !prefix.empty(); prefix.resize(prefix.rfind('/'))) {
    const auto entry = entries_.find(prefix);
    if (entry != entries_.end() && (entry->second.folder || prefix == path)
        && !entry->second.source.empty()) {
      return entry->second.source + path.substr(prefix.size());
    }
  }
  return std::nullopt;
}

std::optional<ContainerView::File> ContainerView::read(const std::string& path) const {
  const std::string clean = base::clean_path(path);
  if (clean.empty() || clean.front() != '/') {
    return std::nullopt;
  }
  const auto entry = entries_.find(clean);
  if (entry != entries_.end() && entry->second.source.empty() && !entry->second.folder) {
    return entry->second.text;
  }
  const auto source = on_machine(clean);
  if (!source) {
    return std::nullopt;
  }
  auto text = host_.read_file(*source, limits::project_file_bytes);
  if (!text) {
    return std::nullopt;
  }
  return File{*std::move(text), model::FileName(shown(*source)), 1};
}

bool ContainerView::is_file(const std::string& path) const {
  const auto entry = entries_.find(path);
  if (entry != entries_.end() && entry->second.source.empty() && !entry->second.folder) {
    return true;
  }
  const auto source = on_machine(path);
  const auto info = source ? host_.stat(*source) : tl::unexpected(base::Error{});
  return info && info->type == host::FileInfo::Type::file;
}

std::vector<std::string> ContainerView::names_in(const std::string& folder) const {
  std::set<std::string> names;
  if (const auto source = folder.empty() ? std::nullopt : on_machine(folder)) {
    if (const auto listed = host_.list(*source)) {
      for (const host::DirectoryEntry& entry : *listed) {
        names.insert(entry.name);
      }
    }
  }
  const std::string prefix = folder + "/";
  for (auto entry = entries_.lower_bound(prefix);
       entry != entries_.end() && entry->first.starts_with(prefix); ++entry) {
    const std::string rest = entry->first.substr(prefix.size());
    names.insert(rest.substr(0, rest.find('/')));
  }
  return {names.begin(), names.end()};
}

std::vector<std::string> ContainerView::matches(const std::string& pattern) const {
  std::vector<std::string> found{""};
  const std::string clean = base::clean_path(pattern);
  for (const std::string_view segment : base::split(clean, '/')) {
    if (segment.empty()) {
      continue;
    }
    std::vector<std::string> next;
    for (const std::string& folder : found) {
      if (segment.find_first_of("*?[") == std::string_view::npos) {
        next.push_back(folder + "/" + std::string(segment));
        continue;
      }
      for (const std::string& name : names_in(folder)) {
        if (name.front() != '.' && base::glob_match(segment, name)
            && next.size() < limits::nginx_includes) {
          next.push_back(folder + "/" + name);
        }
      }
    }
    found = std::move(next);
  }
  std::erase_if(found, [this](const std::string& path) { return !is_file(path); });
  return found;
}

} // namespace secaudit::project::proxy
