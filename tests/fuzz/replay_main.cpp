// SPDX-License-Identifier: Apache-2.0
// Runs a fuzz target without libFuzzer: over every file of the given folders, and over mutations of
// each that are the same on every run.
#include <algorithm>
#include <cstddef>
#include <cstdint>
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

} // namespace

int main(int argc, char** argv) {
  std::mt19937 random(1);
  std::size_t inputs = 0;
  for (int i = 1; i < argc; ++i) {
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
      for (int k = 0; k < mutations_an_input; ++k) {
        run(mutated(bytes, random));
      }
      ++inputs;
    }
  }
  std::cout << inputs << " inputs, " << inputs * mutations_an_input << " mutations\n";
  return inputs == 0 ? 1 : 0;
}
