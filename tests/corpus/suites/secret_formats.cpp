// SPDX-License-Identifier: Apache-2.0
// Every format of secret-formats.json: its positive example must be found.
#include "corpus.hpp"
#include "secret_case.hpp"

namespace secaudit::corpus {

Score secret_formats(const std::filesystem::path& root) {
  const secrets::Scanner scanner;
  return score_catalogue(root, [&](const boost::json::value& entry) {
    const std::string path = example_path(entry);
    return !scanner.scan(path, joined_parts(entry, "positive")).empty()
           || secrets::judge_file_name(path).has_value();
  });
}

} // namespace secaudit::corpus
