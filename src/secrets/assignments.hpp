// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/secret.hpp"
#include "secrets/piece.hpp"
#include "secrets/values.hpp"
#include "secrets/weak_data.hpp"

#include <cstddef>
#include <string_view>

namespace secaudit::secrets {

/// Finds values that are assigned to names which speak of secrets: `DB_PASSWORD=…`,
/// `"apiKey": "…"`, `define('AUTH_KEY', '…')`, `<password>…</password>`, `?password=…`.
class Assignments {
 public:
  explicit Assignments(const WeakData& weak) : weak_(&weak) {}

  /// A word that speaks of a secret stands at `at`.
  void search(Piece& piece, std::size_t at) const;
  /// `"auth"` of Docker's configuration: a login in base64.
  void search_auth(Piece& piece, std::size_t at) const;

  const WeakData& weak() const { return *weak_; }

 private:
  struct Assigned;
  void judge(Piece& piece, const Assigned& assigned, model::PasswordJudgement::Demand demand) const;
  void judge_some_key(Piece& piece, const Assigned& assigned) const;

  const WeakData* weak_;
};

} // namespace secaudit::secrets
