// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <functional>
#include <optional>
#include <string_view>

namespace secaudit::vulns {

/// How an ecosystem orders its versions.
enum class Scheme { dpkg, rpm, apk, pep440, semver, go, crates, maven, rubygems, packagist, nuget };

using Order = std::optional<std::weak_ordering>;

/// The order of two versions; nothing when one of them is none of the scheme's.
Order compare_versions(Scheme scheme, std::string_view a, std::string_view b);

/// The order of one version, which was read once, to the version that is handed in.
using Comparer = std::function<Order(std::string_view text)>;
/// Nothing when the text is no version of the scheme. The text must outlive the comparer.
std::optional<Comparer> comparer_of(Scheme scheme, std::string_view version);

// The schemes one by one.
/// Debian policy 5.6.12.
Order compare_dpkg(std::string_view a, std::string_view b);
/// [epoch:]version[-release] with rpmvercmp, `~` below and `^` above; an absent epoch is 0.
Order compare_rpm(std::string_view a, std::string_view b);
/// apk-tools: numbers, letter, suffixes, commit hash, revision.
Order compare_apk(std::string_view a, std::string_view b);
/// PEP 440.
Order compare_pep440(std::string_view a, std::string_view b);
/// node-semver, loose: blanks, `v` and `=` in front, a pre-release without its dash.
Order compare_semver(std::string_view a, std::string_view b);
/// golang.org/x/mod/semver, with or without the leading `v`.
Order compare_go(std::string_view a, std::string_view b);
/// SemVer 2.0.0 precedence.
Order compare_crates(std::string_view a, std::string_view b);
/// Maven's ComparableVersion.
Order compare_maven(std::string_view a, std::string_view b);
/// Gem::Version.
Order compare_rubygems(std::string_view a, std::string_view b);
/// Composer: normalised, then compared.
Order compare_packagist(std::string_view a, std::string_view b);
/// NuGet: four numbers, pre-release without case.
Order compare_nuget(std::string_view a, std::string_view b);

// The same with one side read beforehand, where reading costs more than comparing.
std::optional<Comparer> pep440_comparer(std::string_view version);
std::optional<Comparer> semver_comparer(std::string_view version);
std::optional<Comparer> go_comparer(std::string_view version);
std::optional<Comparer> crates_comparer(std::string_view version);
std::optional<Comparer> maven_comparer(std::string_view version);
std::optional<Comparer> rubygems_comparer(std::string_view version);
std::optional<Comparer> packagist_comparer(std::string_view version);
std::optional<Comparer> nuget_comparer(std::string_view version);

} // namespace secaudit::vulns
