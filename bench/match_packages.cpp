// SPDX-License-Identifier: Apache-2.0
// Milliseconds for looking up a list of packages, in this process: the first pass with whatever the
// page cache holds, then the median of further ones.
//
//   secaudit_bench_match DATABASE LIST      LIST: lines of `ecosystem TAB name TAB version`
#include "vulns/database.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

namespace {

using namespace secaudit;
using Clock = std::chrono::steady_clock;

struct Query {
  std::string ecosystem, name, version;
};

std::vector<Query> queries_of(const char* file) {
  std::vector<Query> queries;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    const std::size_t first = line.find('\t');
    const std::size_t second = line.find('\t', first + 1);
    if (second != std::string::npos) {
      queries.push_back({line.substr(0, first), line.substr(first + 1, second - first - 1),
                         line.substr(second + 1)});
    }
  }
  return queries;
}

double milliseconds(Clock::time_point since) {
  return std::chrono::duration<double, std::milli>(Clock::now() - since).count();
}

/// What matching does per package, without building the image model around it.
std::size_t pass(const vulns::Database& database, const std::vector<Query>& queries) {
  std::size_t hits = 0;
  for (const Query& query : queries) {
    if (const auto found = database.affecting(query.ecosystem, query.name, query.version)) {
      hits += found->size();
    }
  }
  return hits;
}

} // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: secaudit_bench_match DATABASE LIST\n");
    return 125;
  }
  const auto queries = queries_of(argv[2]);
  const auto start = Clock::now();
  const auto database = vulns::Database::open(argv[1]);
  if (!database) {
    std::fprintf(stderr, "%s\n", database.error().message.c_str());
    return 3;
  }
  const std::size_t hits = pass(*database, queries);
  std::printf("packages %zu  hits %zu\nopen and first pass %.2f ms\n", queries.size(), hits,
              milliseconds(start));
  std::vector<double> walls;
  for (int i = 0; i < 15; ++i) {
    const auto again = Clock::now();
    pass(*database, queries);
    walls.push_back(milliseconds(again));
  }
  std::sort(walls.begin(), walls.end());
  std::printf("next passes: median %.2f ms, least %.2f ms\n", walls[walls.size() / 2],
              walls.front());
  return 0;
}
