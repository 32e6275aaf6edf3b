// SPDX-License-Identifier: Apache-2.0
#include "project/git/commit_view.hpp"

#include "base/glob.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "host/text_stream.hpp"

#include <algorithm>

namespace secaudit::project::git {
namespace {

using Type = host::FileInfo::Type;

tl::unexpected<base::Error> not_there(const std::string& path) {
  return base::fail(path + ": there is no such file in the commit", "check the name");
}

/// Settings that leave out every filter the repository configures: to compare a file, git would
/// start the filter's program.
base::Result<std::vector<std::string>> without_filters(const History& history) {
  std::vector<std::string> settings;
  const auto names = history.ask(
      {"config", "-z", "--name-only", "--get-regexp", "^filter[.].*[.](clean|process)$"});
  if (!names) {
    return settings; // git answers so when there are none
  }
  for (const std::string_view name : base::split(*names, '\0')) {
    if (name.empty()) {
      continue;
    }
    if (name.find('=') != std::string_view::npos) {
      return base::fail("git's configuration has a filter of the name \"" + std::string(name)
                            + "\"",
                        "give it a name without `=`");
    }
    const std::string driver(name.substr(0, name.rfind('.')));
    for (const char* setting : {".clean=", ".process=", ".required=false"}) {
      settings.insert(settings.end(), {"-c", driver + setting});
    }
  }
  return settings;
}

} // namespace

base::Result<CommitView> CommitView::make(const host::Host& host, const History& history,
                                          const std::string& top, const std::string& commit) {
  CommitView view(host, history, top);
  auto arguments = without_filters(history);
  if (!arguments) {
    return tl::unexpected(arguments.error());
  }
  for (const char* word : {"diff-index", "-z", "--raw", "--no-abbrev", "--no-renames",
                           "--no-ext-diff", "--no-textconv", "--ignore-submodules=all"}) {
    arguments->emplace_back(word);
  }
  arguments->insert(arguments->end(), {commit, "--"});
  const auto listing = history.ask(std::move(*arguments));
  if (!listing) {
    return tl::unexpected(listing.error());
  }
  if (auto taken = view.take(*listing); !taken) {
    return tl::unexpected(taken.error());
  }
  return view;
}

base::Status CommitView::take(std::string_view listing) {
  const auto fields = base::split(listing, '\0');
  for (std::size_t i = 0; i + 1 < fields.size(); i += 2) {
    // :old-mode new-mode old-id new-id status, then the path
    const auto words = base::split(fields[i], ' ');
    if (words.size() != 5) {
      return base::fail("git lists changes in a form that is not understood");
    }
    const std::string path(fields[i + 1]);
    if (words[0] == ":100644" || words[0] == ":100755") {
      replace(path, std::string(words[2]));
    } else if (words[0] == ":000000") {
      hidden_.insert(path);
    }
  }
  return {};
}

void CommitView::replace(const std::string& path, const std::string& blob) {
  blobs_[path] = blob;
  Type type = Type::file;
  std::string below = path;
  while (true) {
    const std::size_t slash = below.rfind('/');
    const std::string folder = slash == std::string::npos ? "" : below.substr(0, slash);
    listed_[folder][below.substr(slash == std::string::npos ? 0 : slash + 1)] = type;
    if (folder.empty()) {
      return;
    }
    below = folder;
    type = Type::directory;
  }
}

std::optional<std::string> CommitView::inside(const std::string& path) const {
  const std::string whole =
      base::clean_path(path.starts_with('/') ? path : working_directory() + "/" + path);
  if (whole == top_) {
    return "";
  }
  return whole.starts_with(top_ + "/") ? std::optional(whole.substr(top_.size() + 1))
                                       : std::nullopt;
}

base::Result<std::string> CommitView::blob(const std::string& path, const std::string& id,
                                           std::size_t limit) const {
  auto text = history_.ask({"cat-file", "blob", id});
  if (text && text->size() > limit) {
    return base::fail(path + ": is longer than " + std::to_string(limit) + " bytes");
  }
  return text;
}

base::Result<std::string> CommitView::read_file(const std::string& path, std::size_t limit) const {
  if (const auto name = inside(path)) {
    if (const auto found = blobs_.find(*name); found != blobs_.end()) {
      return blob(path, found->second, limit);
    }
    if (hidden_.contains(*name)) {
      return not_there(path);
    }
  }
  return host_->read_file(path, limit);
}

base::Result<std::unique_ptr<host::ByteStream>> CommitView::open(const std::string& path) const {
  const auto name = inside(path);
  if (!name || (!blobs_.contains(*name) && !hidden_.contains(*name))) {
    return host_->open(path);
  }
  auto text = read_file(path, limits::project_file_bytes);
  if (!text) {
    return tl::unexpected(text.error());
  }
  return std::make_unique<host::TextStream>(std::move(*text));
}

base::Result<host::FileInfo> CommitView::stat(const std::string& path, bool follow) const {
  if (const auto name = inside(path)) {
    if (hidden_.contains(*name)) {
      return not_there(path);
    }
    if (const auto found = blobs_.find(*name); found != blobs_.end()) {
      const auto text = blob(path, found->second, limits::project_file_bytes);
      return host::FileInfo{Type::file, text ? text->size() : 0, 0644};
    }
    if (listed_.contains(*name) && !host_->stat(path, follow)) {
      return host::FileInfo{Type::directory, 0, 0755};
    }
  }
  return host_->stat(path, follow);
}

base::Result<std::vector<host::DirectoryEntry>> CommitView::list(const std::string& path) const {
  auto entries = host_->list(path);
  const auto name = inside(path);
  if (!name) {
    return entries;
  }
  const auto added = listed_.find(*name);
  if (!entries && added == listed_.end()) {
    return entries;
  }
  std::map<std::string, Type> all;
  const std::string prefix = name->empty() ? "" : *name + "/";
  for (const host::DirectoryEntry& entry : entries.value_or(std::vector<host::DirectoryEntry>{})) {
    if (hidden_.empty() || !hidden_.contains(prefix + entry.name)) {
      all[entry.name] = entry.type;
    }
  }
  if (added != listed_.end()) {
    for (const auto& [entry, type] : added->second) {
      all[entry] = type;
    }
  }
  std::vector<host::DirectoryEntry> out;
  for (const auto& [entry, type] : all) {
    out.push_back({entry, type});
  }
  return out;
}

base::Result<std::string> CommitView::canonical(const std::string& path) const {
  const auto name = inside(path);
  if (name && (blobs_.contains(*name) || listed_.contains(*name))) {
    return base::clean_path(top_ + "/" + *name);
  }
  return host_->canonical(path);
}

base::Status CommitView::make_directory(const std::string& path, unsigned mode) const {
  return host_->make_directory(path, mode);
}
base::Status CommitView::write_file(const std::string& path, std::string_view content,
                                    unsigned mode) const {
  return host_->write_file(path, content, mode);
}
base::Status CommitView::write_output(const std::string& path, std::string_view content,
                                      unsigned mode) const {
  return host_->write_output(path, content, mode);
}
base::Status CommitView::move_file(const std::string& from, const std::string& to) const {
  return host_->move_file(from, to);
}
base::Status CommitView::remove_file(const std::string& path) const {
  return host_->remove_file(path);
}
base::Result<host::ProcessResult> CommitView::run(const host::Command& command) const {
  return host_->run(command);
}
base::Result<host::ProcessResult> CommitView::stream(const host::Command& command,
                                                     const host::Sink& output) const {
  return host_->stream(command, output);
}
base::Result<host::ProcessResult> CommitView::run_with_progress(const host::Command& command,
                                                                const host::Sink& progress) const {
  return host_->run_with_progress(command, progress);
}
std::optional<std::string> CommitView::find_program(const std::string& name) const {
  return host_->find_program(name);
}
std::optional<std::string> CommitView::env(const std::string& name) const {
  return host_->env(name);
}

} // namespace secaudit::project::git
