// SPDX-License-Identifier: Apache-2.0
// The files of the real world.
#include "host/system_host.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/vfs.h>
#endif

namespace secaudit::host {
namespace {

/// Owns a file descriptor.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ > 2) {
      ::close(fd_);
    }
  }
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

std::string reason(int error) {
  return std::generic_category().message(error);
}

tl::unexpected<base::Error> file_error(const std::string& path, int error) {
  switch (error) {
  case ENOENT:
    return base::fail(path + ": there is no such file", "check the name");
  case EACCES:
  case EPERM:
    return base::fail(path + ": reading it is not permitted", "check the file's permissions");
  case ENOSPC:
  case EDQUOT:
    return base::fail(path + ": the disk is full", "free some space, or choose another folder");
  default:
    return base::fail(path + ": " + reason(error));
  }
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
  FileStream(Descriptor file, std::string name, std::shared_ptr<Stop> stop)
      : file_(std::move(file)), name_(std::move(name)), stop_(std::move(stop)) {}

  base::Result<std::size_t> read(std::span<char> buffer) override {
    while (!stop_->requested()) {
      // A pipe can stay silent for ever, and the wish to stop comes without a signal from docker.
      pollfd waiting{file_.get(), POLLIN, 0};
      if (::poll(&waiting, 1, 100) <= 0) {
        continue;
      }
      const ssize_t count = ::read(file_.get(), buffer.data(), buffer.size());
      if (count >= 0) {
        return static_cast<std::size_t>(count);
      }
      if (errno != EINTR && errno != EAGAIN) {
        return file_error(name_, errno);
      }
    }
    return base::fail(name_ + ": reading was cancelled");
  }

 private:
  Descriptor file_;
  std::string name_;
  std::shared_ptr<Stop> stop_;
};

base::Status write_all(int fd, std::string_view content, const std::string& path) {
  while (!content.empty()) {
    const ssize_t count = ::write(fd, content.data(), content.size());
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      return file_error(path, errno);
    }
    content.remove_prefix(static_cast<std::size_t>(count));
  }
  // Pipes and terminals cannot be flushed.
  if (::fsync(fd) != 0 && errno != EINVAL && errno != EROFS && errno != ENOTSUP) {
    return file_error(path, errno);
  }
  return {};
}

/// Whether the file is one of /proc or /sys. A project must not make us read our own environment.
bool on_kernel_files([[maybe_unused]] int fd) {
#ifdef __linux__
  constexpr auto proc = 0x9fa0;
  constexpr auto sysfs = 0x62656572;
  struct ::statfs system {};
  return ::fstatfs(fd, &system) == 0 && (system.f_type == proc || system.f_type == sysfs);
#else
  return false;
#endif
}

base::Result<Descriptor> open_regular(const std::string& path) {
  // O_NONBLOCK: opening a named pipe must not wait for a writer.
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0) {
    return file_error(path, errno);
  }
  struct ::stat info {};
  if (::fstat(file.get(), &info) != 0) {
    return file_error(path, errno);
  }
  if (on_kernel_files(file.get())) {
    return base::fail(path + ": is a view into the running system, expected a file");
  }
  if (!S_ISREG(info.st_mode)) {
    return base::fail(path + ": is " + (S_ISDIR(info.st_mode) ? "a folder" : "no regular file")
                      + ", expected a file");
  }
  return file;
}

} // namespace

base::Result<std::string> SystemHost::read_file(const std::string& path, std::size_t limit) const {
  auto file = open_regular(path);
  if (!file) {
    return tl::unexpected(file.error());
  }
  std::string content;
  std::array<char, 65536> buffer{};
  while (true) {
    const ssize_t count = ::read(file->get(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      return file_error(path, errno);
    }
    if (count == 0) {
      return content;
    }
    content.append(buffer.data(), static_cast<std::size_t>(count));
    if (content.size() > limit) {
      return base::fail(path + ": is longer than " + std::to_string(limit) + " bytes");
    }
  }
}

base::Result<std::unique_ptr<ByteStream>> SystemHost::open(const std::string& path) const {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0) {
    return file_error(path, errno);
  }
  struct ::stat info {};
  if (::fstat(file.get(), &info) == 0 && S_ISDIR(info.st_mode)) {
    return base::fail(path + ": is a folder, expected a file");
  }
  return std::make_unique<FileStream>(std::move(file), path, stop_);
}

std::unique_ptr<ByteStream> SystemHost::standard_input() const {
  return std::make_unique<FileStream>(Descriptor(STDIN_FILENO), "standard input", stop_);
}

