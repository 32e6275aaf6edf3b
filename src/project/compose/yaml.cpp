// SPDX-License-Identifier: Apache-2.0
#include "project/compose/yaml.hpp"

#include "project/compose/yaml_build.hpp"
#include "project/compose/yaml_tree.hpp"

namespace secaudit::project::compose {
namespace {

base::Error as_error(const model::Diagnostic& diagnostic) {
  return {model::to_string(diagnostic.span) + ": " + diagnostic.message, diagnostic.hint};
}

} // namespace

base::Result<model::Node> parse_yaml(std::string_view text, const model::FileName& file) {
  const YamlStream stream = parse_yaml_stream(text, file);
  if (stream.error) {
    return tl::unexpected<base::Error>(as_error(*stream.error));
  }
  if (stream.documents.empty()) {
    return model::Node{};
  }
  BuiltYaml built = build_yaml(stream.documents.front(), file);
  if (!built.errors.empty()) {
    return tl::unexpected<base::Error>(as_error(built.errors.front()));
  }
  return std::move(built.root);
}

} // namespace secaudit::project::compose
