// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/project.hpp"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace secaudit::project::compose {

/// Collects what is wrong with a project while it is read on.
class Report {
 public:
  void error(const model::Span& at, std::string message, std::string hint = {}) {
    add(at, std::move(message), std::move(hint), true);
  }
  void warn(const model::Span& at, std::string message, std::string hint = {}) {
    add(at, std::move(message), std::move(hint), false);
  }
  void add(model::Diagnostic diagnostic) {
    // A file that is read twice (include, extends) says the same thing once.
    if (diagnostics.size() < 1000 && seen_.insert({diagnostic.span, diagnostic.message}).second) {
      diagnostics.push_back(std::move(diagnostic));
    }
  }

  std::vector<model::Diagnostic> diagnostics;
  std::vector<model::Variable> unset;
  std::vector<model::Comment> comments;
  std::vector<model::Sourced<std::string>> versions;
  std::vector<model::RemoteFile> remote_files;

 private:
  void add(const model::Span& at, std::string message, std::string hint, bool fatal) {
    add({at, std::move(message), std::move(hint), fatal});
  }

  std::set<std::pair<model::Span, std::string>> seen_;
};

} // namespace secaudit::project::compose
