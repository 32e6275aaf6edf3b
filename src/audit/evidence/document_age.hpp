// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/date.hpp"
#include "model/document_ages.hpp"

#include <string>

namespace secaudit::audit {

/// How long ago git last saw a document change (rules/checklist-and-proxy.md C11).
struct DocumentAge {
  std::string sentence; ///< "It was last changed on 2024-03-01.", or why that is not known
  bool stale = false;   ///< more than a year ago
};

DocumentAge age_of(const model::DocumentAges& ages, const std::string& path, base::Date today);

} // namespace secaudit::audit
