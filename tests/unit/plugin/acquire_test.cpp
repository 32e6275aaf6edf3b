// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"

#include <algorithm>

#include "catch.hpp"
#include "plugin/acquire.hpp"
#include "support/memory_host.hpp"

using namespace secaudit;

namespace {

bool tells(const model::Subjects& subjects, const std::string& what, const std::string& why) {
  return std::any_of(subjects.gaps.begin(), subjects.gaps.end(), [&](const model::Gap& gap) {
    return gap.what == what && base::contains(gap.why, why);
  });
}

plugin::ComposeRequest request_in(const std::string& folder) {
  plugin::ComposeRequest request;
  request.compose_optional = true;
  request.load.working_directory = folder;
  return request;
}

} // namespace

TEST_CASE("a compose file that Compose does not find by its name is told") {
  support::MemoryHost host;
  host.add_file("/p/stack.yml", "# ours\nservices:\n  web:\n    image: x:1\n");
  host.add_file("/p/values.yaml", "port: 80\n");
  const model::Subjects subjects = plugin::acquire_files(host, request_in("/p"));
  CHECK(tells(subjects, "stack.yml", "looks like a compose file"));
  CHECK_FALSE(tells(subjects, "values.yaml", ""));
}

TEST_CASE("beside a project, other files with services are its own matter") {
  support::MemoryHost host;
  host.add_file("/p/compose.yaml", "services:\n  web:\n    image: x:1\n");
  host.add_file("/p/stack.yml", "services:\n  web:\n    image: x:1\n");
  CHECK_FALSE(tells(plugin::acquire_files(host, request_in("/p")), "stack.yml", ""));
}

TEST_CASE("a project is recognised by its key `services`") {
  CHECK(plugin::looks_like_compose("services:\n  web: {}\n"));
  CHECK(plugin::looks_like_compose("name: x\nservices: {web: {}}\n"));
  CHECK_FALSE(plugin::looks_like_compose("jobs:\n  test:\n    services:\n      db: {}\n"));
  CHECK_FALSE(plugin::looks_like_compose("myservices:\n"));
}
