// SPDX-License-Identifier: Apache-2.0
// compose/positions: the place of every key, value and list item of the corpus' YAML files.
#include "base/json.hpp"
#include "base/text.hpp"
#include "project/compose/yaml_tree.hpp"

#include <boost/json.hpp>

#include <fstream>
#include <map>
#include <sstream>

#include "corpus.hpp"

namespace secaudit::corpus {
namespace {

using project::compose::YamlDocument;
using project::compose::YamlNode;

struct Place {
  model::Position key;
  model::Position value;
};

using Places = std::map<std::string, Place>;

void collect(const YamlDocument& document, std::uint32_t index, const std::string& path, int depth,
             Places& out) {
  const YamlNode& written = document.nodes[index];
  const YamlNode& node =
      written.kind == YamlNode::Kind::alias ? document.nodes[written.target] : written;
  if (depth > 60 || out.size() > 200'000) {
    return;
  }
  const std::size_t step = node.kind == YamlNode::Kind::mapping ? 2 : 1;
  for (std::size_t i = 0; i + step <= node.children.size(); i += step) {
    const YamlNode& first = document.nodes[node.children[i]];
    const std::uint32_t child = node.children[i + step - 1];
    const YamlNode& value = document.nodes[child];
    const YamlNode& target =
        value.kind == YamlNode::Kind::alias ? document.nodes[value.target] : value;
    const std::string next = step == 1 ? path + "[" + std::to_string(i) + "]"
                                       : (path.empty() ? std::string() : path + ".")
                                             + base::replace_all(first.text, ".", "\\.");
    out.try_emplace(next, Place{step == 2 ? first.begin : target.begin, target.begin});
    collect(document, child, next, depth + 1, out);
  }
}

bool equal(const model::Position& at, const boost::json::array& row, std::size_t from) {
  return at.line == row[from].to_number<int>() && at.column == row[from + 1].to_number<int>();
}

} // namespace

Score compose_positions(const std::filesystem::path& root) {
  Score score;
  const std::filesystem::path corpora =
      std::filesystem::exists(root / "corpora") ? root / "corpora" : root;
  const std::filesystem::path folder = corpora / "compose";
  std::ifstream rows(folder / "positions" / "positions.jsonl");
  score.absent = !rows;
  for (std::string row; std::getline(rows, row);) {
    const auto parsed = base::parse_json(row);
    const std::string name(base::string_at(*parsed, "file"));
    std::ifstream in(folder / name);
    std::stringstream text;
    text << in.rdbuf();
    const std::string bytes = text.str();
    const auto stream = project::compose::parse_yaml_stream(bytes, name);
    Places places;
    for (const YamlDocument& document : stream.documents) {
      if (!document.nodes.empty()) {
        collect(document, 0, "", 0, places);
      }
    }
    for (const boost::json::value& entry : base::find(*parsed, "pos")->as_array()) {
      const boost::json::array& want = entry.as_array();
      const auto found = places.find(std::string(want[0].as_string()));
      const bool ok = found != places.end() && equal(found->second.key, want, 1)
                      && equal(found->second.value, want, 3);
      score.check(ok, name + " " + boost::json::serialize(entry));
    }
  }
  return score;
}

} // namespace secaudit::corpus
