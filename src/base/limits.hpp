// SPDX-License-Identifier: Apache-2.0
// Every bound on what is read from outside, in one place, each with its reason. Reaching one makes
// a Gap, never a crash.
#pragma once

#include <cstddef>
#include <cstdint>

namespace secaudit::limits {

inline constexpr std::size_t kib = 1024;
inline constexpr std::size_t mib = 1024 * kib;
inline constexpr std::uint64_t gib = 1024ULL * mib;

// Files of a project. Real compose files, Dockerfiles and proxy configurations stay far below.
inline constexpr std::size_t project_file_bytes = 16 * mib;

// Our own report of an earlier run, read for its id: one of 50 images with all their packages and
// findings stays below 100 MiB.
inline constexpr std::size_t report_bytes = 256 * mib;
// Project tree walk: entries visited before the walk is called incomplete.
inline constexpr std::size_t project_walk_entries = 200'000;
inline constexpr std::size_t project_walk_depth = 64;

// JSON from archives and scanners: Docker itself refuses deeper than 10,000; no real document
// exceeds 100.
inline constexpr std::size_t json_depth = 256;

// YAML: libyaml is quadratic in flow depth; Compose's own alias budget is 100,000.
inline constexpr std::size_t yaml_depth = 512;
inline constexpr std::size_t yaml_nodes = 2'000'000;
inline constexpr std::size_t yaml_alias_expansion = 100'000;

// Compose: chains of extends and includes; real ones have three links.
inline constexpr std::size_t compose_extends = 64;
inline constexpr int compose_include_depth = 16;
// Files that include two others each double with every level; real projects include below 50.
inline constexpr std::size_t compose_includes = 200;

// Dockerfiles. BuildKit refuses longer lines and would build no more stages than these in practice;
// the largest real file known has 60 stages and 900 instructions.
inline constexpr std::size_t dockerfile_line_bytes = 65'535;
inline constexpr std::size_t dockerfile_instructions = 4'000;
inline constexpr std::size_t dockerfile_stages = 1'000;
inline constexpr std::size_t dockerfile_diagnostics = 1'000;
// Variables that refer to themselves double with every line, and every stage inherits them all.
inline constexpr std::size_t dockerfile_value_bytes = 64 * kib;
inline constexpr std::size_t dockerfile_expanded_bytes = 4 * mib;
inline constexpr std::size_t dockerfile_inherited_variables = 100'000;
inline constexpr std::size_t dockerfile_expansion_depth = 100;
// Pattern substitution is quadratic in these.
inline constexpr std::size_t dockerfile_pattern_bytes = 4 * kib;
// Commands of one instruction, their nesting (`sh -c "$(…)"`), and the words of one of them. Real
// instructions stay below 200, 4 and 300.
inline constexpr std::size_t shell_commands = 5'000;
inline constexpr int shell_depth = 24;
inline constexpr std::size_t shell_words = 20'000;
inline constexpr std::size_t dockerfile_bytes = 4 * mib;
// Scripts, files and stages looked at to find out what one container starts; real ones need ten.
inline constexpr std::size_t start_command_steps = 100;

// Variables in Compose and `.env` files. Values that refer to each other double with every line;
// real ones stay below a kilobyte, and nothing is nested deeper than three levels.
inline constexpr std::size_t interpolation_depth = 64;
inline constexpr std::size_t interpolated_value_bytes = 1 * mib;
inline constexpr std::size_t dotenv_expanded_bytes = 32 * mib;

// nginx refuses longer words; real configurations have four levels, some 2,000 directives and 40
// includes, and nginx itself runs out of descriptors when includes go in circles.
inline constexpr std::size_t nginx_token_bytes = 4096;
inline constexpr std::size_t nginx_depth = 64;
inline constexpr std::size_t nginx_directives = 200'000;
inline constexpr std::size_t nginx_diagnostics = 100;
inline constexpr std::size_t nginx_includes = 2'000;
// All included files together; the largest configuration known is below one megabyte.
inline constexpr std::size_t nginx_included_bytes = 16 * mib;
// Headers or limits of one level, and locations of one server where each is made from the server's
// own: real ones have below 20 and 200.
inline constexpr std::size_t proxy_headers = 64;
inline constexpr std::size_t proxy_locations = 2'000;
inline constexpr std::size_t nginx_include_depth = 64;
// Caddyfile and Traefik: the same reasons.
inline constexpr std::size_t caddyfile_depth = 64;
// What imports with arguments write; real Caddyfiles are a few kilobytes.
inline constexpr std::size_t caddyfile_made_bytes = 4 * mib;

// Our own reports of earlier runs, read to tell what changed.
inline constexpr std::size_t past_report_bytes = 512 * mib;
// What a scanner may print: reports of the largest known images have 60 MB.
inline constexpr std::size_t scanner_output_bytes = 128 * mib;

// Lock files: the largest known workspaces pin some 20,000 packages.
inline constexpr std::size_t locked_packages = 200'000;

// Advisories. The largest record of OSV is a few megabytes (kernels), its largest archive has some
// 300,000 records; the whole of OSV is 2 million records. EPSS rates 300,000 faults in 15 MB.
inline constexpr std::size_t advisory_record_bytes = 64 * mib;
inline constexpr std::uint64_t advisory_archive_bytes = 64 * gib;
inline constexpr std::size_t advisory_records = 20'000'000;
inline constexpr std::uint64_t advisory_score_bytes = 512 * mib;
// Names of one fault: real faults have up to a dozen; more would glue different faults together.
inline constexpr std::size_t advisory_names = 64;

// Files that the search for secrets reads as a whole with a parser of their own; the largest real
// ones are Terraform states of some megabytes. A file with more secrets is a list of test data.
inline constexpr std::size_t secret_file_bytes = 4 * mib;
inline constexpr std::size_t secret_candidates = 5'000;

} // namespace secaudit::limits