base::Result<FileInfo> SystemHost::stat(const std::string& path, bool follow) const {
  struct ::stat info {};
  const int failed = follow ? ::stat(path.c_str(), &info) : ::lstat(path.c_str(), &info);
  if (failed != 0) {
    return file_error(path, errno);
  }
  return FileInfo{type_of(info.st_mode), static_cast<std::uint64_t>(info.st_size),
                  static_cast<unsigned>(info.st_mode & 07777U)};
}

base::Result<std::vector<DirectoryEntry>> SystemHost::list(const std::string& path) const {
  namespace fs = std::filesystem;
  std::error_code error;
  std::vector<DirectoryEntry> entries;
  for (fs::directory_iterator it(path, error), end; !error && it != end; it.increment(error)) {
    // In this order no entry has to be asked for anew: its folder tells what it is.
    std::error_code ignored;
    DirectoryEntry entry{it->path().filename().string(), FileInfo::Type::other};
    if (it->is_symlink(ignored)) {
      entry.type = FileInfo::Type::symlink;
    } else if (it->is_regular_file(ignored)) {
      entry.type = FileInfo::Type::file;
    } else if (it->is_directory(ignored)) {
      entry.type = FileInfo::Type::directory;
    }
    entries.push_back(std::move(entry));
  }
  if (error) {
    return file_error(path, error.value());
  }
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return entries;
}

base::Result<std::string> SystemHost::canonical(const std::string& path) const {
  std::error_code error;
  const auto resolved = std::filesystem::canonical(path, error);
  if (error) {
    return file_error(path, error.value());
  }
  return resolved.generic_string();
}

base::Status SystemHost::make_directory(const std::string& path, unsigned mode) const {
  namespace fs = std::filesystem;
  std::error_code error;
  if (fs::is_directory(path, error)) {
    return {};
  }
  const fs::path parent = fs::path(path).lexically_normal().parent_path();
  if (!parent.empty() && parent != path && !fs::exists(parent, error)) {
    if (auto made = make_directory(parent.string(), mode); !made) {
      return made;
    }
  }
  if (::mkdir(path.c_str(), static_cast<mode_t>(mode)) != 0 && errno != EEXIST) {
    return base::fail(path + ": the folder cannot be made: " + reason(errno));
  }
  if (!fs::is_directory(path, error)) {
    return base::fail(path + ": is no folder", "remove it, or choose another folder");
  }
  return {};
}

base::Status SystemHost::write_file(const std::string& path, std::string_view content,
                                    unsigned mode) const {
  std::string temporary = path + ".XXXXXX";
  Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
  if (file.get() < 0) {
    return base::fail(path + ": cannot be written: " + reason(errno));
  }
  auto written = write_all(file.get(), content, path);
  if (written && ::fchmod(file.get(), static_cast<mode_t>(mode)) != 0) {
    written = base::fail(path + ": cannot be written: " + reason(errno));
  }
  // Some file systems tell about a full disk only here.
  if (::close(file.release()) != 0 && written) {
    written = file_error(path, errno);
  }
  if (written && ::rename(temporary.c_str(), path.c_str()) != 0) {
    written = base::fail(path + ": cannot be written: " + reason(errno));
  }
  if (!written) {
    ::unlink(temporary.c_str());
  }
  return written;
}

base::Status SystemHost::write_output(const std::string& path, std::string_view content,
                                      unsigned mode) const {
  struct ::stat info {};
  if (::stat(path.c_str(), &info) != 0 || S_ISDIR(info.st_mode)) {
    return write_file(path, content, mode);
  }
  if (S_ISREG(info.st_mode)) {
    const auto target = canonical(path);
    return target ? write_file(*target, content, mode)
                  : base::Status(tl::unexpected(target.error()));
  }
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  return file.get() < 0 ? base::Status(base::fail(path + ": cannot be written: " + reason(errno)))
                        : write_all(file.get(), content, path);
}

base::Status SystemHost::move_file(const std::string& from, const std::string& to) const {
  struct ::stat info {};
  if (::lstat(to.c_str(), &info) == 0) {
    return base::fail(to + ": exists already", "look at it, and remove it when it is not needed");
  }
  if (::rename(from.c_str(), to.c_str()) != 0) {
    return base::fail(from + ": cannot be renamed: " + reason(errno));
  }
  return {};
}

base::Status SystemHost::remove_file(const std::string& path) const {
  if (::unlink(path.c_str()) != 0) {
    return base::fail(path + ": cannot be removed: " + reason(errno));
  }
  return {};
}

} // namespace secaudit::host
