// SPDX-License-Identifier: Apache-2.0
// Everything of Boost.Process stands here; docs/adr/001 tells what had to be worked around.
#include "host/run.hpp"

#include <boost/optional.hpp>    // 1.81 forgets to include these two
#include <boost/type_traits.hpp> // when BOOST_PROCESS_USE_STD_FS is set
#include <boost/version.hpp>
#if BOOST_VERSION >= 108800
#include <boost/process.hpp>
#else
#include <boost/process/v2.hpp>
#endif
#if __has_include(<boost/process/v2/src.hpp>)
#include <boost/process/v2/src.hpp>
#endif

#include <boost/asio/io_context.hpp>
#include <boost/asio/readable_pipe.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/writable_pipe.hpp>
#include <boost/asio/write.hpp>

#include <csignal>
#include <cstdio>
#include <optional>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <linux/close_range.h>
#include <sys/syscall.h>
#endif

namespace secaudit::host {
namespace {

namespace asio = boost::asio;
namespace process = boost::process::v2;
using Clock = std::chrono::steady_clock;
using boost::system::error_code;

constexpr std::chrono::milliseconds tick_length{20};
/// Time a program has to end by itself after SIGTERM.
constexpr std::chrono::milliseconds patience{400};
/// After the program's end: how long a pipe that somebody else still holds may stay silent.
constexpr std::chrono::milliseconds silence{300};
constexpr int pipe_size = 1024 * 1024;

/// Runs in the child between fork and exec, so only async-signal-safe calls.
struct CleanChild {
  template <typename Launcher>
  error_code on_exec_setup(Launcher&, const process::filesystem::path&, const char* const*) {
    ::setpgid(0, 0);
    ::signal(SIGPIPE, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    keep_standard_descriptors_only();
    return {};
  }

  static void keep_standard_descriptors_only() {
#if defined(__linux__) && defined(SYS_close_range)
    if (::syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC) == 0) {
      return;
    }
#endif
    const long most = ::sysconf(_SC_OPEN_MAX);
    for (int fd = 3; fd < static_cast<int>(most < 0 ? 1024 : most); ++fd) {
      ::fcntl(fd, F_SETFD, FD_CLOEXEC);
    }
  }
};

/// One of the program's two outputs.
struct Output {
  explicit Output(asio::io_context& context, std::size_t buffer_size)
      : pipe(context), buffer(buffer_size) {}

  asio::readable_pipe pipe;
  std::vector<char> buffer;
  const Sink* sink = nullptr;
  std::string* kept = nullptr;
  bool open = true;
};

class Run {
 public:
  Run(const Launch& launch, const Sink& output, const Sink& errors, Stop& stop)
      : launch_(launch), stop_(stop), in_(context_), out_(context_, output ? pipe_size : 65536),
        err_(context_, 65536), tick_(context_) {
    out_.sink = output ? &output : nullptr;
    out_.kept = &result_.output;
    err_.sink = errors ? &errors : nullptr;
    err_.kept = &result_.errors;
  }

  ~Run() {
    if (process_) {
      if (!exited_) {
        ::kill(-pid_, SIGKILL);
      }
      stop_.remove_group(pid_);
    }
  }
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  base::Result<ProcessResult> execute() {
    std::fflush(nullptr); // what is buffered must not be written twice should exec fail
    started_ = last_read_ = Clock::now();
    if (auto failure = start()) {
      return base::fail("cannot start " + launch_.program + ": " + *failure);
    }
    watch();
    context_.run();
    if (ending_) {
      ::kill(-pid_, SIGKILL); // whatever of the group outlived its leader
    }
    result_.exit_code = exit_code();
    result_.duration =
        std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - started_);
    return std::move(result_);
  }

 private:
  std::optional<std::string> start() {
    try {
      if (launch_.input.empty()) {
        launch_with(process::process_stdio{nullptr, out_.pipe, err_.pipe});
      } else {
        launch_with(process::process_stdio{in_, out_.pipe, err_.pipe});
      }
    } catch (const boost::system::system_error& e) {
      return e.code().message();
    }
    pid_ = static_cast<int>(process_->id());
    stop_.add_group(pid_);
    return std::nullopt;
  }

