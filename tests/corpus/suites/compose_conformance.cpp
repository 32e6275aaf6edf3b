// SPDX-License-Identifier: Apache-2.0
// compose/conformance: whole projects against what Docker Compose 2.40.3 printed, and the real
// projects.
#include "compose_case.hpp"
#include "corpus.hpp"

namespace secaudit::corpus {
namespace {

using boost::json::value;

ComposeCase described(const value& row, const std::string& name) {
  ComposeCase one;
  one.folder = "/corpus/" + name;
  std::vector<std::string> words = words_of(row, "args");
  const std::vector<std::string> rest = words_of(row, "subcommand");
  words.insert(words.end(), rest.begin(), rest.end());
  one.arguments(words);
  const std::string cwd(base::string_at(row, "cwd"));
  one.request.working_directory = cwd.empty() || cwd == "." ? one.folder : one.folder + "/" + cwd;
  one.request.environment["HOME"] = "/home/user";
  if (const auto home = base::string_at(row, "home"); !home.empty()) {
    one.request.environment["HOME"] = std::string(home);
  }
  if (const value* env = base::find(row, "env"); env != nullptr && env->is_object()) {
    for (const auto& [key, text] : env->as_object()) {
      std::string resolved =
          base::replace_all(std::string(text.as_string()), "${CASE_DIR}", one.folder);
      one.request.environment[std::string(key)] = std::move(resolved);
    }
  }
  return one;
}

value expected_model(std::string text, const ComposeCase& one) {
  text = base::replace_all(text, "${CASE_DIR}", one.folder);
  text = base::replace_all(text, "${CASE_PARENT}", "/corpus");
  if (one.interpolated) {
    text = base::replace_all(text, "$$", "$");
  }
  const auto parsed = base::parse_json(text);
  return parsed ? *parsed : value();
}

void judge(const support::MemoryHost& host, const ComposeCase& one, const value& row,
           const std::string& expected, const std::string& id, Score& score) {
  const ComposeOutcome outcome = run_case(host, one);
  const auto exit = base::integer_at(row, "exit").value_or(0);
  const bool newer = base::find(row, "newer_behaviour") != nullptr;
  // Compose never ended on the alias bomb; a clear refusal is right.
  const bool refused = exit != 0;
  if (outcome.failed != refused) {
    score.check(newer, id + (refused ? " should fail" : " should load: " + outcome.why));
    return;
  }
  if (refused || !one.json) {
    score.check(true, id);
    return;
  }
  const std::string diff = difference(expected_model(expected, one), outcome.model);
  score.check(diff.empty() || base::find(row, "nondeterministic") != nullptr || newer,
              id + " differs at " + diff);
}

void hand_written(const std::filesystem::path& folder, Score& score) {
  std::ifstream rows(folder / "cases.jsonl");
  for (std::string line; std::getline(rows, line);) {
    const auto row = base::parse_json(line);
    const std::string name(base::string_at(*row, "name"));
    const ComposeCase one = described(*row, name);
    support::MemoryHost host(one.request.working_directory);
    mount_folder(host, folder / "cases" / name, one.folder);
    host.set_input(std::string(base::string_at(*row, "stdin")));
    judge(host, one, *row, slurp(folder / "cases" / name / "expected.json"), name, score);
  }
}

void upstream(const std::filesystem::path& folder, Score& score) {
  std::ifstream rows(folder / "upstream-cases.jsonl");
  for (std::string line; std::getline(rows, line);) {
    const auto row = base::parse_json(line);
    const std::string name(base::string_at(*row, "name"));
    const value& description = *base::find(*row, "case");
    const ComposeCase one = described(description, name);
    support::MemoryHost host(one.request.working_directory);
    host.add_directory(one.folder);
    if (const auto project = base::string_at(*row, "project"); !project.empty()) {
      mount_folder(host, folder / "projects" / std::string(project), one.folder);
    }
    if (const value* files = base::find(*row, "files"); files != nullptr) {
      for (const auto& [path, text] : files->as_object()) {
        host.add_file(one.folder + "/" + std::string(path), std::string(text.as_string()));
      }
    }
    const value* expected = base::find(*row, "expected.json");
    judge(host, one, description,
          expected == nullptr ? std::string() : boost::json::serialize(*expected), name, score);
  }
}

void real(const std::filesystem::path& compose, Score& score) {
  const auto index = base::parse_json(slurp(compose / "real-expected" / "index.json"));
  if (!index) {
    return;
  }
  for (const auto& [name, variants] : index->as_object()) {
    for (const auto& [variant, row] : variants.as_object()) {
      if (!row.is_object()) {
        continue;
      }
      const ComposeCase one = described(
          [&] {
            boost::json::object copy = row.as_object();
            copy["subcommand"] = boost::json::array{"config", "--format", "json"};
            return value(copy);
          }(),
          std::string(name));
      support::MemoryHost host(one.request.working_directory);
      mount_folder(host, compose / "real" / std::string(name), one.folder);
      if (const auto env = base::string_at(row, "env_template_copied_to_.env"); !env.empty()) {
        host.add_file(one.folder + "/.env", *host.content(one.folder + "/" + std::string(env)));
      }
      const std::string id = std::string(name) + "--" + std::string(variant);
      judge(host, one, row, slurp(compose / "real-expected" / (id + ".json")), "real " + id, score);
    }
  }
}

} // namespace

Score compose_conformance(const std::filesystem::path& root) {
  Score score;
  const std::filesystem::path corpora =
      std::filesystem::exists(root / "corpora") ? root / "corpora" : root;
  const std::filesystem::path folder = corpora / "compose" / "conformance";
  score.absent = !std::filesystem::exists(folder / "cases.jsonl");
  if (score.absent) {
    return score;
  }
  hand_written(folder, score);
  upstream(folder, score);
  real(corpora / "compose", score);
  return score;
}

} // namespace secaudit::corpus
