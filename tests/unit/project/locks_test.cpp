// SPDX-License-Identifier: Apache-2.0
#include "project/manifests/locks.hpp"
#include "project/manifests/read.hpp"

#include "catch.hpp"
#include "support/memory_host.hpp"

using namespace secaudit;
using project::manifests::read_lock;

namespace {

/// "name version" of each, in order.
std::vector<std::string> pins(const std::string& name, const std::string& text) {
  std::vector<std::string> out;
  for (const model::LockedPackage& package : read_lock(text, name)) {
    out.push_back(package.name + " " + package.version);
  }
  return out;
}

using Pins = std::vector<std::string>;

const std::string npm_lock = R"({"lockfileVersion": 3, "packages": {
  "": {"dependencies": {"async": "^2", "local": "*"}, "devDependencies": {"jest": "1"}},
  "node_modules/async": {"version": "2.6.3", "dependencies": {"lodash": "^4"}},
  "node_modules/lodash": {"version": "4.17.20"},
  "node_modules/jest": {"version": "1.0.0", "dev": true, "dependencies": {"lodash": "^3"}},
  "node_modules/jest/node_modules/lodash": {"version": "3.10.1", "dev": true},
  "node_modules/local": {"resolved": "packages/local", "link": true},
  "packages/local": {"version": "1.0.0"}
}})";

} // namespace

TEST_CASE("package-lock.json: each installed version with the dependency that brings it") {
  const auto found = read_lock(npm_lock, "package-lock.json");
  REQUIRE(found.size() == 4);
  CHECK(found[0].name == "async");
  CHECK(found[0].direct);
  CHECK(found[0].via.empty());
  CHECK(found[1].name == "lodash");
  CHECK(found[1].via == "async");
  CHECK(found[1].span.begin.line == 4);
  CHECK_FALSE(found[1].development);
  CHECK(found[3].version == "3.10.1");
  CHECK(found[3].via == "jest");
  CHECK(found[3].development);
}

TEST_CASE("the first version of package-lock.json nests its packages") {
  CHECK(pins("package-lock.json", R"({"lockfileVersion": 1, "dependencies": {"a": {"version": "1.0.0",
    "dependencies": {"b": {"version": "2.0.0"}}}, "g": {"version": "git+https://x#1"}}})")
        == Pins{"a 1.0.0", "b 2.0.0"});
}

TEST_CASE("yarn.lock of both layouts") {
  CHECK(pins("yarn.lock", "# yarn lockfile v1\n\n\"@babel/core@^7.0.0\", \"@babel/core@^7.1.0\":\n"
                          "  version \"7.23.0\"\n  resolved \"x\"\n\nlodash@^4.17.0:\n  version "
                          "\"4.17.21\"\n  dependencies:\n    x \"^1\"\n")
        == Pins{"@babel/core 7.23.0", "lodash 4.17.21"});
  CHECK(pins("yarn.lock", "__metadata:\n  version: 6\n\n\"lodash@npm:^4.17.0\":\n  version: 4.17.21\n\n"
                          "\"shop@workspace:.\":\n  version: 0.0.0-use.local\n")
        == Pins{"lodash 4.17.21"});
}

TEST_CASE("pnpm-lock.yaml of several versions") {
  CHECK(pins("pnpm-lock.yaml", "lockfileVersion: '9.0'\n\npackages:\n\n  '@babel/core@7.23.0':\n    "
                               "resolution: {integrity: x}\n\n  lodash@4.17.21:\n    resolution: {}\n\n"
                               "snapshots:\n\n  lodash@4.17.21: {}\n")
        == Pins{"@babel/core 7.23.0", "lodash 4.17.21"});
  CHECK(pins("pnpm-lock.yaml", "packages:\n\n  /lodash/4.17.21:\n    dev: false\n\n  "
                               "/react-dom@18.2.0(react@18.2.0):\n    dev: false\n")
        == Pins{"lodash 4.17.21", "react-dom 18.2.0"});
}

