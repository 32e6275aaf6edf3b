// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/date.hpp"
#include "model/subjects.hpp"
#include "rules/surroundings.hpp"

#include "example.hpp"

namespace secaudit::rules_test {

/// What the audit would read from an example: its files through the real readers, `image.json` as
/// an image that was built or pulled. An empty file `.git/tracked` with names in it makes the
/// example a repository that tracks them.
model::Subjects subjects_of(const Example& example);

/// What the run would know besides: `.secaudit.yaml` through the real reader, `shellcheck.json` as
/// what ShellCheck printed about the Dockerfile, `base-images.json` as the configurations that the
/// engine has, by name.
rules::Surroundings surroundings_of(const Example& example, base::Date day);

} // namespace secaudit::rules_test
