// SPDX-License-Identifier: Apache-2.0
// Milliseconds for looking up a list of packages, in this process: the first pass with whatever the
// page cache holds, then the median of further ones.
//
//   secaudit_bench_match DATABASE LIST      LIST: lines of `ecosystem TAB name TAB version`
#include "vulns/database.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
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

/// Which advisories hold for which package.
std::size_t matched(const vulns::Database& database, const std::vector<Query>& queries) {
  std::size_t hits = 0;
  for (const Query& query : queries) {
    const auto found = database.holding(query.ecosystem, query.name, query.version);
    hits += found ? found->size() : 0;
  }
  return hits;
}

/// The same with the text of each advisory.
std::size_t read(const vulns::Database& database, const std::vector<Query>& queries) {
  std::size_t hits = 0;
  for (const Query& query : queries) {
    const auto found = database.affecting(query.ecosystem, query.name, query.version);
    hits += found ? found->size() : 0;
  }
  return hits;
}

/// Walls of a shared machine vary; the processor's time hardly does.
template <typename Pass>
void repeat(const char* name, const Pass& pass) {
  constexpr int times = 15;
  std::vector<double> walls;
  const std::clock_t begin = std::clock();
  for (int i = 0; i < times; ++i) {
    const auto again = Clock::now();
    pass();
    walls.push_back(milliseconds(again));
  }
  const double cpu = 1000.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC / times;
  std::sort(walls.begin(), walls.end());
  std::printf("%s: CPU %.2f ms, wall median %.2f ms, least %.2f ms\n", name, cpu,
              walls[walls.size() / 2], walls.front());
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
  const std::size_t hits = matched(*database, queries);
  std::printf("packages %zu  hits %zu\nopen and first pass: wall %.2f ms\n", queries.size(), hits,
              milliseconds(start));
  repeat("matched again", [&] { matched(*database, queries); });
  repeat("with the advisories read", [&] { read(*database, queries); });
  return 0;
}
