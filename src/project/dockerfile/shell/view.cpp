// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/shell/view.hpp"

#include "base/text.hpp"
#include "project/dockerfile/shell/posix.hpp"
#include "project/dockerfile/shell/reader.hpp"
#include "project/dockerfile/shell/wrappers.hpp"

#include <algorithm>
#include <array>
#include <memory>

namespace secaudit::project::dockerfile::shell {
namespace {

model::ShellWord shell_word(const Field& field) {
  return {field.text.text(), field.unresolved, field.quoted, field.text.span()};
}

/// The interpreter that a `#!` line names; "" without one.
std::string shebang(std::string_view text) {
  if (!text.starts_with("#!")) {
    return {};
  }
  const std::string_view line = base::trim(text.substr(2, text.find('\n') - 2));
  const std::vector<std::string_view> words = base::split(line, ' ');
  const std::string name = program_name(words.front());
  const auto program = std::find_if(words.begin() + 1, words.end(), [](std::string_view word) {
    return !word.empty() && !word.starts_with('-');
  });
  return name == "env" && program != words.end() ? program_name(*program) : name;
}

Located joined(const std::vector<Field>& words, std::size_t first) {
  Located text = words[first].text;
  for (std::size_t i = first + 1; i < words.size(); ++i) {
    text.append_as(" ", text, text.size());
    text.append(words[i].text, 0, words[i].text.size());
  }
  return text;
}

std::vector<Field> fields_of(const std::vector<Located>& words) {
  std::vector<Field> fields;
  for (const Located& word : words) {
    Field field;
    field.text = word;
    fields.push_back(std::move(field));
  }
  return fields;
}

} // namespace

std::string program_name(std::string_view written) {
  const std::size_t slash = written.find_last_of("/\\");
  std::string name(slash == std::string_view::npos ? written : written.substr(slash + 1));
  if (name.size() > 4 && base::to_lower(name).ends_with(".exe")) {
    name.resize(name.size() - 4);
  }
  return name;
}

Language language_of(std::string_view program) {
  const std::string name = base::to_lower(program_name(program));
  constexpr std::array<std::string_view, 8> posix{"sh",  "bash", "dash", "ash",
                                                  "zsh", "ksh",  "mksh", "rbash"};
  if (std::find(posix.begin(), posix.end(), name) != posix.end()) {
    return Language::posix;
  }
  if (name == "powershell" || name == "pwsh") {
    return Language::powershell;
  }
  return name == "cmd" ? Language::cmd : Language::none;
}

void Collector::script(const Located& text, Language language, const Place& place,
                       const std::vector<Located>* heredocs) {
  if (full() || place.depth >= limits::shell_depth || language == Language::none) {
    return;
  }
  if (language == Language::posix) {
    const std::string interpreter = shebang(text.text());
    if (interpreter.empty() || language_of(interpreter) == Language::posix) {
      PosixReader(text, *this, place, heredocs).read();
    }
    return;
  }
  windows(text, language, place);
}

void Collector::emit(std::vector<Field> words, model::ShellCommand command, const Place& place) {
  for (Field& field : words) {
    command.words.push_back(shell_word(field));
  }
  command.name = words.empty() ? "" : program_name(words.front().text.text());
  command.wrappers = place.wrappers;
  command.operator_before = place.operator_before;
  command.depth = place.depth;
  command.conditional = place.conditional;
  if (!command.span.known()) {
    // An empty word, such as "", has no place of its own.
    for (const model::ShellWord& word : command.words) {
      if (!word.text.empty()) {
        command.span = command.span.known() ? command.span : word.span;
        command.span.end = word.span.end;
      }
    }
  }
  commands_.push_back(std::move(command));
}

void Collector::command(std::vector<Field> words, model::ShellCommand command, const Place& place,
                        const Located* input) {
  if (full()) {
    return;
  }
  if (words.empty()) {
    emit(std::move(words), std::move(command), place);
    return;
  }
  const Unwrapped inner = unwrap(words);
  const std::string name = program_name(words.front().text.text());
  Place inside = place;
  inside.wrappers.push_back(name);
  if (inside.wrappers.size() > static_cast<std::size_t>(limits::shell_depth)) {
    return;
  }
  if (inner.kind == Unwrapped::Kind::argv) {
    for (const std::size_t index : inner.assignments) {
      command.assignments.push_back({words[index].text.text(), words[index].text.span()});
    }
    words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(inner.next));
    this->command(std::move(words), std::move(command), inside, input);
    return;
  }
  const std::size_t before = commands_.size();
  ++inside.depth;
  if (inner.kind == Unwrapped::Kind::script && !words[inner.next].unresolved) {
    script(words[inner.next].text, inner.language, inside);
  } else if ((inner.kind == Unwrapped::Kind::script
              || (inner.kind == Unwrapped::Kind::joined && inner.next + 1 == words.size()))
             && words[inner.next].unresolved && words[inner.next].text.text().starts_with("$(")) {
    // What it prints is not known; the substitution itself was read already.
  } else if (inner.kind == Unwrapped::Kind::script || inner.kind == Unwrapped::Kind::joined) {
    script(joined(words, inner.next), inner.language, inside);
  } else if (input != nullptr && language_of(name) == Language::posix) {
    script(*input, Language::posix, inside);
  }
  // A shell that nothing could be seen of stays itself.
  if (commands_.size() == before) {
    emit(std::move(words), std::move(command), place);
  }
}

