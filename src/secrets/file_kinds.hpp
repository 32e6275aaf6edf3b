// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace secaudit::secrets {

/// `.env`, `.env.production`, `prod.env`; not `.env.example` and its like.
bool is_env_file(std::string_view path);

/// `.env.example`, `.env.template`, `.env.sample`, `.env.dist` and their like: made to be
/// published.
bool is_template_name(std::string_view path);

/// Tests, fixtures, examples, documentation: what is found there is told at low, never left out.
bool is_milder_place(std::string_view path);

} // namespace secaudit::secrets
