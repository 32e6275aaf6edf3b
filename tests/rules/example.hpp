// SPDX-License-Identifier: Apache-2.0
// The examples in a rule's document.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::rules_test {

/// A file of an example project, with the marks taken out of its text.
struct ExampleFile {
  std::string path;
  std::string content;
  std::set<int> expected_lines; ///< lines that bear `expect ID`
  bool expected = false;        ///< the info string bears `expect=ID`
};

struct Example {
  bool fails = false; ///< stands under `## Fails`
  int line = 0;       ///< of its first block in the document
  std::vector<ExampleFile> files;
};

/// The examples under Fails and Passes; blocks with nothing but blank lines between them make one
/// example. Only marks of `id` count.
std::vector<Example> parse_examples(std::string_view document, std::string_view id);

} // namespace secaudit::rules_test
