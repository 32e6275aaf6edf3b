// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace secaudit::secrets {

/// `.env.example`, `config.sample.yml`: a template that is meant to be copied.
bool is_template_name(std::string_view path);
/// `.env`, `.env.production`, `prod.env`, but no template.
bool is_env_file(std::string_view path);
/// Tests, examples, documents and templates: what stands there is mostly made up.
bool is_milder_place(std::string_view path);
/// What packages of distributions and languages bring along, as paths in images show it.
bool is_package_place(std::string_view path);

/// How the text of a file has to be read.
enum class FileKind : std::uint8_t {
  plain,     ///< nothing is known: logs, notes, unknown endings
  settings,  ///< names and values without quotes: env, ini, YAML, TOML, properties, shell,
             ///< Dockerfile
  source,    ///< program text: a value is a literal in quotes
  prose,     ///< documents
  generated, ///< lock files, minified text, maps: full of random-looking text that is no secret
};
FileKind kind_of(std::string_view path);

} // namespace secaudit::secrets
