// SPDX-License-Identifier: Apache-2.0
#include "support/memory_host.hpp"

#include "base/glob.hpp"
#include "base/text.hpp"
#include "host/text_stream.hpp"

#include <algorithm>

namespace secaudit::support {
namespace {

using host::FileInfo;

std::string parent_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == 0 || slash == std::string::npos ? "/" : path.substr(0, slash);
}

} // namespace

std::string MemoryHost::absolute(const std::string& path) const {
  return base::clean_path(path.starts_with("/") ? path : directory_ + "/" + path);
}

void MemoryHost::add_file(const std::string& path, std::string content, unsigned mode) {
  entries_[absolute(path)] = {FileInfo::Type::file, std::move(content), mode};
}

void MemoryHost::add_directory(const std::string& path) {
  entries_[absolute(path)] = {FileInfo::Type::directory, {}, 0755};
}

void MemoryHost::add_link(const std::string& path, std::string target) {
  entries_[absolute(path)] = {FileInfo::Type::symlink, std::move(target), 0777};
}

std::optional<std::string> MemoryHost::content(const std::string& path) const {
  const Entry* found = entry(absolute(path));
  return found != nullptr && found->type == FileInfo::Type::file ? std::optional(found->content)
                                                                 : std::nullopt;
}

const MemoryHost::Entry* MemoryHost::entry(const std::string& path) const {
  const auto found = entries_.find(path);
  return found == entries_.end() ? nullptr : &found->second;
}

bool MemoryHost::is_directory(const std::string& path) const {
  if (const Entry* found = entry(path)) {
    return found->type == FileInfo::Type::directory;
  }
  const std::string prefix = path == "/" ? path : path + "/";
  const auto next = entries_.lower_bound(prefix);
  return path == directory_ || (next != entries_.end() && next->first.starts_with(prefix));
}

std::optional<std::string> MemoryHost::resolved(const std::string& path, bool last) const {
  std::string rest = absolute(path);
  for (int hops = 0; hops < 40; ++hops) {
    std::size_t slash = 1;
    bool again = false;
    while (slash != std::string::npos) {
      slash = rest.find('/', slash);
      const std::string part = rest.substr(0, slash);
      const Entry* found = entry(part);
      const bool follow = slash != std::string::npos || last;
      if (found != nullptr && found->type == FileInfo::Type::symlink && follow) {
        const std::string& target = found->content;
        const std::string tail = slash == std::string::npos ? "" : rest.substr(slash);
        rest = base::clean_path((target.starts_with("/") ? target : parent_of(part) + "/" + target)
                                + tail);
        again = true;
        break;
      }
      slash = slash == std::string::npos ? slash : slash + 1;
    }
    if (!again) {
      return rest;
    }
  }
  return std::nullopt;
}

base::Result<FileInfo> MemoryHost::stat(const std::string& path, bool follow) const {
  const auto real = resolved(path, follow);
  if (!real) {
    return base::fail(path + ": too many symbolic links");
  }
  if (const Entry* found = entry(*real)) {
    return FileInfo{found->type, found->content.size(), found->mode};
  }
  if (is_directory(*real)) {
    return FileInfo{FileInfo::Type::directory, 0, 0755};
  }
  return base::fail(path + ": no such file or directory");
}

base::Result<std::string> MemoryHost::read_file(const std::string& path, std::size_t limit) const {
  read_paths_.push_back(absolute(path));
  const auto real = resolved(path, true);
  const Entry* found = real ? entry(*real) : nullptr;
  if (found == nullptr) {
    return base::fail(
        path + (real && is_directory(*real) ? ": is a directory" : ": no such file or directory"));
  }
  if (found->type != FileInfo::Type::file) {
    return base::fail(path + ": not a regular file");
  }
  if (found->content.size() > limit) {
    return base::fail(path + ": larger than " + std::to_string(limit) + " bytes");
  }
  return found->content;
}

