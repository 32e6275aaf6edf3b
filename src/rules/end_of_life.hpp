// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/date.hpp"
#include "rules/image_name.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::rules {

/// A release line of a product, and how long it is cared for (data/eol-base-images.json).
struct LifeCycle {
  std::string product;                ///< in words: "Python"
  std::string cycle;                  ///< "3.9"
  std::optional<base::Date> ends;     ///< end of free security support; nothing: not announced
  bool ended_before = false;          ///< ended at a day that nobody wrote down
  std::optional<base::Date> extended; ///< paid or community support until then
  std::string latest;                 ///< newest release of the cycle on the day of the table

  bool over(base::Date day) const { return ended_before || (ends && *ends < day); }
  bool extended_support(base::Date day) const { return over(day) && extended && *extended >= day; }
};

/// The life cycle that an image's tag stands for: `python:3.9-slim` → Python 3.9. Nothing for
/// images and tags that the table does not know.
std::optional<LifeCycle> life_cycle_of(const ImageName& image);

/// The distribution that a tag's variant names: `-buster`, `-alpine3.16`.
std::optional<LifeCycle> variant_life_cycle(const ImageName& image);

/// By product id and cycle: ("debian", "12").
std::optional<LifeCycle> life_cycle(std::string_view product, std::string_view cycle);

/// The life cycle of a distribution by its os-release.
std::optional<LifeCycle> distribution_life_cycle(std::string_view id, std::string_view version_id);

/// Why an image is not kept up any more and what takes its place; nothing for others.
struct Deprecation {
  std::string note;
  std::string successor;
};
std::optional<Deprecation> deprecation_of(const ImageName& image);

/// The day of the table, for messages.
std::string life_cycle_table_date();

/// The newest cycle of the same product that is still cared for, "" when unknown.
std::string supported_cycle(const LifeCycle& cycle, base::Date day);

} // namespace secaudit::rules
