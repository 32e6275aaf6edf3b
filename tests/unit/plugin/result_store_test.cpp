// SPDX-License-Identifier: Apache-2.0
#include "host/system_host.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "catch.hpp"
#include "plugin/result_store.hpp"

using namespace secaudit;

namespace {

/// A cache folder of the test's own.
class Folder {
 public:
  Folder()
      : path_(std::filesystem::temp_directory_path()
              / ("secaudit-results-"
                 + std::to_string(std::filesystem::hash_value(std::filesystem::current_path()))
                 + "-" + std::to_string(reinterpret_cast<std::uintptr_t>(this)))) {
    std::filesystem::create_directories(path_);
    ::setenv("XDG_CACHE_HOME", path_.c_str(), 1);
  }
  ~Folder() {
    ::unsetenv("XDG_CACHE_HOME");
    std::filesystem::remove_all(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::filesystem::path database() const { return path_ / "docker-secaudit" / "results.db"; }

 private:
  std::filesystem::path path_;
};

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

} // namespace

TEST_CASE("results come back in another run, and only as they were put in") {
  const Folder folder;
  const host::SystemHost host;
  const std::string value(100'000, 'v');
  {
    const auto store = plugin::ResultStore::open(host);
    REQUIRE(store);
    CHECK_FALSE(store->get("a"));
    store->put("a", value);
    store->put("b", "x");
    store->put("b", "y");
  }
  const auto store = plugin::ResultStore::open(host);
  REQUIRE(store);
  CHECK(store->get("a") == value);
  CHECK(store->get("b") == "y");
  CHECK_FALSE(store->get("c"));
}

TEST_CASE("damage loses results and never invents any") {
  const Folder folder;
  const host::SystemHost host;
  const std::string value(100'000, 'v');
  {
    const auto store = plugin::ResultStore::open(host);
    REQUIRE(store);
    store->put("a", value);
  }
  const std::string whole = read(folder.database());
  for (const std::size_t at :
       {std::size_t{0}, std::size_t{30}, whole.size() / 2, whole.size() - 9}) {
    std::string bytes = whole;
    bytes.replace(at, 8, "damaged!");
    write(folder.database(), bytes);
    INFO(at);
    {
      const auto store = plugin::ResultStore::open(host);
      REQUIRE(store);
      const auto kept = store->get("a");
      CHECK((!kept || *kept == value));
      store->put("z", "1");
    }
    // At the latest the run after the next works again.
    for (int run = 0; run < 2; ++run) {
      const auto store = plugin::ResultStore::open(host);
      REQUIRE(store);
      store->put("z", "2");
    }
    const auto store = plugin::ResultStore::open(host);
    REQUIRE(store);
    CHECK(store->get("z") == "2");
  }
}

TEST_CASE("without a folder for it there is no store") {
  const host::SystemHost host;
  ::setenv("XDG_CACHE_HOME", "/dev/null", 1);
  CHECK_FALSE(plugin::ResultStore::open(host));
  ::unsetenv("XDG_CACHE_HOME");
}
