// SPDX-License-Identifier: Apache-2.0
// Everything of Boost.Process is in this file. docs/adr/002 says why version 2 and what it needs.
#include "host/run.hpp"

// Boost 1.81 needs the first two before its process headers when the standard file system is used.
// clang-format off
#include <boost/optional.hpp>
#include <boost/type_traits.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/readable_pipe.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/writable_pipe.hpp>
#include <boost/asio/write.hpp>
#include <boost/process/v2.hpp>
#if __has_include(<boost/process/v2/src.hpp>)
#include <boost/process/v2/src.hpp>
#endif
// clang-format on

#include <algorithm>
#include <array>
#include <csignal>
#include <memory>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <linux/close_range.h>
#include <sys/syscall.h>
#endif

namespace secaudit::host {
namespace asio = boost::asio;
namespace process = boost::process::v2;

namespace {

using std::chrono::milliseconds;

constexpr std::size_t buffer_bytes = 64 * 1024;
constexpr int pipe_bytes = 1024 * 1024;
constexpr milliseconds watch_interval{20};
// A grandchild may keep the pipes open after the child is gone; what is in them by then is read for
// this long.
constexpr milliseconds patience_after_exit{1000};

/// Runs in the child between fork and exec: only calls that are safe there.
struct PrepareChild {
  template <typename Launcher>
  boost::system::error_code on_exec_setup(Launcher&, const std::filesystem::path&,
                                          const char* const*) {
    ::setpgid(0, 0);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    std::signal(SIGPIPE, SIG_DFL);
    close_others();
    return {};
  }

  /// Boost up to 1.83 leaks descriptors below the last one that it keeps. They are marked, not
  /// closed: the launcher reports a failed exec through one of them.
  static void close_others() {
#if defined(__linux__) && defined(SYS_close_range)
    if (::syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC) == 0) {
      return;
    }
#endif
    const int last = static_cast<int>(::sysconf(_SC_OPEN_MAX));
    for (int descriptor = 3; descriptor < last && descriptor < 65536; ++descriptor) {
      ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    }
  }
};

/// Keeps a stream up to a limit, or hands it to a sink; drains the rest.
class Drain {
 public:
  Drain(asio::io_context& context, const Sink& sink, std::size_t limit)
      : pipe(context), sink_(sink), limit_(limit) {}

  void start(std::function<void()> refused) {
    refused_ = std::move(refused);
    next();
  }

  asio::readable_pipe pipe;
  std::string kept;
  bool truncated = false;
  bool open = true;

 private:
  void next() {
    pipe.async_read_some(asio::buffer(buffer_),
                         [this](const boost::system::error_code& error, std::size_t size) {
                           if (size > 0) {
                             take({buffer_.data(), size});
                           }
                           if (error) {
                             open = false;
                             return;
                           }
                           next();
                         });
  }

  void take(std::string_view bytes) {
    if (sink_ && !stopped_) {
      stopped_ = !sink_(bytes);
      if (stopped_) {
        refused_();
      }
      return;
    }
    const std::size_t room = limit_ - std::min(limit_, kept.size());
    truncated = truncated || bytes.size() > room;
    kept.append(bytes.substr(0, room));
  }

