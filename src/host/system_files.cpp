// SPDX-License-Identifier: Apache-2.0
// The part of SystemHost that touches files.
#include "host/system_host.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace secaudit::host {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int number() const { return number_; }
  int close() {
    const int result = number_ > STDERR_FILENO ? ::close(number_) : 0;
    number_ = -1;
    return result;
  }

 private:
  int number_;
};

tl::unexpected<base::Error> failed(const std::string& path) {
  return base::fail(path + ": " + std::strerror(errno));
}

FileInfo::Type type_of(mode_t mode) {
  if (S_ISREG(mode)) {
    return FileInfo::Type::file;
  }
  if (S_ISDIR(mode)) {
    return FileInfo::Type::directory;
  }
  return S_ISLNK(mode) ? FileInfo::Type::symlink : FileInfo::Type::other;
}

class FileStream : public ByteStream {
 public:
  FileStream(int descriptor, std::string name, const Cancellation& cancellation)
      : descriptor_(descriptor), name_(std::move(name)), cancellation_(cancellation) {}

  base::Result<std::size_t> read(std::span<char> buffer) override {
    for (;;) {
      if (cancellation_.requested()) {
        return base::fail(name_ + ": cancelled");
      }
      const ssize_t size = ::read(descriptor_.number(), buffer.data(), buffer.size());
      if (size >= 0) {
        return static_cast<std::size_t>(size);
      }
      if (errno != EINTR) {
        return failed(name_);
      }
    }
  }

 private:
  Descriptor descriptor_;
  std::string name_;
  const Cancellation& cancellation_;
};

/// Opens a regular file. Without O_NONBLOCK a pipe in the project would hang us.
base::Result<int> open_regular(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) {
    return failed(path);
  }
  struct ::stat info {};
  if (::fstat(descriptor, &info) != 0 || !S_ISREG(info.st_mode)) {
    ::close(descriptor);
    return base::fail(path + (S_ISDIR(info.st_mode) ? ": is a folder" : ": is no regular file"));
  }
  return descriptor;
}

bool write_all(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t size = ::write(descriptor, content.data(), content.size());
    if (size < 0 && errno != EINTR) {
      return false;
    }
    content.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
  }
  return true;
}

} // namespace

base::Result<std::string> SystemHost::read_file(const std::string& path, std::size_t limit) const {
  const auto opened = open_regular(path);
  if (!opened) {
    return base::fail(opened.error().message, opened.error().hint);
  }
  FileStream stream(*opened, path, cancellation_);
  std::string content;
  std::string buffer(64 * 1024, '\0');
  for (;;) {
    const auto size = stream.read(buffer);
    if (!size) {
      return base::fail(size.error().message, size.error().hint);
    }
    if (*size == 0) {
      return content;
    }
    if (content.size() + *size > limit) {
      return base::fail(path + ": is longer than " + std::to_string(limit) + " bytes");
    }
    content.append(buffer, 0, *size);
  }
}

base::Result<std::unique_ptr<ByteStream>> SystemHost::open(const std::string& path) const {
  const auto opened = open_regular(path);
  if (!opened) {
    return base::fail(opened.error().message, opened.error().hint);
  }
  return std::make_unique<FileStream>(*opened, path, cancellation_);
}

std::unique_ptr<ByteStream> SystemHost::standard_input() const {
  return std::make_unique<FileStream>(STDIN_FILENO, "standard input", cancellation_);
}

base::Result<FileInfo> SystemHost::stat(const std::string& path, bool follow) const {
  struct ::stat info {};
  if ((follow ? ::stat(path.c_str(), &info) : ::lstat(path.c_str(), &info)) != 0) {
    return failed(path);
  }
  return FileInfo{type_of(info.st_mode), static_cast<std::uint64_t>(info.st_size),
                  info.st_mode & 07777U};
}

base::Result<std::vector<DirectoryEntry>> SystemHost::list(const std::string& path) const {
  std::error_code error;
  std::vector<DirectoryEntry> entries;
  for (std::filesystem::directory_iterator item(path, error), end; !error && item != end;
       item.increment(error)) {
    struct ::stat info {};
    const std::string name = item->path().filename().string();
    const bool known = ::lstat(item->path().c_str(), &info) == 0;
    entries.push_back({name, known ? type_of(info.st_mode) : FileInfo::Type::other});
  }
  if (error) {
    return base::fail(path + ": " + error.message());
  }
  std::sort(entries.begin(), entries.end(),
            [](const DirectoryEntry& a, const DirectoryEntry& b) { return a.name < b.name; });
  return entries;
}

base::Result<std::string> SystemHost::canonical(const std::string& path) const {
  std::error_code error;
  const auto result = std::filesystem::canonical(path, error);
  if (error) {
    return base::fail(path + ": " + error.message());
  }
  return result.generic_string();
}

base::Status SystemHost::make_directory(const std::string& path, unsigned mode) const {
  std::error_code error;
  const std::filesystem::path target(path);
  if (target.has_parent_path()) {
    std::filesystem::create_directories(target.parent_path(), error);
  }
  if (::mkdir(path.c_str(), static_cast<mode_t>(mode)) == 0) {
    return {};
  }
  const int reason = errno;
  const auto info = stat(path, true);
  if (info && info->type == FileInfo::Type::directory) {
    return {};
  }
  return base::fail(path + ": " + std::strerror(reason));
}

base::Status SystemHost::write_file(const std::string& path, std::string_view content,
                                    unsigned mode) const {
  const std::string temporary = path + ".tmp-" + std::to_string(::getpid());
  Descriptor descriptor(::open(temporary.c_str(),
                               O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                               static_cast<mode_t>(mode)));
  if (descriptor.number() < 0) {
    return failed(path);
  }
  // Some file systems tell of a full disk only when they are flushed or closed.
  const bool written = write_all(descriptor.number(), content) && ::fsync(descriptor.number()) == 0
                       && descriptor.close() == 0 && ::rename(temporary.c_str(), path.c_str()) == 0;
  if (!written) {
    const auto error = failed(path);
    ::unlink(temporary.c_str());
    return error;
  }
  return {};
}

} // namespace secaudit::host
