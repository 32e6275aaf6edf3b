// SPDX-License-Identifier: Apache-2.0
#include "image/parallel_hash.hpp"

#include "base/limits.hpp"

#include <utility>

namespace secaudit::image {
namespace {

constexpr std::size_t piece_bytes = 512 * limits::kib;
constexpr std::size_t most_waiting = 8;

} // namespace

ParallelSha256::~ParallelSha256() {
  stop();
}

void ParallelSha256::update(std::string_view bytes) {
  filling_ += bytes;
  if (filling_.size() >= piece_bytes) {
    hand_over();
  }
}

void ParallelSha256::hand_over() {
  if (!thread_.joinable()) {
    thread_ = std::thread([this] { work(); });
  }
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return waiting_.size() < most_waiting; });
  waiting_.push_back(std::move(filling_));
  filling_.clear();
  if (!spare_.empty()) {
    filling_ = std::move(spare_.front());
    spare_.pop_front();
  }
  changed_.notify_all();
}

void ParallelSha256::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return ended_ || !waiting_.empty(); });
    if (waiting_.empty()) {
      return;
    }
    std::string piece = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    hash_.update(piece);
    piece.clear();
    lock.lock();
    spare_.push_back(std::move(piece));
    changed_.notify_all();
  }
}

void ParallelSha256::stop() {
  if (!thread_.joinable()) {
    return;
  }
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }
  thread_.join();
}

std::string ParallelSha256::hex() {
  stop();
  hash_.update(filling_);
  return hash_.hex();
}

} // namespace secaudit::image