  const Sink& sink_;
  std::size_t limit_;
  std::function<void()> refused_;
  bool stopped_ = false;
  std::array<char, buffer_bytes> buffer_{};
};

int exit_code_of(int status) {
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/// One running child with its pipes, clocks and the reasons to end it.
class Run {
 public:
  explicit Run(const RunRequest& request)
      : request_(request), output_(context_, request.output, request.command.output_limit),
        errors_(context_, request.errors, request.command.output_limit), input_(context_),
        watch_(context_) {}

  base::Result<ProcessResult> go() {
    started_ = std::chrono::steady_clock::now();
    try {
      launch();
    } catch (const boost::system::system_error& error) {
      // what() carries a source location since 1.83; the code's message is for people.
      return base::fail(request_.program + ": " + error.code().message());
    }
    output_.start([this] { end_group(); });
    errors_.start([this] { end_group(); });
    write_input();
    child_->async_wait([this](const boost::system::error_code&, int) {
      exited_ = std::chrono::steady_clock::now();
    });
    watch();
    context_.run();
    return collect();
  }

 private:
  void launch() {
    const std::string& directory = request_.command.directory;
    const std::filesystem::path start =
        directory.empty() ? std::filesystem::current_path() : std::filesystem::path(directory);
    const std::filesystem::path program = request_.program;
    // Not const: the launcher silently skips an initialiser whose hooks it cannot call.
    process::process_environment environment(request_.environment);
    if (request_.command.input.empty()) {
      child_.emplace(context_, program, request_.arguments,
                     process::process_stdio{nullptr, output_.pipe, errors_.pipe}, environment,
                     process::process_start_dir(start), PrepareChild{});
    } else {
      child_.emplace(context_, program, request_.arguments,
                     process::process_stdio{input_, output_.pipe, errors_.pipe}, environment,
                     process::process_start_dir(start), PrepareChild{});
    }
    group_ = child_->id();
    // The child does the same; whoever comes first, the group exists before anything is sent to it.
    ::setpgid(group_, group_);
#ifdef F_SETPIPE_SZ
    ::fcntl(output_.pipe.native_handle(), F_SETPIPE_SZ, pipe_bytes);
#endif
  }

  void write_input() {
    if (request_.command.input.empty()) {
      return;
    }
    asio::async_write(input_, asio::buffer(request_.command.input),
                      [this](const boost::system::error_code&, std::size_t) { close_input(); });
  }

  void close_input() {
    boost::system::error_code ignored;
    input_.close(ignored);
  }

  void watch() {
    watch_.expires_after(watch_interval);
    watch_.async_wait([this](const boost::system::error_code& error) {
      if (error) {
        return;
      }
      const auto now = std::chrono::steady_clock::now();
      if (!exited_ && request_.cancelled && request_.cancelled()) {
        result_.cancelled = true;
        end_group();
      }
      if (!exited_ && now - started_ > request_.command.timeout) {
        result_.timed_out = true;
        end_group();
      }
      if (exited_ && !output_.open && !errors_.open) {
        close_input();
        return;
      }
      if (exited_ && now - *exited_ > patience_after_exit) {
        end_group();
        close_pipes();
        return;
      }
      watch();
    });
  }

  void end_group() {
    ::kill(-group_, SIGKILL);
  }

  void close_pipes() {
    boost::system::error_code ignored;
    output_.pipe.close(ignored);
    errors_.pipe.close(ignored);
    close_input();
  }

  ProcessResult collect() {
    result_.exit_code = exit_code_of(child_->native_exit_code());
    result_.output = std::move(output_.kept);
    result_.errors = std::move(errors_.kept);
    result_.truncated = output_.truncated || errors_.truncated;
    result_.duration =
        std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - started_);
    return std::move(result_);
  }

  const RunRequest& request_;
  asio::io_context context_{1};
  Drain output_;
  Drain errors_;
  asio::writable_pipe input_;
  asio::steady_timer watch_;
  std::optional<process::process> child_;
  pid_t group_ = 0;
  std::chrono::steady_clock::time_point started_;
  std::optional<std::chrono::steady_clock::time_point> exited_;
  ProcessResult result_;
};

bool is_executable(const std::string& path) {
  struct ::stat info {};
  return ::stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode)
         && ::access(path.c_str(), X_OK) == 0;
}

} // namespace

base::Result<ProcessResult> run_process(const RunRequest& request) {
  if (request.program.empty()) {
    return base::fail("no program was named");
  }
  return Run(request).go();
}

std::optional<std::string> find_in_path(const std::string& name, const std::string& path_variable) {
  if (name.empty()) {
    return std::nullopt;
  }
  if (name.find('/') != std::string::npos) {
    return is_executable(name) ? std::optional(name) : std::nullopt;
  }
  for (std::size_t begin = 0; begin <= path_variable.size();) {
    const std::size_t end = std::min(path_variable.find(':', begin), path_variable.size());
    const std::string candidate = path_variable.substr(begin, end - begin) + "/" + name;
    // An empty element means the working directory, where a project could place a program of that
    // name: never.
    if (end > begin && is_executable(candidate)) {
      return candidate;
    }
    begin = end + 1;
  }
  return std::nullopt;
}

} // namespace secaudit::host
