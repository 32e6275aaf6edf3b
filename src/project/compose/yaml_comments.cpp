// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "base/unicode.hpp"
#include "project/compose/yaml_tree.hpp"

#include <algorithm>

namespace secaudit::project::compose {
namespace {

struct Stretch {
  model::Position begin;
  model::Position end;
};

std::vector<Stretch> scalar_stretches(const YamlStream& stream) {
  std::vector<Stretch> out;
  for (const YamlDocument& document : stream.documents) {
    for (const YamlNode& node : document.nodes) {
      if (node.kind == YamlNode::Kind::scalar) {
        out.push_back({node.begin, node.end});
      }
    }
  }
  std::sort(out.begin(), out.end(),
            [](const Stretch& a, const Stretch& b) { return a.begin < b.begin; });
  return out;
}

} // namespace

std::vector<YamlComment> yaml_comments(std::string_view text, const YamlStream& stream) {
  std::vector<YamlComment> out;
  const std::vector<Stretch> scalars = scalar_stretches(stream);
  std::size_t next = 0;
  int number = 0;
  for (const std::string_view line : base::lines(text)) {
    ++number;
    int column = 1;
    bool after_space = true;
    for (std::size_t i = 0; i < line.size(); ++column) {
      const model::Position here{number, column};
      while (next < scalars.size() && scalars[next].end <= here) {
        ++next;
      }
      const bool inside = next < scalars.size() && scalars[next].begin <= here;
      if (line[i] == '#' && after_space && !inside) {
        out.push_back(
            {here, std::string(line.substr(i + 1)), base::trim(line.substr(0, i)).empty()});
        break;
      }
      after_space = line[i] == ' ' || line[i] == '\t';
      i += base::decode_utf8(line.substr(i)).length;
    }
  }
  return out;
}

} // namespace secaudit::project::compose
