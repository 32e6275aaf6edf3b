// SPDX-License-Identifier: Apache-2.0
// docs/checklist.md is made from the tables of src/audit/checklist. SECAUDIT_UPDATE_GOLDEN=1 writes
// it anew.
#include "audit/checklist/page.hpp"
#include "audit/checklist/rows.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "catch.hpp"

using namespace secaudit;

TEST_CASE("docs/checklist.md says what the program decides by") {
  const std::string path = std::string(SECAUDIT_SOURCE_DIR) + "/docs/checklist.md";
  const std::string page = audit::checklist_page(rules::catalogue());
  if (std::getenv("SECAUDIT_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << page;
  }
  std::ostringstream written;
  written << std::ifstream(path, std::ios::binary).rdbuf();
  CHECK(written.str() == page);
}

TEST_CASE("every row of the checklist has a title and says how it is decided") {
  CHECK(audit::checklist_rows().size() == 12);
  CHECK(audit::hardening_rows().size() == 16);
  for (const auto rows : {audit::checklist_rows(), audit::hardening_rows()}) {
    for (const audit::Row& row : rows) {
      INFO(row.id);
      CHECK_FALSE(row.title.empty());
      CHECK_FALSE(row.how.empty());
    }
  }
}
