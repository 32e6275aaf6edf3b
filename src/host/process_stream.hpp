// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/host.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

namespace secaudit::host {

/// The standard output of a running program as a stream of bytes, with a few MiB of memory between
/// the two and nothing on disk.
class ProcessStream : public ByteStream {
 public:
  /// Starts the program at once. `host` must outlive the stream.
  ProcessStream(const Host& host, Command command);
  /// Ends the program when it is still running.
  ~ProcessStream() override;
  ProcessStream(const ProcessStream&) = delete;
  ProcessStream& operator=(const ProcessStream&) = delete;

  /// 0 when the program has closed its output. A program that could not be started is an error.
  base::Result<std::size_t> read(std::span<char> buffer) override;

  /// How the program ended; it is ended when its output was not read to the end. Call once.
  base::Result<ProcessResult> finish();

 private:
  bool hand_over(std::string_view bytes);
  void close();

  std::mutex mutex_;
  std::condition_variable changed_;
  /// What came and was not read yet: the program goes on writing while its output is worked on.
  std::deque<std::string> waiting_;
  std::deque<std::string> spare_; ///< their memory, to be used again
  std::size_t bytes_ = 0;         ///< in waiting_
  std::size_t used_ = 0;          ///< of the first of them
  bool abandoned_ = false;
  bool ended_ = false;
  std::optional<base::Result<ProcessResult>> result_;
  std::thread thread_;
};

} // namespace secaudit::host
