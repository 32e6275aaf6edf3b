// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/project.hpp"
#include "project/dotenv/template.hpp"

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace secaudit::project::compose {

/// The variables that interpolation sees: the shell's first, then those of `.env` files.
class Environment {
 public:
  explicit Environment(std::map<std::string, std::string> shell) : shell_(std::move(shell)) {}

  /// Variables of a `.env` file; they replace those of earlier files.
  void add(std::vector<model::Variable> variables);
  /// The same, for a file that only fills gaps.
  void add_missing(std::vector<model::Variable> variables);

  const std::string* find(const std::string& name) const;
  /// The line of the `.env` file that gives the variable; nullptr when the shell does, or nobody.
  const model::Variable* line_of(const std::string& name) const;
  const std::vector<model::Variable>& file_variables() const { return variables_; }
  dotenv::Lookup lookup() const {
    return [this](const std::string& name) { return find(name); };
  }

 private:
  void set(model::Variable variable, bool replace);

  std::map<std::string, std::string> shell_;
  std::vector<model::Variable> variables_;
  std::unordered_map<std::string, std::size_t> index_;
};

} // namespace secaudit::project::compose
