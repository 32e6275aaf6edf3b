// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <mutex>
#include <set>

namespace secaudit::host {

/// The wish to stop, shared by whoever hears it (signals, the plugin socket) and whoever has to
/// obey, together with the process groups that must not outlive us.
class Stop {
 public:
  /// The first request wins; `exit_code` is what the program should end with.
  void request(int exit_code);
  bool requested() const { return exit_code_.load() != 0; }
  /// 0 while nobody asked.
  int exit_code() const { return exit_code_.load(); }

  void add_group(int leader);
  void remove_group(int leader);
  /// Ends every registered process group at once.
  void kill_groups();

 private:
  std::atomic<int> exit_code_{0};
  std::mutex mutex_;
  std::set<int> groups_;
};

} // namespace secaudit::host
