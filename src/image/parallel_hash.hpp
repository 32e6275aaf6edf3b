// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/digest.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace secaudit::image {

/// SHA-256 on a second processor while the bytes are read on the first: half of the work of reading
/// an image is its digests. Short content never starts a thread; at most four MiB wait.
class ParallelSha256 {
 public:
  ParallelSha256() = default;
  ~ParallelSha256();
  ParallelSha256(const ParallelSha256&) = delete;
  ParallelSha256& operator=(const ParallelSha256&) = delete;

  void update(std::string_view bytes);
  /// 64 lower-case hexadecimal digits. To be called once, at the end.
  std::string hex();

 private:
  void hand_over();
  void work();
  void stop();

  base::Sha256 hash_; ///< the thread's, while there is one
  std::string filling_;
  std::thread thread_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> waiting_;
  std::deque<std::string> spare_;
  bool ended_ = false;
};

} // namespace secaudit::image
