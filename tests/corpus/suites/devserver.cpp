// SPDX-License-Identifier: Apache-2.0
// 150 start commands with the files behind them: development server, production, or unknown. A
// production command that is called a development server counts as ten failures.
#include "base/json.hpp"
#include "project/dockerfile/parse.hpp"
#include "project/dockerfile/start_command.hpp"

#include <boost/json.hpp>

#include <fstream>

#include "corpus.hpp"
#include "support/memory_host.hpp"

namespace secaudit::corpus {
namespace {

namespace json = boost::json;
using Kind = model::StartCommand::Kind;

std::string told(Kind kind) {
  return kind == Kind::development ? "dev" : kind == Kind::production ? "prod" : "unknown";
}

std::string dockerfile_of(const json::value& item) {
  std::string text = "FROM base:1\nWORKDIR /app\nCOPY . .\n";
  if (const auto* environment = base::find(item, "env")) {
    for (const auto& member : environment->as_object()) {
      text +=
          "ENV " + std::string(member.key()) + "=" + std::string(member.value().as_string()) + "\n";
    }
  }
  const json::value& command = item.at("cmd");
  return text + "CMD "
         + (command.is_string() ? std::string(command.as_string()) : json::serialize(command))
         + "\n";
}

void score_case(const json::value& item, int number, Score& score) {
  support::MemoryHost host("/project");
  host.add_file("/project/Dockerfile", dockerfile_of(item));
  if (const auto* files = base::find(item, "files")) {
    for (const auto& member : files->as_object()) {
      host.add_file("/project/" + std::string(member.key()),
                    std::string(member.value().as_string()));
    }
  }
  const auto use = project::dockerfile::read_file(host, "/project/Dockerfile", "/project");
  if (!use) {
    score.check(false, std::to_string(number) + " " + use.error().message);
    return;
  }
  const model::StartCommand found =
      project::dockerfile::start_command(host, &*use, nullptr, "/project");
  const std::string expected(base::string_at(item, "expected"));
  const bool right = told(found.kind) == expected && found.rule == base::string_at(item, "rule");
  const std::string id = std::to_string(number) + " " + json::serialize(item.at("cmd")) + " is "
                         + expected + ", found " + told(found.kind) + " " + found.rule;
  score.check(right, id);
  for (int i = 0; expected == "prod" && found.kind == Kind::development && i < 9; ++i) {
    score.check(false, id + " (a false alarm)");
  }
}

} // namespace

Score devserver(const std::filesystem::path& root) {
  Score score;
  const auto corpora = std::filesystem::is_directory(root / "corpora") ? root / "corpora" : root;
  const auto file = corpora / "dockerfile" / "devserver" / "commands.jsonl";
  score.absent = !std::filesystem::exists(file);
  std::ifstream in(file);
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (const auto item = base::parse_json(line)) {
      score_case(*item, number, score);
    } else {
      score.check(false, std::to_string(number) + " unreadable");
    }
  }
  return score;
}

} // namespace secaudit::corpus
