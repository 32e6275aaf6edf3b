// SPDX-License-Identifier: Apache-2.0
#include "host/process_stream.hpp"

#include <algorithm>
#include <cstring>

namespace secaudit::host {
namespace {

// 64 KiB a block: 8 MiB in flight at most.
constexpr std::size_t most_blocks = 128;

} // namespace

ProcessStream::ProcessStream(const Host& host, Command command)
    : result_(ProcessResult{}), thread_([this, &host, command = std::move(command)] {
        auto result = host.stream(command, [this](std::string_view bytes) { return push(bytes); });
        const std::lock_guard lock(mutex_);
        result_ = std::move(result);
        ended_ = true;
        changed_.notify_all();
      }) {}

ProcessStream::~ProcessStream() {
  {
    const std::lock_guard lock(mutex_);
    abandoned_ = true;
    changed_.notify_all();
  }
  if (thread_.joinable()) {
    thread_.join();
  }
}

bool ProcessStream::push(std::string_view bytes) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return blocks_.size() < most_blocks || abandoned_ || draining_; });
  if (abandoned_) {
    return false;
  }
  if (!draining_) {
    blocks_.emplace_back(bytes);
    changed_.notify_all();
  }
  return true;
}

base::Result<std::size_t> ProcessStream::read(std::span<char> buffer) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !blocks_.empty() || ended_; });
  if (blocks_.empty()) {
    if (!result_) {
      return base::fail(result_.error().message, result_.error().hint);
    }
    return std::size_t{0};
  }
  const std::string& block = blocks_.front();
  const std::size_t size = std::min(buffer.size(), block.size() - offset_);
  std::memcpy(buffer.data(), block.data() + offset_, size);
  offset_ += size;
  if (offset_ == block.size()) {
    blocks_.pop_front();
    offset_ = 0;
    changed_.notify_all();
  }
  return size;
}

base::Result<ProcessResult> ProcessStream::finish() {
  {
    const std::lock_guard lock(mutex_);
    draining_ = true;
    blocks_.clear();
    changed_.notify_all();
  }
  thread_.join();
  return std::move(result_);
}

} // namespace secaudit::host
