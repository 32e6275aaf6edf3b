// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "project/dockerfile/devserver/engine.hpp"
#include "project/dockerfile/devserver/python_source.hpp"
#include "project/dockerfile/paths.hpp"
#include "project/dockerfile/shell/view.hpp"

namespace secaudit::project::dockerfile::devserver {
namespace {

using Words = std::vector<std::string>;

bool is_python(const std::string& program) {
  return program.starts_with("python")
         && program.find_first_not_of("0123456789.", 6) == std::string::npos;
}

} // namespace

std::optional<Outcome> Engine::python(const Line& line, const std::string& directory,
                                      int depth) const {
  const Words& words = line.words;
  if (!is_python(words.front())) {
    return std::nullopt;
  }
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "-c") {
      return known(Kind::unknown, "", line);
    }
    if (word == "-m" && i + 1 < words.size()) {
      const std::string module = words[i + 1];
      Line inner = line;
      drop(inner, i + 1);
      if (module == "debugpy" || module == "pdb" || module == "coverage") {
        const std::size_t next = index_of(inner.words, "-m").value_or(0);
        if (next > 0) {
          drop(inner, next - 1);
          inner.words.front() = words.front();
          Outcome outcome = judge(inner, directory, depth + 1);
          outcome.verdict.debugger = outcome.verdict.debugger || module == "debugpy";
          return outcome;
        }
      }
      if (auto verdict = judge_by_table(inner.words, environment_)) {
        return program(inner, directory);
      }
      const std::string path = base::replace_all(module, ".", "/");
      return python_file({path + "/__main__.py", path + ".py"}, line, directory);
    }
    if (word == "-W" || word == "-X") {
      ++i;
    } else if (!is_option(word)) {
      Line inner = line;
      drop(inner, i);
      inner.words.front() = shell::program_name(word);
      const bool manage = inner.words.front() == "manage.py";
      const bool installed = base::contains(word, "/bin/");
      if (manage || installed) {
        return program(inner, directory);
      }
      return line.unresolved[i] ? known(Kind::unknown, "", line)
                                : python_file({word}, line, directory);
    }
  }
  return known(Kind::unknown, "", line);
}

Outcome Engine::python_file(const std::vector<std::string>& names, const Line& line,
                            const std::string& directory) const {
  Outcome outcome = known(Kind::unknown, "", line);
  for (const std::string& name : names) {
    const auto file = files_.read(joined_path(directory, name));
    if (!file) {
      continue;
    }
    const std::string folder = file->path.substr(0, file->path.rfind('/') + 1);
    const Modules modules = [&](std::string_view dotted) -> std::optional<std::string> {
      const std::string path = base::replace_all(dotted, ".", "/");
      const std::string base = path.starts_with('/') ? path.substr(1) : path;
      for (const std::string& root : {folder, directory + "/"}) {
        for (const char* ending : {".py", "/__init__.py"}) {
          if (auto text = files_.read(root + base + ending)) {
            return std::move(text->text);
          }
        }
      }
      return std::nullopt;
    };
    const PythonVerdict found = judge_python(file->text, modules);
    outcome.verdict = found.verdict;
    const bool dev = found.verdict.kind == Kind::development;
    outcome.chain.push_back({model::Via::written, place_of(*file, dev ? found.offset : 0),
                             dev ? found.verdict.server : "no development server found"});
    return outcome;
  }
  return outcome;
}

} // namespace secaudit::project::dockerfile::devserver
