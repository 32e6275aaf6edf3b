// SPDX-License-Identifier: Apache-2.0
#include "rules/command_secrets.hpp"

#include "base/text.hpp"
#include "model/secret_names.hpp"
#include "rules/secret_urls.hpp"
#include "rules/service_nodes.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

/// A word of a command line with what it looked like before variables were replaced.
struct Word {
  std::string text;
  std::string raw;
  model::Span span;
};

struct Line {
  std::string where;
  std::vector<Word> words;
};

/// The words of a text that a shell would read; quotes are taken off, operators end a word.
std::vector<std::string> shell_words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  char quote = '\0';
  const auto flush = [&] {
    if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  };
  for (const char c : text) {
    if (quote != '\0') {
      quote = c == quote ? '\0' : quote;
      word += quote == '\0' ? std::string() : std::string(1, c);
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == ' ' || c == '\t' || c == '\n' || c == ';' || c == '|' || c == '&' || c == '('
               || c == ')') {
      flush();
    } else {
      word += c;
    }
  }
  flush();
  return words;
}

/// A sequence is a list of words, one of which may be a script; a string is a script.
std::vector<Word> words_of(const model::Node& node) {
  std::vector<Word> words;
  const auto add = [&](const model::Node& from, const std::string& raw_of_all) {
    const std::string raw = from.raw.empty() ? raw_of_all : from.raw;
    if (from.text.find_first_of(" \n") == std::string::npos) {
      words.push_back({from.text, raw, from.span});
      return;
    }
    for (std::string& word : shell_words(from.text)) {
      words.push_back({std::move(word), raw, from.span});
    }
  };
  if (node.is_sequence()) {
    for (const model::Node& item : node.items) {
      add(item, node.raw);
    }
  } else if (node.is_scalar()) {
    add(node, {});
  }
  return words;
}

std::vector<Line> lines_of(const model::Service& service) {
  std::vector<Line> lines;
  for (const char* key : {"entrypoint", "command", "healthcheck.test"}) {
    if (const model::Node* node = key_of(service, key)) {
      lines.push_back({key, words_of(*node)});
    }
  }
  for (const char* key : {"pre_start", "post_start", "pre_stop"}) {
    const auto& hooks = items_of(key_of(service, key));
    for (std::size_t i = 0; i < hooks.size(); ++i) {
      if (const model::Node* node = hooks[i].find("command")) {
        lines.push_back(
            {std::string(key) + "[" + std::to_string(i) + "].command", words_of(*node)});
      }
    }
  }
  return lines;
}

bool is_mysql_tool(std::string_view word) {
  static constexpr std::array<std::string_view, 8> tools{
      "mysql",         "mysqladmin",   "mysqldump",  "mariadb",
      "mariadb-admin", "mariadb-dump", "mysqlcheck", "mysqlimport"};
  const std::string_view name = word.substr(word.rfind('/') + 1);
  return std::find(tools.begin(), tools.end(), name) != tools.end();
}

bool is_value(std::string_view value) {
  static constexpr std::array<std::string_view, 5> words{"true", "false", "yes", "no", "none"};
  return !value.empty() && !value.starts_with('$') && !value.starts_with('-')
         && !value.starts_with('/') && !value.starts_with('<') && !value.starts_with("`")
         && !base::contains(value, "$(") && !base::contains(value, "/run/secrets")
         && std::find(words.begin(), words.end(), base::to_lower(value)) == words.end();
}

/// REDIS_PASSWORD for --requirepass, else the words of the option.
std::string variable_for(std::string_view option) {
  if (option == "--requirepass" || option == "--masterauth") {
    return "REDIS_PASSWORD";
  }
  if (option.starts_with("-p")) {
    return "MYSQL_PWD";
  }
  return option == "-a" ? "REDISCLI_AUTH" : base::join(model::name_words(option), "_");
}

class Finder {
 public:
  explicit Finder(std::vector<CommandSecret>& out) : out_(out) {}

  void look(const Line& line) {
    std::string tool;
    for (std::size_t i = 0; i < line.words.size(); ++i) {
      const Word& word = line.words[i];
      const Word* next = i + 1 < line.words.size() ? &line.words[i + 1] : nullptr;
      if (is_mysql_tool(word.text) || word.text == "redis-cli") {
        tool = word.text;
      }
      option(line.where, word, next);
      short_option(line.where, tool, word, next);
      assignment(line.where, word);
      address(line.where, word);
    }
  }

 private:
  void option(const std::string& where, const Word& word, const Word* next) {
    if (!word.text.starts_with("--")) {
      return;
    }
    const std::size_t equals = word.text.find('=');
    const std::string name = word.text.substr(0, equals);
    if (!model::demand_of(name) && name != "--masterauth") {
      return;
    }
    if (equals != std::string::npos) {
      add(where, name, word.text.substr(equals + 1), word);
    } else if (next != nullptr) {
      add(where, name, next->text, *next);
    }
  }

  void short_option(const std::string& where, std::string_view tool, const Word& word,
                    const Word* next) {
    if (is_mysql_tool(tool) && word.text.size() > 2 && word.text.starts_with("-p")
        && !word.text.starts_with("--")) {
      add(where, "-p", word.text.substr(2), word);
    }
    if (tool == "redis-cli" && word.text == "-a" && next != nullptr) {
      add(where, "-a", next->text, *next);
    }
  }

  void assignment(const std::string& where, const Word& word) {
    const std::size_t equals = word.text.find('=');
    if (equals == std::string::npos || equals == 0 || word.text.starts_with('-')) {
      return;
    }
    const std::string name = word.text.substr(0, equals);
    const bool plain = name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                              "0123456789_")
                       == std::string::npos;
    if (plain && (model::demand_of(name) || name == "PGPASSWORD" || name == "MYSQL_PWD")) {
      add(where, name, word.text.substr(equals + 1), word);
    }
  }

  void address(const std::string& where, const Word& word) {
    if (where == "command" || where == "entrypoint") {
      return;
    }
    if (const auto password = password_in_url(word.text)) {
      add(where, "address", *password, word);
    }
  }

  void add(const std::string& where, const std::string& name, const std::string& value,
           const Word& word) {
    if (!is_value(value)) {
      return;
    }
    const bool variable = !word.raw.empty() && !base::contains(word.raw, value);
    out_.push_back({where, name, variable_for(name), value, variable, word.span});
  }

  std::vector<CommandSecret>& out_;
};

} // namespace

std::vector<CommandSecret> command_secrets(const model::Service& service) {
  std::vector<CommandSecret> out;
  Finder finder(out);
  for (const Line& line : lines_of(service)) {
    finder.look(line);
  }
  return out;
}

} // namespace secaudit::rules
