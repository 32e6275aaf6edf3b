// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/host.hpp"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace secaudit::host {

/// The standard output of a running program as a stream of bytes, for a reader that pulls. The
/// program runs in a thread of its own; it waits when the reader is slow, so that memory stays
/// bounded. Destroying the stream ends the program.
class ProcessStream : public ByteStream {
 public:
  /// `host` must outlive the stream.
  ProcessStream(const Host& host, Command command);
  ~ProcessStream() override;

  base::Result<std::size_t> read(std::span<char> buffer) override;

  /// Waits for the program, throwing away what was not read. To be called once.
  base::Result<ProcessResult> finish();

 private:
  bool push(std::string_view bytes);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> blocks_;
  std::size_t offset_ = 0; ///< read already of blocks_.front()
  bool ended_ = false;
  bool abandoned_ = false;
  bool draining_ = false;
  base::Result<ProcessResult> result_;
  std::thread thread_;
};

} // namespace secaudit::host
