// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/from_rules.hpp"
#include "audit/checklist/items.hpp"

namespace secaudit::audit {

Grounds H5(const Known& known) {
  if (known.subjects.images.empty()) {
    Grounds grounds;
    grounds.unreadable = Ground{"no image was looked at",
                                "What is left in the images was not looked at.",
                                {},
                                "run docker secaudit compose where a Docker Engine answers"};
    return grounds;
  }
  return from_rules(known, {.failing = {"IM302", "IM303"},
                            .failing_from = model::Severity::medium,
                            .warning = {"DF2*"},
                            .clean = "no build tools in the images",
                            .not_looked = "image not read",
                            .nothing = "no image is built here"});
}

} // namespace secaudit::audit
