// SPDX-License-Identifier: Apache-2.0
// What reader and writer of the database file agree on.
#pragma once

#include "vulns/ecosystem.hpp"

#include <string>
#include <string_view>

namespace secaudit::vulns {

/// Goes up when an older program could not read the file any more.
inline constexpr std::string_view format_version = "3";
inline constexpr const char* rebuild_hint =
    "build a new one: docker secaudit db update, or db import FILE|DIR";

inline constexpr const char* schema_text =
    "CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;"
    "CREATE TABLE source(ecosystem TEXT PRIMARY KEY, advisories INTEGER, newest TEXT)"
    " WITHOUT ROWID;"
    "CREATE TABLE origin(id INTEGER PRIMARY KEY, name TEXT, imported TEXT, sha256 TEXT,"
    " advisories INTEGER, skipped INTEGER);"
    "CREATE TABLE advisory(id INTEGER PRIMARY KEY, origin INTEGER, name TEXT, modified TEXT,"
    " body BLOB);"
    "CREATE TABLE package(key TEXT PRIMARY KEY, entries BLOB) WITHOUT ROWID;"
    "CREATE TABLE alias(name TEXT, other TEXT, advisory INTEGER,"
    " PRIMARY KEY(name, other, advisory)) WITHOUT ROWID;"
    "CREATE TABLE rating(name TEXT, rank INTEGER, advisory INTEGER, severity TEXT, source TEXT,"
    " PRIMARY KEY(name, rank, advisory)) WITHOUT ROWID;"
    "CREATE TABLE exploited(cve TEXT PRIMARY KEY, since TEXT) WITHOUT ROWID;"
    "CREATE TABLE epss(cve TEXT PRIMARY KEY, score INTEGER) WITHOUT ROWID;";

/// While it is written: the entries one by one. finish() packs those of a package into one row.
inline constexpr const char* writing_schema_text =
    "CREATE TABLE affected(key TEXT, advisory INTEGER, entry INTEGER, body BLOB,"
    " PRIMARY KEY(key, advisory, entry)) WITHOUT ROWID;";

/// EPSS scores are kept as whole millionths.
inline constexpr double epss_unit = 1e6;

inline std::string key_of(std::string_view ecosystem, std::string_view name) {
  return std::string(ecosystem) + '\n' + normalised_name(ecosystem, name);
}

/// "Debian" of "Debian:12".
inline std::string_view family_of(std::string_view ecosystem) {
  return ecosystem.substr(0, ecosystem.find(':'));
}

} // namespace secaudit::vulns
