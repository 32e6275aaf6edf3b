// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/items.hpp"
#include "base/limits.hpp"

namespace secaudit::audit {

// Never fails: the row tells what hardening costs.
Grounds H16(const Known& known) {
  Grounds grounds;
  std::uint64_t total = 0;
  std::size_t images = 0;
  std::vector<model::Evidence> evidence;
  for (const model::ImageUse& use : known.subjects.images) {
    if (use.image) {
      total += use.image->size;
      ++images;
      evidence.push_back(model::ImageConfigEvidence{
          use.reference, "", std::to_string(use.image->size / limits::mib) + " MiB"});
    }
  }
  if (images == 0) {
    grounds.unreadable = Ground{"no image was measured",
                                "",
                                {},
                                "run docker secaudit compose where a Docker Engine answers"};
  } else {
    grounds.strong = Ground{counted(images, "image") + ", " + std::to_string(total / limits::mib)
                                + " MiB in all",
                            "", evidence, ""};
  }
  return grounds;
}

} // namespace secaudit::audit
