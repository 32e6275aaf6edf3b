// SPDX-License-Identifier: Apache-2.0
#include "model/dockerfile.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <charconv>

namespace secaudit::model {

bool ShellCommand::has(std::string_view option) const {
  return std::any_of(words.begin() + (words.empty() ? 0 : 1), words.end(),
                     [&](const ShellWord& word) {
                       return word.text == option
                              || (word.text.size() > option.size() && word.text.starts_with(option)
                                  && word.text[option.size()] == '=' && option.starts_with("--"));
                     });
}

std::vector<std::string_view> ShellCommand::operands() const {
  std::vector<std::string_view> result;
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (!words[i].text.starts_with('-')) {
      result.push_back(words[i].text);
    }
  }
  return result;
}

std::optional<std::string> Instruction::flag(std::string_view flag_name) const {
  for (const Word& word : flags) {
    std::string_view text = word.text;
    if (!text.starts_with("--")) {
      continue;
    }
    text.remove_prefix(2);
    if (text == flag_name) {
      return std::string();
    }
    if (text.size() > flag_name.size() && text.starts_with(flag_name)
        && text[flag_name.size()] == '=') {
      return std::string(text.substr(flag_name.size() + 1));
    }
  }
  return std::nullopt;
}

const Stage* Dockerfile::stage(std::string_view name_or_index) const {
  const std::string lower = base::to_lower(name_or_index);
  // The last stage of a name wins, as in BuildKit.
  const auto found = std::find_if(stages.rbegin(), stages.rend(), [&](const Stage& s) {
    return !s.name.empty() && s.name == lower;
  });
  if (found != stages.rend()) {
    return &*found;
  }
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(lower.data(), lower.data() + lower.size(), index);
  const bool number = error == std::errc{} && end == lower.data() + lower.size();
  return number && index < stages.size() ? &stages[index] : nullptr;
}

std::vector<const Stage*> DockerfileUse::final_chain() const {
  std::vector<const Stage*> chain;
  for (const Stage* stage = target_stage();
       stage != nullptr && chain.size() <= dockerfile.stages.size();) {
    chain.push_back(stage);
    stage = stage->parent && *stage->parent < dockerfile.stages.size()
                ? &dockerfile.stages[*stage->parent]
                : nullptr;
  }
  return chain;
}

bool DockerfileUse::in_final_chain(std::size_t instruction) const {
  const auto chain = final_chain();
  return std::any_of(chain.begin(), chain.end(), [&](const Stage* stage) {
    return instruction >= stage->first && instruction < stage->last;
  });
}

} // namespace secaudit::model