void Collector::windows(const Located& text, Language language, const Place& place) {
  const std::string_view all = text.text();
  const char escape = language == Language::cmd ? '^' : '`';
  const std::string_view separators = language == Language::cmd ? "&|\n" : ";|&\n";
  std::vector<Field> words;
  Field word{Located(text.file()), false, false, 0, 0};
  Place here = place;
  const auto end_word = [&] {
    if (!word.text.empty() || word.quoted) {
      words.push_back(std::move(word));
    }
    word = Field{Located(text.file()), false, false, 0, 0};
  };
  char quote = '\0';
  for (std::size_t at = 0; at < all.size(); ++at) {
    const char c = all[at];
    if (c == escape && quote != '\'' && at + 1 < all.size()) {
      word.text.append(text, at + 1, at + 2);
      ++at;
    } else if (quote == '\0' && (c == '"' || (c == '\'' && language == Language::powershell))) {
      quote = c;
      word.quoted = true;
    } else if (quote == c && quote != '\0') {
      quote = '\0';
    } else if (quote == '\0' && separators.find(c) != std::string_view::npos) {
      end_word();
      if (!words.empty()) {
        command(std::exchange(words, {}), {}, here);
      }
      const std::size_t next = std::min(all.find_first_not_of(c, at), all.size());
      here.operator_before = c == '\n' ? ";" : std::string(all.substr(at, next - at));
      here.conditional = place.conditional || here.operator_before == "||";
      at = next - 1;
    } else if (quote == '\0' && (c == ' ' || c == '\t' || c == '\r')) {
      end_word();
    } else {
      word.unresolved = word.unresolved || (quote != '\'' && (c == '$' || c == '%'));
      word.text.append(text, at, at + 1);
    }
  }
  end_word();
  if (!words.empty()) {
    command(std::move(words), {}, here);
  }
}

std::vector<model::ShellCommand> read_script(const Located& text, Language language,
                                             const Values& values,
                                             const std::vector<Located>& heredocs) {
  Collector collector(values);
  // `RUN <<EOF` alone: the content is the script.
  const std::string_view trimmed = base::trim(text.text());
  const bool bare = heredocs.size() == 1 && trimmed.starts_with("<<")
                    && trimmed.find_first_of(" \t", 2) == std::string_view::npos;
  collector.script(bare ? heredocs.front() : text, language, {}, bare ? nullptr : &heredocs);
  return collector.take();
}

std::vector<model::ShellCommand> read_argv(const std::vector<Located>& words,
                                           const Values& values) {
  Collector collector(values);
  if (!words.empty()) {
    collector.command(fields_of(words), {}, {});
  }
  return collector.take();
}

std::vector<model::ShellCommand> read_argv(const std::vector<std::string>& words,
                                           const Values& values) {
  std::vector<Located> located;
  for (const std::string& word : words) {
    located.emplace_back().append(word, 0);
  }
  return read_argv(located, values);
}

std::vector<model::ShellCommand> read_text(const std::string& text, const Values& values) {
  Located located;
  located.append(text, 0);
  return read_script(located, Language::posix, values);
}

} // namespace secaudit::project::dockerfile::shell
