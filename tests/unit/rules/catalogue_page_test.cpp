// SPDX-License-Identifier: Apache-2.0
// docs/rules/README.md lists the rules as they are. SECAUDIT_UPDATE_GOLDEN=1 writes it anew.
#include "rules/catalogue_page.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "catch.hpp"

using namespace secaudit;

namespace {

const std::string source = SECAUDIT_SOURCE_DIR;

} // namespace

TEST_CASE("docs/rules/README.md lists every rule") {
  const std::string path = source + "/docs/rules/README.md";
  const std::string page = rules::catalogue_page(rules::catalogue());
  if (std::getenv("SECAUDIT_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << page;
  }
  std::ostringstream written;
  written << std::ifstream(path, std::ios::binary).rdbuf();
  CHECK(written.str() == page);
}

TEST_CASE("every rule knows where its document is and belongs to a subject of the page") {
  const std::string page = rules::catalogue_page(rules::catalogue());
  for (const rules::Entry& entry : rules::catalogue()) {
    INFO(entry.rule.id);
    CHECK(std::filesystem::is_regular_file(source + "/src/" + std::string(entry.path)));
    CHECK(page.find("| [" + std::string(entry.rule.id) + "]") != std::string::npos);
  }
}
