// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/subjects.hpp"

#include "example.hpp"

namespace secaudit::rules_test {

/// What the audit would read from an example: its files through the real readers, `image.json` as
/// an image that was built or pulled. An empty file `.git/tracked` with names in it makes the
/// example a repository that tracks them.
model::Subjects subjects_of(const Example& example);

} // namespace secaudit::rules_test
