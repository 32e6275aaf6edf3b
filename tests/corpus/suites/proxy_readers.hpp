// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/fwd.hpp>

#include <filesystem>

#include "corpus.hpp"

namespace secaudit::corpus {

/// nginx's tokens and tree against those that crossplane found.
void score_crossplane(const boost::json::value& label, const std::filesystem::path& file,
                      Score& score);
/// Hosts, ports and response headers of a Caddyfile against what Caddy made of it.
void score_caddy(const std::filesystem::path& file, Score& score);
/// Files of public projects: the same directives on the same lines, or at least one server.
void score_real(const boost::json::value& label, const std::filesystem::path& file, Score& score);
/// Traefik's own files are read without an error.
void score_traefik(const std::filesystem::path& file, Score& score);
/// The headers that we compute for Caddy, Apache and HAProxy against recorded answers.
void score_other_server(const std::filesystem::path& file, Score& score);

} // namespace secaudit::corpus
