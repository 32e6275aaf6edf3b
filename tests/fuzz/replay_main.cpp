// SPDX-License-Identifier: Apache-2.0
// Runs a fuzz target without libFuzzer: over every file of the given folders, and over mutations of
// each that are the same on every run; after `--seconds N` over others for that long.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr int mutations_an_input = 200;
constexpr std::size_t largest_input = 1024 * 1024;

void run(const std::string& bytes) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

std::string mutated(std::string bytes, std::mt19937& random) {
  const auto pick = [&](std::size_t below) {
    return std::uniform_int_distribution<std::size_t>(0, below - 1)(random);
  };
  for (std::size_t i = 0; i < 1 + pick(8) && !bytes.empty(); ++i) {
    const std::size_t at = pick(bytes.size());
    switch (pick(4)) {
    case 0:
      bytes[at] = static_cast<char>(pick(256));
      break;
    case 1:
      bytes.erase(at, 1 + pick(16));
      break;
    case 2:
      bytes.insert(at, bytes.substr(pick(bytes.size()), 1 + pick(64)));
      break;
    default:
      bytes.resize(at);
      break;
    }
  }
  return bytes;
}

/// Mutations of mutations of the kept inputs until the time is up; the input in work is left behind
/// in `fuzz-input`, so that a crash can be repeated.
void run_for(std::chrono::seconds time, std::vector<std::string> pool, std::mt19937& random) {
  constexpr std::size_t largest_pool = 4096;
  const auto end = std::chrono::steady_clock::now() + time;
  std::size_t runs = 0;
  while (std::chrono::steady_clock::now() < end) {
    std::string bytes = mutated(pool[random() % pool.size()], random);
    std::ofstream("fuzz-input", std::ios::binary) << bytes;
    run(bytes);
    ++runs;
    if (pool.size() < largest_pool && runs % 16 == 0) {
      pool.push_back(std::move(bytes));
    }
  }
  std::filesystem::remove("fuzz-input");
  std::cout << runs << " further mutations in " << time.count() << " s\n";
}

} // namespace

int main(int argc, char** argv) {
  std::mt19937 random(1);
  std::size_t inputs = 0;
  std::vector<std::string> pool;
  std::chrono::seconds time{0};
  for (int i = 1; i < argc; ++i) {
    if (std::string(argv[i]) == "--seconds" && i + 1 < argc) {
      time = std::chrono::seconds(std::atoi(argv[++i]));
      random.seed(std::random_device{}());
      continue;
    }
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(argv[i])) {
      if (entry.is_regular_file() && entry.file_size() <= largest_input) {
        files.push_back(entry.path());
      }
    }
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
      std::ifstream in(file, std::ios::binary);
      const std::string bytes((std::istreambuf_iterator<char>(in)), {});
      run(bytes);
      pool.push_back(bytes);
      for (int k = 0; k < mutations_an_input; ++k) {
        run(mutated(bytes, random));
      }
      ++inputs;
    }
  }
  std::cout << inputs << " inputs, " << inputs * mutations_an_input << " mutations\n";
  if (time.count() > 0 && !pool.empty()) {
    run_for(time, std::move(pool), random);
  }
  return inputs == 0 ? 1 : 0;
}