base::Result<std::unique_ptr<host::ByteStream>> MemoryHost::open(const std::string& path) const {
  auto text = read_file(path, std::string::npos);
  if (!text) {
    return tl::unexpected(text.error());
  }
  return std::make_unique<host::TextStream>(*std::move(text));
}

std::unique_ptr<host::ByteStream> MemoryHost::standard_input() const {
  return std::make_unique<host::TextStream>(input_);
}

base::Result<std::vector<host::DirectoryEntry>> MemoryHost::list(const std::string& path) const {
  const auto real = resolved(path, true);
  if (!real || !is_directory(*real)) {
    return base::fail(path + ": no such directory");
  }
  const std::string prefix = *real == "/" ? *real : *real + "/";
  std::map<std::string, FileInfo::Type> names;
  for (auto at = entries_.lower_bound(prefix);
       at != entries_.end() && at->first.starts_with(prefix); ++at) {
    const std::string rest = at->first.substr(prefix.size());
    const std::size_t slash = rest.find('/');
    names.emplace(rest.substr(0, slash),
                  slash == std::string::npos ? at->second.type : FileInfo::Type::directory);
  }
  std::vector<host::DirectoryEntry> out;
  for (const auto& [name, type] : names) {
    out.push_back({name, type});
  }
  return out;
}

base::Result<std::string> MemoryHost::canonical(const std::string& path) const {
  const auto info = stat(path);
  if (!info) {
    return tl::unexpected(info.error());
  }
  return *resolved(path, true);
}

base::Status MemoryHost::make_directory(const std::string& path, unsigned mode) const {
  entries_.emplace(absolute(path), Entry{FileInfo::Type::directory, {}, mode});
  return {};
}

base::Status MemoryHost::move_file(const std::string& from, const std::string& to) const {
  const auto found = entries_.find(absolute(from));
  if (found == entries_.end() || entries_.contains(absolute(to))) {
    return base::fail(from + ": cannot be renamed");
  }
  entries_[absolute(to)] = std::move(found->second);
  entries_.erase(found);
  return {};
}

base::Status MemoryHost::remove_file(const std::string& path) const {
  return entries_.erase(absolute(path)) > 0 ? base::Status()
                                            : base::fail(path + ": cannot be removed");
}

base::Status MemoryHost::write_file(const std::string& path, std::string_view bytes,
                                    unsigned mode) const {
  if (!is_directory(parent_of(absolute(path)))) {
    return base::fail(path + ": no such directory");
  }
  entries_[absolute(path)] = {FileInfo::Type::file, std::string(bytes), mode};
  return {};
}

base::Result<host::ProcessResult> MemoryHost::run(const host::Command& command) const {
  commands_.push_back(command);
  auto result = script_ ? script_(command) : std::nullopt;
  if (!result) {
    return base::fail((command.argv.empty() ? "" : command.argv.front()) + ": program not found");
  }
  return *std::move(result);
}

base::Result<host::ProcessResult> MemoryHost::stream(const host::Command& command,
                                                     const host::Sink& output) const {
  auto result = run(command);
  if (result && output) {
    output(result->output);
    result->output.clear();
  }
  return result;
}

base::Result<host::ProcessResult> MemoryHost::run_with_progress(const host::Command& command,
                                                                const host::Sink& errors) const {
  auto result = run(command);
  if (result && errors) {
    errors(result->errors);
  }
  return result;
}

std::optional<std::string> MemoryHost::find_program(const std::string& name) const {
  const bool there = std::find(programs_.begin(), programs_.end(), name) != programs_.end();
  return there ? std::optional("/usr/bin/" + name) : std::nullopt;
}

std::optional<std::string> MemoryHost::env(const std::string& name) const {
  const auto found = environment_.find(name);
  return found == environment_.end() ? std::nullopt : std::optional(found->second);
}

} // namespace secaudit::support
