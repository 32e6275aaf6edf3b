// SPDX-License-Identifier: Apache-2.0
#include "host/stop.hpp"

#include <csignal>

namespace secaudit::host {

void Stop::request(int exit_code) {
  int none = 0;
  exit_code_.compare_exchange_strong(none, exit_code);
}

void Stop::add_group(int leader) {
  const std::lock_guard lock(mutex_);
  groups_.insert(leader);
}

void Stop::remove_group(int leader) {
  const std::lock_guard lock(mutex_);
  groups_.erase(leader);
}

void Stop::kill_groups() {
  const std::lock_guard lock(mutex_);
  for (const int leader : groups_) {
    ::kill(-leader, SIGKILL);
  }
}

} // namespace secaudit::host
