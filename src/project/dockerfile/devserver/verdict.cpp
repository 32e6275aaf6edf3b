// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/devserver/verdict.hpp"

#include "base/text.hpp"
#include "project/dockerfile/devserver/table.hpp"

#include <algorithm>
#include <array>

namespace secaudit::project::dockerfile::devserver {
namespace {

using Words = std::vector<std::string>;

bool word_matches(std::string_view pattern, std::string_view word) {
  if (pattern.ends_with('*')) {
    return word.starts_with(pattern.substr(0, pattern.size() - 1));
  }
  if (pattern.starts_with('*')) {
    return word.ends_with(pattern.substr(1));
  }
  const bool with_value = pattern.starts_with("--") && word.starts_with(pattern)
                          && word.size() > pattern.size() && word[pattern.size()] == '=';
  return word == pattern || with_value;
}

bool program_matches(std::string_view programs, const std::string& program) {
  for (const std::string_view name : base::split(programs, '|')) {
    if (word_matches(name, program)) {
      return true;
    }
  }
  return false;
}

/// The word of the arguments that one of the alternatives matches.
std::optional<std::string> argument_match(std::string_view alternatives, const Words& words) {
  if (alternatives.empty()) {
    return std::string();
  }
  for (const std::string_view pattern : base::split(alternatives, '|')) {
    if (pattern == "-" && words.size() == 1) {
      return std::string();
    }
    const auto found = std::find_if(words.begin() + 1, words.end(), [&](const std::string& word) {
      return pattern != "-" && word_matches(pattern, word);
    });
    if (found != words.end()) {
      return *found;
    }
  }
  return std::nullopt;
}

Verdict development(std::string rule, std::string server) {
  return {Kind::development, std::move(rule), std::move(server), false};
}

Verdict production(std::string server) {
  return {Kind::production, {}, std::move(server), false};
}

bool has(const Words& words, std::string_view wanted) {
  return std::find(words.begin() + 1, words.end(), wanted) != words.end();
}

/// The value of an option as `-e x`, `--environment x` or `--environment=x`.
std::string option_value(const Words& words, std::string_view short_name,
                         std::string_view long_name) {
  for (std::size_t i = 1; i < words.size(); ++i) {
    if ((words[i] == short_name || words[i] == long_name) && i + 1 < words.size()) {
      return words[i + 1];
    }
    if (words[i].starts_with(std::string(long_name) + "=")) {
      return words[i].substr(long_name.size() + 1);
    }
  }
  return {};
}

std::string first_of(std::initializer_list<std::string> values) {
  for (const std::string& value : values) {
    if (!value.empty()) {
      return value;
    }
  }
  return {};
}

/// Programs whose mode the environment decides.
std::optional<Verdict> by_environment(const Words& words, const Environment& environment) {
  const std::string& program = words.front();
  const auto value = [&](const char* name) { return environment.get(name).value_or(""); };
  if (program == "rails") {
    if (!has(words, "server") && !has(words, "s")) {
      return production("");
    }
    const std::string mode = first_of(
        {option_value(words, "-e", "--environment"), value("RAILS_ENV"), value("RACK_ENV")});
    const bool dev = mode.empty() || mode == "development" || mode == "test";
    return dev ? development("DF603", "rails server") : production("rails server");
  }
  if (program == "rackup") {
    const std::string mode =
        first_of({option_value(words, "-E", "--env"), value("RACK_ENV"), value("RAILS_ENV")});
    const bool dev = mode.empty() || mode == "development";
    return dev ? development("DF603", "rackup") : production("rackup");
  }
  if (program == "mix") {
    if (!has(words, "phx.server") && !has(words, "phoenix.server")) {
      return production("");
    }
    return value("MIX_ENV") == "prod" ? production("mix phx.server")
                                      : development("DF605", "mix phx.server");
  }
  if (program == "jupyter" || program == "jupyter-lab" || program == "jupyter-notebook") {
    const bool open = std::any_of(words.begin() + 1, words.end(), [](const std::string& word) {
      return word.ends_with(".token=") || word.ends_with(".token=''")
             || word.ends_with("token=\"\"");
    });
    return open ? development("DF605", "jupyter without a token") : Verdict{};
  }
  if (program == "artisan" && has(words, "octane:start") && has(words, "--watch")) {
    return development("DF604", "artisan octane:start --watch");
  }
  if (program == "foreman" || program == "overmind" || program == "hivemind") {
    const std::string file = option_value(words, "-f", "--procfile");
    return base::contains(file, "dev") ? development("DF603", program + " with " + file)
                                       : Verdict{};
  }
  return std::nullopt;
}

bool debugger_on(const Words& words, const Environment& environment) {
  const std::string& program = words.front();
  if (program == "flask" || program == "quart") {
    return has(words, "--debug") || has(words, "--debugger") || environment.is_on("FLASK_DEBUG")
           || environment.is_on("QUART_DEBUG")
           || environment.get("FLASK_ENV").value_or("") == "development";
  }
  if (program == "node" || program == "nodemon" || program == "ts-node" || program == "bun") {
    return std::any_of(words.begin() + 1, words.end(),
                       [](const std::string& word) { return word.starts_with("--inspect"); });
  }
  return has(words, "runserver_plus") || (program == "dlv" && words.size() > 1);
}

} // namespace

std::optional<std::string> Environment::get(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::nullopt : std::optional(found->second);
}

bool Environment::is_on(std::string_view name) const {
  const std::string value = base::to_lower(get(name).value_or(""));
  return value == "1" || value == "true" || value == "yes" || value == "on";
}

std::optional<Verdict> judge_by_table(const Words& words, const Environment& environment) {
  std::optional<Verdict> verdict = by_environment(words, environment);
  for (std::size_t i = 0; !verdict && i < entry_count; ++i) {
    const Entry& entry = entries[i];
    if (!program_matches(entry.programs, words.front())) {
      continue;
    }
    const std::optional<std::string> word = argument_match(entry.words, words);
    if (!word) {
      continue;
    }
    const std::string server = words.front() + (word->empty() ? "" : " " + *word);
    if (entry.rule.empty() || entry.rule == "-") {
      verdict = production(entry.rule.empty() ? server : "");
    } else {
      verdict = development(std::string(entry.rule), server);
    }
  }
  if (verdict) {
    verdict->debugger = debugger_on(words, environment);
  }
  return verdict;
}

std::string remedy_for(const Verdict& verdict) {
  struct Remedy {
    std::string_view key; ///< of the server, or the rule
    std::string_view text;
  };
  constexpr std::array<Remedy, 17> remedies{{
      {"django", "start a WSGI or ASGI server: CMD [\"gunicorn\", \"-b\", \"0.0.0.0:8000\", "
                 "\"-w\", \"3\", \"PROJECT.wsgi\"]"},
      {"manage.py", "start a WSGI or ASGI server: CMD [\"gunicorn\", \"-b\", \"0.0.0.0:8000\", "
                    "\"-w\", \"3\", \"PROJECT.wsgi\"]"},
      {"--reload", "drop --reload: it is for development only"},
      {"fastapi", "start it with `fastapi run` or uvicorn without --reload"},
      {"next", "build with `next build` and start with `next start` or the standalone server.js"},
      {"nest", "build with `nest build` and start with `node dist/main`"},
      {"nodemon", "start the program with `node FILE`"},
      {"node", "drop --watch: start the program with `node FILE`"},
      {"ts-node", "compile with tsc and start the result with `node FILE`"},
      {"tsx", "compile the sources and start the result with `node FILE`"},
      {"strapi", "build with `strapi build` and start with `strapi start`"},
      {"keycloak", "start it with `start --optimized`"},
      {"kc.sh", "start it with `start --optimized`"},
      {"vault", "give it a configuration with storage and TLS and drop -dev"},
      {"dotnet", "publish with `dotnet publish` in a build stage and start `dotnet APP.dll`"},
      {"go", "build the program in a build stage and start the binary"},
      {"cargo", "build with `cargo build --release` in a build stage and start the binary"},
  }};
  for (const Remedy& remedy : remedies) {
    const bool whole = verdict.server == remedy.key;
    if (whole || verdict.server.starts_with(std::string(remedy.key) + " ")
        || (remedy.key == "--reload" && base::contains(verdict.server, "--reload"))) {
      return std::string(remedy.text);
    }
  }
  if (verdict.rule == "DF601") {
    return "start the application with gunicorn (WSGI) or uvicorn (ASGI) instead";
  }
  if (verdict.rule == "DF602") {
    return "build in a build stage and serve the result with nginx, or start `node FILE`";
  }
  if (verdict.rule == "DF603") {
    return "start puma and set RAILS_ENV=production (RACK_ENV for Rack)";
  }
  if (verdict.rule == "DF604") {
    return "serve the application with php-fpm behind nginx, or with FrankenPHP";
  }
  return "build in a build stage and start the result";
}

} // namespace secaudit::project::dockerfile::devserver
