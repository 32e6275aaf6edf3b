// SPDX-License-Identifier: Apache-2.0
#include "host/process_stream.hpp"

#include "base/limits.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace secaudit::host {

namespace {

constexpr std::size_t most_waiting = 8 * limits::mib;

} // namespace

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
  changed_.wait(lock, [this] { return bytes_ < most_waiting || abandoned_; });
  if (abandoned_) {
    return false;
  }
  std::string piece;
  if (!spare_.empty()) {
    piece = std::move(spare_.front());
    spare_.pop_front();
  }
  piece.assign(bytes);
  waiting_.push_back(std::move(piece));
  bytes_ += bytes.size();
  changed_.notify_all();
  return true;
}

base::Result<std::size_t> ProcessStream::read(std::span<char> buffer) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !waiting_.empty() || ended_; });
  if (waiting_.empty()) {
    if (result_ && !*result_) {
      return tl::unexpected(result_->error());
    }
    return std::size_t{0};
  }
  std::string& piece = waiting_.front();
  const std::size_t count = std::min(buffer.size(), piece.size() - used_);
  std::memcpy(buffer.data(), piece.data() + used_, count);
  used_ += count;
  if (used_ == piece.size()) {
    const bool was_full = bytes_ >= most_waiting;
    bytes_ -= piece.size();
    used_ = 0;
    spare_.push_back(std::move(piece));
    waiting_.pop_front();
    if (was_full) {
      changed_.notify_all();
    }
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
