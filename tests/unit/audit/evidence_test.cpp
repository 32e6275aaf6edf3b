// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/code_text.hpp"
#include "audit/evidence/detectors.hpp"
#include "audit/evidence/search.hpp"

#include "catch.hpp"

using namespace secaudit;

TEST_CASE("remarks are taken off detector strings, groups stay") {
  CHECK(audit::without_remark("boto3 (get_secret_value in code)") == "boto3");
  CHECK(audit::without_remark("trivy (image|fs|config)") == "trivy (image|fs|config)");
  CHECK(audit::without_remark("RateLimiter(Memory|Redis)\\(") == "RateLimiter(Memory|Redis)\\(");
  CHECK(audit::without_remark("nginx") == "nginx");
}

TEST_CASE("the embedded table answers by path") {
  const audit::Detectors detectors;
  const auto images = detectors.images("backup/images");
  REQUIRE(images.size() > 30);
  CHECK(images.front().image == "prodrigestivill/postgres-backup-local");
  CHECK(images.front().own_schedule);
  CHECK_FALSE(detectors.strings("backup/commands/dump").empty());
  CHECK(detectors.strings("no/such/path").empty());
  CHECK_FALSE(detectors.image_names("logging/images", "store").empty());
}

TEST_CASE("what does not compile is refused, never matched literally") {
  const audit::Patterns patterns({"pg_dump(", "mysqldump"});
  CHECK(patterns.refused() == std::vector<std::string>{"pg_dump("});
  CHECK_FALSE(patterns.matches("pg_dump("));
  CHECK(patterns.matches("run mysqldump"));
}

TEST_CASE("a match begins where something stands") {
  const auto found = audit::Patterns({R"(^\s*schedule\s*:)"}).find("on:\n\n  schedule:\n");
  REQUIRE(found.has_value());
  CHECK(found->offset == 7);
}

TEST_CASE("code counts outside of comments and strings only") {
  model::ProjectTree tree;
  const auto places = [&](const std::string& name, const std::string& text) {
    tree.sources = {{model::FileName(name), text}};
    return audit::in_code(tree, audit::Patterns({R"(Limiter\()"})).size();
  };
  CHECK(places("app.py", "limiter = Limiter(app)\n") == 1);
  CHECK(places("app.py", "# limiter = Limiter(app)\n") == 0);
  CHECK(places("app.py", "x = 'Limiter(app)'\n") == 0);
  CHECK(places("app.py", "'''\nLimiter(app)\n'''\n") == 0);
  CHECK(places("app.py", "u = 'a#b'; l = Limiter(app)\n") == 1);
  CHECK(places("app.js", "/* Limiter( */ // Limiter(\n") == 0);
  CHECK(places("app.js", "const u = 'http://x'; Limiter(1)\n") == 1);
  CHECK(places("tests/app.py", "Limiter(app)\n") == 0);
}

TEST_CASE("broken source ends where the text ends") {
  for (const char* text : {"'''", "\"", "/*", "'\\", "`", "#", ""}) {
    CHECK(audit::code_text("a.py", text).text.size() == std::string(text).size());
    CHECK(audit::code_text("a.js", text).text.size() == std::string(text).size());
  }
}

TEST_CASE("globs with alternatives and any depth") {
  CHECK(audit::like("SECURITY.md", {"**/security.{md,rst}"}));
  CHECK(audit::like("docs/ops/Runbook.md", {"**/*{incident,runbook}*.{md,txt}"}));
  CHECK_FALSE(audit::like("runbook.pdf", {"**/*runbook*.{md,txt}"}));
  CHECK(audit::like("a", {"{a", "a"}));
  CHECK(audit::is_pipeline(".github/workflows/ci.yml"));
  CHECK_FALSE(audit::is_pipeline("docs/ci.yml"));
}

TEST_CASE("names of Python packages compare without case and separators") {
  model::Manifest manifest;
  manifest.requirements.push_back({"Flask_Limiter", "==3.5", true, false, false, {}});
  CHECK(audit::required({manifest}, {"flask-limiter"}).size() == 1);
  manifest.requirements[0].development = true;
  CHECK(audit::required({manifest}, {"flask-limiter"}).empty());
}
