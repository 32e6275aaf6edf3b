// SPDX-License-Identifier: Apache-2.0
#include "rules/image_facts.hpp"
#include "rules/layer_origin.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace secaudit::rules {
namespace {

constexpr std::uint64_t worth_telling = 20'000'000;
constexpr std::size_t most_places = 10;

std::string step(const model::Image& image, std::size_t layer) {
  const std::string command =
      layer < image.layers.size() ? shown_command(image.layers[layer].created_by) : std::string();
  return fmt::format("layer {}", layer) + (command.empty() ? "" : ": " + command);
}

Verdict check(const model::ImageUse& use, const Context&) {
  const model::Image& image = *use.image;
  std::map<std::size_t, std::uint64_t> by_layer;
  std::uint64_t total = 0;
  std::vector<const model::RemovedFile*> largest;
  for (const model::RemovedFile& removed : image.removed) {
    total += removed.file.size;
    by_layer[removed.file.layer] += removed.file.size;
    largest.push_back(&removed);
  }
  // A twentieth is what updates of a base image cost.
  if (total < worth_telling || total < image.size / 20) {
    return pass(
        fmt::format("{:.1f} MB are hidden by later layers", static_cast<double>(total) / 1e6));
  }
  std::stable_sort(largest.begin(), largest.end(),
                   [](const auto* a, const auto* b) { return a->file.size > b->file.size; });
  Issue issue;
  issue.severity = Severity::low;
  issue.message = fmt::format("{} carries {:.1f} MB of files that later layers delete or replace, "
                              "{:.0f} % of it.",
                              image_title(use), static_cast<double>(total) / 1e6,
                              100.0 * static_cast<double>(total)
                                  / static_cast<double>(std::max(image.size, total)));
  for (std::size_t i = 0; i < std::min(most_places, largest.size()); ++i) {
    issue.evidence.push_back(file_evidence(image, largest[i]->file));
  }
  for (const auto& [layer, bytes] : by_layer) {
    if (bytes >= worth_telling / 10) {
      issue.evidence.push_back(model::NoteEvidence{
          fmt::format("{:.1f} MB in {}", static_cast<double>(bytes) / 1e6, step(image, layer))});
    }
  }
  issue.remedy = "Delete in the same RUN that creates, or build in a stage of its own and copy the "
                 "result.";
  issue.key = "wasted";
  return fail(std::move(issue));
}

} // namespace

Rule IM304() {
  return {.id = "IM304",
          .name = "wasted-space",
          .title = "Files that a later layer hides take space",
          .severity = Severity::low,
          .items = {"H2"},
          .controls = {"dive"},
          .tags = {"image", "size"},
          .fix = Fix::suggestion,
          .check = &check};
}

} // namespace secaudit::rules
