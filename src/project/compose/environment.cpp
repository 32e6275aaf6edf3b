// SPDX-License-Identifier: Apache-2.0
#include "project/compose/environment.hpp"

namespace secaudit::project::compose {

void Environment::set(model::Variable variable, bool replace) {
  const auto [at, added] = index_.try_emplace(variable.name, variables_.size());
  if (added) {
    variables_.push_back(std::move(variable));
  } else if (replace) {
    variables_[at->second] = std::move(variable);
  }
}

void Environment::add(std::vector<model::Variable> variables) {
  for (model::Variable& variable : variables) {
    set(std::move(variable), true);
  }
}

void Environment::add_missing(std::vector<model::Variable> variables) {
  for (model::Variable& variable : variables) {
    set(std::move(variable), false);
  }
}

const std::string* Environment::find(const std::string& name) const {
  const auto in_shell = shell_.find(name);
  if (in_shell != shell_.end()) {
    return &in_shell->second;
  }
  const auto at = index_.find(name);
  return at == index_.end() || !variables_[at->second].value ? nullptr
                                                             : &*variables_[at->second].value;
}

const model::Variable* Environment::line_of(const std::string& name) const {
  const auto at = index_.find(name);
  return shell_.contains(name) || at == index_.end() ? nullptr : &variables_[at->second];
}

} // namespace secaudit::project::compose