TEST_CASE("lock files in TOML leave the project itself out") {
  CHECK(pins("uv.lock", "version = 1\n\n[[package]]\nname = \"app\"\nversion = \"0.1.0\"\nsource = { "
                        "virtual = \".\" }\n\n[[package]]\nname = \"flask\"\nversion = \"2.0.1\"\nsource "
                        "= { registry = \"x\" }\n\n[package.metadata]\nversion = \"9\"\n")
        == Pins{"flask 2.0.1"});
  CHECK(pins("Cargo.lock", "[[package]]\nname = \"time\"\nversion = \"0.1.43\"\ndependencies = [\n "
                           "\"libc\",\n]\n\n[[package]]\nname = \"libc\"\nversion = \"0.2.1\"\n")
        == Pins{"time 0.1.43", "libc 0.2.1"});
}

TEST_CASE("go.mod with replacements, Gemfile.lock, composer.lock, Pipfile.lock") {
  CHECK(pins("go.mod", "module x\n\ngo 1.22\n\nrequire (\n\tgolang.org/x/net v0.1.0\n\tgithub.com/a/b "
                       "v1.2.3+incompatible // indirect\n\tlocal.example/c v1.0.0\n)\n\nrequire "
                       "github.com/d/e v0.0.1\n\nreplace github.com/d/e => github.com/d/fork v0.0.2\n\n"
                       "replace local.example/c => ../c\n")
        == Pins{"golang.org/x/net 0.1.0", "github.com/a/b 1.2.3+incompatible",
                "github.com/d/fork 0.0.2"});
  CHECK(pins("Gemfile.lock", "GEM\n  remote: x\n  specs:\n    nokogiri (1.15.4-x86_64-linux)\n      "
                             "racc (~> 1.4)\n    rack (2.2.3)\n\nPLATFORMS\n  ruby\n")
        == Pins{"nokogiri 1.15.4", "rack 2.2.3"});
  CHECK(pins("composer.lock", R"({"packages": [{"name": "symfony/http-kernel", "version": "v5.4.1"},
      {"name": "a/b", "version": "dev-main"}], "packages-dev": []})")
        == Pins{"symfony/http-kernel 5.4.1"});
  CHECK(pins("Pipfile.lock", R"({"default": {"flask": {"version": "==2.0.1"}}, "develop": {"x": {}}})")
        == Pins{"flask 2.0.1"});
}

TEST_CASE("broken lock files give what they can and never fail") {
  for (const char* name : {"package-lock.json", "yarn.lock", "pnpm-lock.yaml", "uv.lock", "Cargo.lock",
                           "go.mod", "Gemfile.lock", "composer.lock", "Pipfile.lock"}) {
    for (const char* text : {"", "{", "[[package]]\nname =", "\x01\xff", "packages:\n  :\n", "require ("}) {
      INFO(name);
      CHECK(read_lock(text, name).empty());
    }
  }
}

TEST_CASE("a lock file belongs to the manifest beside it, else it stands for itself") {
  support::MemoryHost host("/project");
  host.add_file("/project/web/package.json", R"({"dependencies": {"async": "^2"}})");
  host.add_file("/project/web/package-lock.json", npm_lock);
  host.add_file("/project/api/uv.lock", "[[package]]\nname = \"flask\"\nversion = \"2.0.1\"\n");
  const auto manifests = project::manifests::read_named(
      host, {"web/package.json", "web/package-lock.json", "api/uv.lock"});
  REQUIRE(manifests.size() == 2);
  CHECK(manifests[0].file.str() == "web/package.json");
  CHECK(manifests[0].locked.size() == 4);
  CHECK(manifests[1].file.str() == "api/uv.lock");
  CHECK(manifests[1].kind == "poetry");
  CHECK(manifests[1].locked.size() == 1);
}
