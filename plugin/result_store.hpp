// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/host.hpp"
#include "image/result_cache.hpp"

#include <memory>
#include <string>

namespace secaudit::plugin {

/// The results of earlier runs, in SQLite under the user's cache folder. Every entry carries its
/// own digest: a damaged file loses entries and never invents any. Nothing in it is a secret's
/// value.
class ResultStore : public image::ResultCache {
 public:
  /// Nothing when there is no folder for it, or the file cannot be used: an audit works without.
  static std::unique_ptr<ResultStore> open(const host::Host& host);
  ~ResultStore() override;

  std::optional<std::string> get(const std::string& key) override;
  void put(const std::string& key, std::string_view bytes) override;

 private:
  struct State;
  explicit ResultStore(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// What makes results those of this very program, its rules and tables included: a digest of it.
std::string program_fingerprint(const host::Host& host);

} // namespace secaudit::plugin
