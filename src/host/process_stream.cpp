// SPDX-License-Identifier: Apache-2.0
#include "host/process_stream.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace secaudit::host {

ProcessStream::ProcessStream(const Host& host, Command command) {
  thread_ = std::thread([this, &host, command = std::move(command)] {
    auto result = host.stream(command, [this](std::string_view bytes) { return hand_over(bytes); });
    const std::lock_guard lock(mutex_);
    result_.emplace(std::move(result));
    ended_ = true;
    changed_.notify_all();
  });
}

ProcessStream::~ProcessStream() {
  close();
}

bool ProcessStream::hand_over(std::string_view bytes) {
  std::unique_lock lock(mutex_);
  piece_ = bytes;
  changed_.notify_all();
  changed_.wait(lock, [this] { return piece_.empty() || abandoned_; });
  return !abandoned_;
}

base::Result<std::size_t> ProcessStream::read(std::span<char> buffer) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !piece_.empty() || ended_; });
  if (piece_.empty()) {
    if (result_ && !*result_) {
      return tl::unexpected(result_->error());
    }
    return std::size_t{0};
  }
  const std::size_t count = std::min(buffer.size(), piece_.size());
  std::memcpy(buffer.data(), piece_.data(), count);
  piece_.remove_prefix(count);
  if (piece_.empty()) {
    changed_.notify_all();
  }
  return count;
}

void ProcessStream::close() {
  {
    const std::lock_guard lock(mutex_);
    abandoned_ = true;
    changed_.notify_all();
  }
  if (thread_.joinable()) {
    thread_.join();
  }
}

base::Result<ProcessResult> ProcessStream::finish() {
  close();
  return std::move(*result_);
}

} // namespace secaudit::host
