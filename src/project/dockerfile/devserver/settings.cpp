// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "project/dockerfile/devserver/engine.hpp"
#include "project/dockerfile/devserver/python_source.hpp"
#include "project/dockerfile/shell/view.hpp"

#include <array>
#include <charconv>

namespace secaudit::project::dockerfile::devserver {
namespace {

using Words = std::vector<std::string>;

/// Settings of a server by their long names without dashes, from the weakest source to the
/// strongest: configuration file, environment, command line.
class Settings {
 public:
  void read_config(std::string_view text) {
    for (const std::string_view line : base::lines(text)) {
      const std::size_t equals = line.find('=');
      if (equals == std::string_view::npos || line.substr(equals + 1).starts_with('=')
          || line.starts_with(' ') || line.starts_with('#')) {
        continue;
      }
      std::string name(base::trim(line.substr(0, equals)));
      std::string_view value = base::trim(line.substr(equals + 1));
      if (value.size() > 1 && (value.front() == '"' || value.front() == '\'')) {
        value = value.substr(1, value.find(value.front(), 1) - 1);
      }
      name = base::replace_all(name, "_", "-");
      values_[name == "accesslog" ? "access-logfile" : name] = std::string(value);
    }
  }

  void read_arguments(const Words& words) {
    struct Short {
      std::string_view letter;
      std::string_view name;
    };
    constexpr std::array<Short, 6> shorts{{{"-w", "workers"},
                                           {"-k", "worker-class"},
                                           {"-t", "timeout"},
                                           {"-b", "bind"},
                                           {"-c", "config"},
                                           {"-h", "host"}}};
    for (std::size_t i = 0; i < words.size(); ++i) {
      const std::string& word = words[i];
      const std::string next = i + 1 < words.size() ? words[i + 1] : "";
      if (word.starts_with("--")) {
        const std::size_t equals = word.find('=');
        values_[word.substr(2, equals == std::string::npos ? equals : equals - 2)] =
            equals == std::string::npos ? next : word.substr(equals + 1);
        continue;
      }
      for (const Short& entry : shorts) {
        if (word == entry.letter) {
          values_[std::string(entry.name)] = next;
        } else if (word.starts_with(entry.letter) && !word.starts_with("--")) {
          values_[std::string(entry.name)] = word.substr(2);
        }
      }
    }
  }

  std::optional<std::string> get(const char* name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  std::map<std::string, std::string> values_;
};

std::optional<int> number(const std::optional<std::string>& text) {
  int value = 0;
  if (!text) {
    return std::nullopt;
  }
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  return error == std::errc{} && end == text->data() + text->size() ? std::optional(value)
                                                                    : std::nullopt;
}

bool is_loopback(std::string_view address) {
  return address.starts_with("127.") || address.starts_with("localhost")
         || address.starts_with("[::1]");
}

void gunicorn(const Settings& settings, const Environment& environment,
              std::vector<std::string>& problems) {
  const std::optional<std::string> workers =
      settings.get("workers") ? settings.get("workers") : environment.get("WEB_CONCURRENCY");
  const std::string worker_class = settings.get("worker-class").value_or("sync");
  const bool threads = number(settings.get("threads")).value_or(1) > 1 || worker_class == "gthread";
  const bool sync = worker_class == "sync" && !threads;
  // An expression in the configuration file counts as a deliberate choice.
  if (sync && (!workers || number(workers) == 1)) {
    problems.emplace_back("gunicorn runs one sync worker, so one slow request blocks all others: "
                          "set --workers (2 × cores + 1) or WEB_CONCURRENCY");
  }
  const auto timeout = settings.get("timeout");
  if (sync && number(timeout) == 0) {
    problems.emplace_back("gunicorn has --timeout 0, so a hung worker is never restarted: set "
                          "--timeout 30 or more");
  } else if (sync && !timeout) {
    problems.emplace_back("gunicorn has no --timeout of its own (default 30 s): set it to what the "
                          "slowest request needs");
  }
  if (!settings.get("access-logfile")) {
    problems.emplace_back("gunicorn writes no access log: add --access-logfile -");
  }
  const std::optional<std::string> port = environment.get("PORT");
  if (const auto bind = settings.get("bind"); bind ? is_loopback(*bind) : !port) {
    problems.emplace_back(
        "gunicorn listens on 127.0.0.1 inside the container, where nobody reaches "
        "it: add --bind 0.0.0.0:8000");
  }
}

} // namespace

std::vector<std::string> settings_problems(const std::vector<std::string>& words,
                                           const Environment& environment,
                                           std::string_view config) {
  std::vector<std::string> problems;
  Settings settings;
  settings.read_config(config);
  const shell::Values none = [](std::string_view) { return std::nullopt; };
  if (const auto more = environment.get("GUNICORN_CMD_ARGS"); more && words.front() == "gunicorn") {
    for (const model::ShellCommand& command : shell::read_text("gunicorn " + *more, none)) {
      Words extra;
      for (const model::ShellWord& word : command.words) {
        extra.push_back(word.text);
      }
      settings.read_arguments(extra);
    }
  }
  settings.read_arguments(words);
  if (words.front() == "gunicorn") {
    gunicorn(settings, environment, problems);
  } else if (is_loopback(settings.get("host").value_or("127.0.0.1"))
             && !environment.get("UVICORN_HOST")) {
    problems.emplace_back("uvicorn listens on 127.0.0.1 inside the container, where nobody reaches "
                          "it: add --host 0.0.0.0");
  }
  const std::string trusted = settings.get("forwarded-allow-ips").value_or("");
  if (trusted == "*" || environment.get("FORWARDED_ALLOW_IPS").value_or("") == "*") {
    problems.push_back(words.front()
                       + " trusts forwarded headers of everybody (--forwarded-allow-ips *): name "
                         "the address of the proxy");
  }
  return problems;
}

} // namespace secaudit::project::dockerfile::devserver
