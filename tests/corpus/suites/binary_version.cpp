// SPDX-License-Identifier: Apache-2.0
// corpora/image/binary-version: pieces of real programs around the text that tells their version.
#include "base/json.hpp"
#include "image/inventory/inventory.hpp"

#include <boost/json.hpp>

#include <fstream>
#include <set>

#include "corpus.hpp"

namespace secaudit::corpus {
namespace {

using boost::json::value;

std::string read_text(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Pieces of real programs: the package that their files' names and bytes tell.
std::string judge_program(const std::filesystem::path& folder, const value& record) {
  std::set<std::string> found_purls;
  image::inventory::Inventory reader;
  for (const value& input : record.at("inputs").as_array()) {
    const std::string name(input.as_string());
    const std::string content = read_text(folder / name);
    // What stands before the bytes was written by whoever cut the piece.
    constexpr std::string_view mark = "### byte snippet to follow ###\n";
    const std::size_t header = content.find(mark);
    const std::string_view bytes =
        std::string_view(content).substr(header == std::string::npos ? 0 : header + mark.size());
    image::inventory::TextBlocks blocks(bytes);
    image::inventory::Found found;
    reader.read("usr/bin/" + name, bytes.size(), blocks, found);
    for (const model::Package& package : found.packages) {
      found_purls.insert(package.purl);
    }
  }
  std::set<std::string> wanted;
  for (const value& item : record.at("expected").at("packages").as_array()) {
    wanted.insert(std::string(base::string_at(item, "purl")));
  }
  if (found_purls == wanted) {
    return {};
  }
  return "found " + (found_purls.empty() ? "nothing" : *found_purls.begin()) + " for "
         + (wanted.empty() ? "nothing" : *wanted.begin());
}

} // namespace

Score binary_version(const std::filesystem::path& root) {
  Score score;
  const auto group = root / "corpora" / "image" / "binary-version";
  std::set<std::filesystem::path> folders;
  if (std::filesystem::exists(group)) {
    for (const auto& entry : std::filesystem::directory_iterator(group)) {
      folders.insert(entry.path());
    }
  }
  for (const auto& folder : folders) {
    if (const auto record = base::parse_json(read_text(folder / "expected.json"))) {
      const std::string problem = judge_program(folder, *record);
      score.check(problem.empty(), folder.filename().string() + " " + problem);
    }
  }
  score.absent = score.passed == 0 && score.failed.empty();
  return score;
}

} // namespace secaudit::corpus