  template <typename Stdio>
  void launch_with(Stdio&& stdio) {
    const std::string directory = launch_.directory.empty() ? "." : launch_.directory;
    process_.emplace(context_.get_executor(), process::filesystem::path(launch_.program),
                     launch_.arguments, std::forward<Stdio>(stdio),
                     process::process_environment(launch_.environment),
                     process::process_start_dir(directory), CleanChild{});
  }

  void watch() {
#ifdef F_SETPIPE_SZ
    ::fcntl(out_.pipe.native_handle(), F_SETPIPE_SZ, pipe_size);
#endif
    read(out_);
    read(err_);
    if (!launch_.input.empty()) {
      asio::async_write(in_, asio::buffer(launch_.input), [this](error_code, std::size_t) {
        error_code ignored;
        in_.close(ignored);
      });
    }
    process_->async_wait([this](error_code, int) {
      exited_ = true;
      last_read_ = Clock::now();
      finish_when_done();
    });
    wait_for_tick();
  }

  void read(Output& from) {
    from.pipe.async_read_some(asio::buffer(from.buffer),
                              [this, &from](error_code ec, std::size_t count) {
                                last_read_ = Clock::now();
                                if (count > 0) {
                                  take(from, std::string_view(from.buffer.data(), count));
                                }
                                if (ec) {
                                  from.open = false;
                                  finish_when_done();
                                  return;
                                }
                                read(from);
                              });
  }

  void take(Output& from, std::string_view bytes) {
    if (from.sink != nullptr && !ending_ && !(*from.sink)(bytes)) {
      end_program();
    }
    last_read_ = Clock::now();
    if (&from == &out_ && !launch_.keep_output) {
      return;
    }
    const std::size_t room =
        launch_.output_limit - std::min(launch_.output_limit, from.kept->size());
    from.kept->append(bytes.substr(0, room));
    result_.truncated = result_.truncated || bytes.size() > room;
  }

  void wait_for_tick() {
    tick_.expires_after(tick_length);
    tick_.async_wait([this](error_code ec) {
      if (!ec) {
        on_tick();
      }
    });
  }

  void on_tick() {
    const auto now = Clock::now();
    if (!ending_ && stop_.requested()) {
      result_.cancelled = true;
      end_program();
    } else if (!ending_ && launch_.timeout.count() > 0 && now - started_ > launch_.timeout) {
      result_.timed_out = true;
      end_program();
    }
    if (ending_ && (exited_ || now - *ending_ > patience)) {
      ::kill(-pid_, SIGKILL);
    }
    if (exited_ && now - last_read_ > silence) {
      close_pipes();
      return;
    }
    wait_for_tick();
  }

  void end_program() {
    ending_ = Clock::now();
    ::kill(-pid_, SIGTERM);
  }

  void close_pipes() {
    error_code ignored;
    out_.pipe.close(ignored);
    err_.pipe.close(ignored);
    in_.close(ignored);
  }

  void finish_when_done() {
    if (exited_ && !out_.open && !err_.open) {
      tick_.cancel();
      error_code ignored;
      in_.close(ignored);
    }
  }

  /// exit_code() of the library is 9 both for `exit 9` and for SIGKILL.
  int exit_code() const {
    const int status = static_cast<int>(process_->native_exit_code());
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  }

  const Launch& launch_;
  Stop& stop_;
  asio::io_context context_;
  asio::writable_pipe in_;
  Output out_;
  Output err_;
  asio::steady_timer tick_;
  std::optional<process::process> process_;
  ProcessResult result_;
  int pid_ = 0;
  bool exited_ = false;
  std::optional<Clock::time_point> ending_;
  Clock::time_point started_;
  Clock::time_point last_read_;
};

} // namespace

base::Result<ProcessResult> run_process(const Launch& launch, const Sink& output,
                                        const Sink& errors, Stop& stop) {
  if (launch.program.empty()) {
    return base::fail("there is no program to start");
  }
  return Run(launch, output, errors, stop).execute();
}

} // namespace secaudit::host
