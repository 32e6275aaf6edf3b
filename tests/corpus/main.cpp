// SPDX-License-Identifier: Apache-2.0
// Scores the program against recorded truth: secaudit_corpus --root DIR [--thresholds FILE] [--quiet] [SUITE…]
// DIR has the layout of ../shared (or of its corpora folder). Prints `SUITE: N passed, M failed` and the failing ids.
#include "corpus.hpp"
#include "suites.inc"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace {

using secaudit::corpus::Score;

std::map<std::string, double> read_thresholds(const std::string& file) {
  std::map<std::string, double> thresholds;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    std::istringstream fields(line);
    std::string name;
    double percentage = 0;
    if (!line.starts_with('#') && fields >> name >> percentage) {
      thresholds[name] = percentage;
    }
  }
  return thresholds;
}

void print(const std::string& name, const Score& score, bool quiet) {
  if (score.absent) {
    std::cout << name << ": skipped, its folder is absent\n";
    return;
  }
  std::cout << name << ": " << score.passed << " passed, " << score.failed.size() << " failed\n";
  if (!quiet) {
    for (const std::string& id : score.failed) {
      std::cout << "  failed " << id << "\n";
    }
  }
  for (const std::string& note : score.notes) {
    std::cout << "  " << note << "\n";
  }
}

bool good_enough(const Score& score, double least) {
  const double all = static_cast<double>(score.passed + score.failed.size());
  return score.absent || (all > 0 && 100.0 * static_cast<double>(score.passed) >= least * all);
}

} // namespace

int main(int argc, char** argv) {
  std::filesystem::path root;
  std::map<std::string, double> thresholds;
  std::vector<std::string> wanted;
  bool quiet = false;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--root" && i + 1 < argc) {
      root = argv[++i];
    } else if (argument == "--thresholds" && i + 1 < argc) {
      thresholds = read_thresholds(argv[++i]);
    } else if (argument == "--quiet") {
      quiet = true;
    } else {
      wanted.push_back(argument);
    }
  }
  if (root.empty()) {
    std::cerr << "usage: secaudit_corpus --root DIR [--thresholds FILE] [--quiet] [SUITE…]\n";
    return 125;
  }
  bool good = true;
  for (const auto& suite : secaudit::corpus::suites) {
    if (suite.name == nullptr ||
        (!wanted.empty() && std::find(wanted.begin(), wanted.end(), suite.name) == wanted.end())) {
      continue;
    }
    const Score score = suite.run(root);
    print(suite.name, score, quiet);
    const auto least = thresholds.find(suite.name);
    if (least != thresholds.end() && !good_enough(score, least->second)) {
      std::cout << "  below its threshold of " << least->second << " %\n";
      good = false;
    }
  }
  return good ? 0 : 1;
}
