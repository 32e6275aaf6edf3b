// SPDX-License-Identifier: Apache-2.0
// A small project in memory for the tests of the audit.
#pragma once

#include "audit/audit.hpp"

#include <algorithm>
#include <string>

namespace secaudit::audit_test {

inline model::Span span(const std::string& file, int line) {
  return {model::FileName(file), {line, 1}, {line, 10}};
}

template <typename T>
model::Sourced<T> sourced(T value, int line) {
  model::Sourced<T> out;
  out.value = std::move(value);
  out.span = span("compose.yaml", line);
  return out;
}

inline model::Variable variable(std::string name, std::string value, int line = 1) {
  model::Variable out;
  out.name = std::move(name);
  out.value = std::move(value);
  out.name_span = span("compose.yaml", line);
  out.span = out.name_span;
  return out;
}

inline model::Service service(const std::string& name, const std::string& image, int line) {
  model::Service out;
  out.name = name;
  out.name_span = span("compose.yaml", line);
  out.image = sourced(image, line + 1);
  out.image_name = image;
  out.networks.push_back(sourced(std::string("default"), line));
  return out;
}

inline model::Sourced<model::Port> port(std::string published, unsigned target, int line,
                                        std::string address = {}) {
  model::Port out;
  out.published = std::move(published);
  out.target = target;
  out.host_ip = std::move(address);
  return sourced(out, line);
}

inline model::Sourced<model::Mount> mount(std::string type, std::string source,
                                          std::string target) {
  model::Mount out;
  out.type = std::move(type);
  out.source_written = source;
  out.source = std::move(source);
  out.target = std::move(target);
  return sourced(out, 1);
}

inline model::Subjects subjects(std::vector<model::Service> services) {
  model::Subjects out;
  out.title = "shop";
  out.project = model::Project{};
  out.project->name = "shop";
  out.project->services = std::move(services);
  out.tree = model::ProjectTree{};
  return out;
}

inline audit::Policy policy() {
  audit::Policy out;
  out.as_of = {2026, 11, 25};
  return out;
}

inline model::ChecklistItem item(const model::Report& report, const std::string& id) {
  const auto& list = id.front() == 'C' ? report.checklist : report.hardening;
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const auto& each) { return each.id == id; });
  return found == list.end() ? model::ChecklistItem{} : *found;
}

/// The verdict of one item with the real catalogue of rules.
inline model::ChecklistItem decided(const model::Subjects& what, const std::string& id,
                                    const audit::Policy& with = policy()) {
  return item(audit::run(what, rules::catalogue(), with), id);
}

} // namespace secaudit::audit_test
