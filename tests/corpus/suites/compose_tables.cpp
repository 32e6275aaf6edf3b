// SPDX-License-Identifier: Apache-2.0
// compose/conformance/tables: small grammars, one value a row. Each row becomes a project of one
// service, so that the whole reader is at work.
#include <functional>

#include "compose_case.hpp"
#include "corpus.hpp"

namespace secaudit::corpus {
namespace {

using boost::json::value;

/// Where a table's input goes in the file, and where its output is found.
struct Table {
  const char* name;
  const char* before; ///< text in front of the input
  const char* after;
  bool quote;       ///< the input is a string, not YAML
  const char* path; ///< of the output below the service
};

constexpr Table tables[] = {
    {"bytes-deploy-memory", "deploy: {resources: {limits: {memory: ", "}}}", true,
     "deploy.resources.limits"},
    {"bytes-mem_limit", "mem_limit: ", "", true, "mem_limit"},
    {"bytes-unquoted", "mem_limit: ", "", false, "mem_limit"},
    {"cpus-deploy", "deploy: {resources: {limits: {cpus: ", "}}}", false,
     "deploy.resources.limits"},
    {"cpus", "cpus: ", "", false, "cpus"},
    {"devices", "devices: [", "]", false, "devices"},
    {"durations-interval", "healthcheck: {test: x, interval: ", "}", true, "healthcheck.interval"},
    {"durations-stop_grace_period", "stop_grace_period: ", "", true, "stop_grace_period"},
    {"env-list-items", "environment: [", "]", true, "environment"},
    {"extra-hosts", "extra_hosts: [", "]", true, "extra_hosts"},
    {"healthcheck-test", "healthcheck:\n      test: ", "", false, "healthcheck"},
    {"interpolation", "environment: {X: ", "}", true, "environment.X"},
    {"labels-list-items", "labels: [", "]", true, "labels"},
    {"ports", "ports:\n      - ", "", false, "ports"},
    {"shellwords", "command: ", "", true, "command"},
    {"volumes", "volumes:\n      - ", "", false, "volumes"},
    {"yaml-scalars-bool", "privileged: ", "", false, "privileged"},
    {"yaml-scalars-env", "environment:\n      X: ", "", false, "environment"},
    {"yaml-scalars-restart", "restart: ", "", false, "restart"},
    {"yaml-scalars-user", "user: ", "", false, "user"},
    {"file-mode", "secrets: [{source: s, mode: ", "}]", false, "secrets.0.mode"},
};

const value* walk(const value& from, std::string_view path) {
  const value* at = &from;
  for (const std::string_view step : base::split(path, '.')) {
    if (at != nullptr && at->is_array()) {
      at = at->as_array().empty() ? nullptr : &at->as_array()[0];
    } else {
      at = at == nullptr ? nullptr : base::find(*at, step);
    }
  }
  return at;
}

bool nothing(const value& v) {
  return v.is_null() || (v.is_object() && v.as_object().empty())
         || (v.is_array() && v.as_array().empty());
}

ComposeCase standard(const value& variables) {
  ComposeCase one;
  one.folder = "/corpus/table";
  one.request.working_directory = one.folder;
  one.request.environment["HOME"] = "/home/user";
  if (variables.is_object()) {
    for (const auto& [key, text] : variables.as_object()) {
      one.request.environment[std::string(key)] = std::string(text.as_string());
    }
  }
  return one;
}

void compare(const ComposeOutcome& outcome, const value& row, std::string_view path,
             const std::string& id, Score& score) {
  const bool refused = base::find(row, "error") != nullptr;
  if (refused || outcome.failed) {
    score.check(refused == outcome.failed,
                id + (refused ? " should fail" : " should load: " + outcome.why));
    return;
  }
  const value* have = walk(outcome.model, "services.app." + std::string(path));
  const value none;
  std::string text = boost::json::serialize(*base::find(row, "out"));
  text = base::replace_all(text, "${CASE_DIR}", "/corpus/table");
  text = base::replace_all(text, "${CASE_PARENT}", "/corpus");
  const value want = *base::parse_json(text);
  if (nothing(want) && (have == nullptr || nothing(*have))) {
    score.check(true, id);
    return;
  }
  const std::string diff = difference(want, have == nullptr ? none : *have);
  score.check(diff.empty(), id + " differs: " + diff);
}

void run_table(const Table& table, const std::filesystem::path& folder, const value& variables,
               Score& score) {
  std::ifstream rows(folder / (std::string(table.name) + ".jsonl"));
  for (std::string line; std::getline(rows, line);) {
    const auto row = base::parse_json(line);
    const std::string in(base::string_at(*row, "in"));
    const ComposeCase one = standard(variables);
    support::MemoryHost host(one.folder);
    // An empty input is an empty string, not null.
    const bool quote = table.quote || in.empty();
    const std::string text = quote ? boost::json::serialize(value(in)) : in;
    std::string file = "services:\n  app:\n    image: a:1\n    " + std::string(table.before) + text
                       + table.after + "\n";
    file += "volumes: {vol: {}, v: {}, name: {}, a: {}, data: {}, '1': {}, v.1-x_y: {}, my-vol: "
            "{}, my_vol: {}, my.vol: "
            "{}}\n";
    file += "secrets: {s: {file: ./s}}\n";
    host.add_file(one.folder + "/compose.yaml", file);
    compare(run_case(host, one), *row, table.path,
            std::string(table.name) + " " + boost::json::serialize(value(in)), score);
  }
}

void env_files(const char* name, const char* entry, const std::filesystem::path& folder,
               const value& variables, Score& score) {
  std::ifstream rows(folder / (std::string(name) + ".jsonl"));
  for (std::string line; std::getline(rows, line);) {
    const auto row = base::parse_json(line);
    const std::string in(base::string_at(*row, "in"));
    const ComposeCase one = standard(variables);
    support::MemoryHost host(one.folder);
    host.add_file(one.folder + "/compose.yaml",
                  std::string("services:\n  app:\n    image: a:1\n    env_file: ") + entry + "\n");
    host.add_file(one.folder + "/e.env", in);
    compare(run_case(host, one), *row, "environment",
            std::string(name) + " " + boost::json::serialize(value(in)), score);
  }
}

void project_names(const std::filesystem::path& folder, Score& score) {
  std::ifstream rows(folder / "project-names.jsonl");
  for (std::string line; std::getline(rows, line);) {
    const auto row = base::parse_json(line);
    const std::string in(base::string_at(*row, "in"));
    const std::string how(base::string_at(*row, "how"));
    ComposeCase one = standard({});
    if (how == "directory") {
      one.folder = "/corpus/" + in;
      one.request.working_directory = one.folder;
    } else if (how == "-p") {
      one.request.project_name = in;
    }
    support::MemoryHost host(one.folder);
    const std::string name =
        how == "name:" ? "name: " + boost::json::serialize(value(in)) + "\n" : "";
    host.add_file(one.folder + "/compose.yaml", name + "services:\n  app:\n    image: a:1\n");
    const ComposeOutcome outcome = run_case(host, one);
    const bool refused = base::find(*row, "error") != nullptr;
    const bool same =
        refused || base::string_at(outcome.model, "name") == base::string_at(*row, "out");
    score.check(outcome.failed == refused && same, "project-names " + line.substr(0, 100));
  }
}

} // namespace

Score compose_tables(const std::filesystem::path& root) {
  Score score;
  const std::filesystem::path corpora =
      std::filesystem::exists(root / "corpora") ? root / "corpora" : root;
  const std::filesystem::path folder = corpora / "compose" / "conformance" / "tables";
  score.absent = !std::filesystem::exists(folder);
  if (score.absent) {
    return score;
  }
  const auto variables = base::parse_json(slurp(folder / "interpolation.env.json"));
  for (const Table& table : tables) {
    run_table(table, folder, variables ? *variables : value(), score);
  }
  env_files("dotenv", "e.env", folder, variables ? *variables : value(), score);
  env_files("dotenv-raw", "[{path: e.env, format: raw}]", folder, variables ? *variables : value(),
            score);
  project_names(folder, score);
  return score;
}

} // namespace secaudit::corpus
