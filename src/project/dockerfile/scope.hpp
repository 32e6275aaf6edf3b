// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/dockerfile.hpp"
#include "project/dockerfile/expand.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace secaudit::project::dockerfile {

using BuildArgs = std::map<std::string, std::string>;

/// The variables that an instruction sees: ENV before ARG.
class Scope {
 public:
  std::optional<std::string> find(std::string_view name) const;
  bool is_environment(std::string_view name) const;
  void set_environment(const std::string& name, std::string value) {
    environment_[name] = std::move(value);
  }
  void set_argument(const std::string& name, std::string value) {
    arguments_[name] = std::move(value);
  }
  std::size_t size() const { return environment_.size() + arguments_.size(); }
  Lookup lookup() const {
    return [this](std::string_view name) { return find(name); };
  }

 private:
  std::unordered_map<std::string, std::string> environment_;
  std::unordered_map<std::string, std::string> arguments_;
};

} // namespace secaudit::project::dockerfile
