// SPDX-License-Identifier: Apache-2.0
#include "project/git/history.hpp"

#include "base/text.hpp"
#include "project/git/command.hpp"

#include <algorithm>

namespace secaudit::project::git {
namespace {

constexpr std::size_t listing_bytes = std::size_t{1} << 30U; ///< ten million entries

std::string first_line(const host::ProcessResult& result) {
  for (const std::string_view line : base::lines(result.errors)) {
    if (line.starts_with("fatal:") || line.starts_with("error:")) {
      return std::string(base::trim(line.substr(6)));
    }
  }
  const auto lines = base::lines(base::trim(result.errors));
  return lines.empty() ? "exit code " + std::to_string(result.exit_code)
                       : std::string(lines.front());
}

/// Takes the text up to the next NUL off the front.
std::string_view take(std::string_view& text) {
  const std::size_t end = text.find('\0');
  const std::string_view field = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return field;
}

bool is_zero(std::string_view id) {
  return id.find_first_not_of('0') == std::string_view::npos;
}

/// `:old new oldid newid X`, or `::m1 m2 new id1 id2 newid XX` for a merge of two.
bool add_entry(std::string_view meta, std::string_view path, const std::string& commit,
               std::vector<NewBlob>& blobs) {
  const auto colons = std::min(meta.find_first_not_of(':'), meta.size());
  const auto words = base::split(meta.substr(colons), ' ');
  const std::size_t sides = colons + 1; // old ones and the new one
  if (words.size() != 2 * sides + 1 || path.empty()) {
    return false;
  }
  const std::string_view mode = words[sides - 1];
  const std::string_view id = words[2 * sides - 1];
  const bool submodule = mode == "160000";
  if (!submodule && !is_zero(id)) {
    blobs.push_back({std::string(id), std::string(path), commit});
  }
  return true;
}

void add_paths(std::vector<std::string>& arguments, const std::vector<std::string>& paths) {
  arguments.emplace_back("--");
  arguments.insert(arguments.end(), paths.begin(), paths.end());
}

} // namespace

base::Result<std::vector<NewBlob>> parse_raw_diff(std::string_view text, std::string commit) {
  std::vector<NewBlob> blobs;
  while (!text.empty()) {
    const std::string_view field = take(text);
    if (!field.starts_with(':')) {
      commit = std::string(base::trim(field));
    } else if (!add_entry(field, take(text), commit, blobs)) {
      return base::fail("git lists changes in a form that is not understood: "
                        + std::string(field.substr(0, 80)));
    }
  }
  return blobs;
}

base::Result<std::string> History::ask(std::vector<std::string> arguments,
                                       std::string input) const {
  const std::string what = arguments.empty() ? "" : arguments.front();
  host::Command command = git_command(directory_, std::move(arguments), std::move(input));
  command.output_limit = listing_bytes;
  const auto result = host_->run(command);
  if (!result) {
    return tl::unexpected(result.error());
  }
  if (!result->ok() || result->truncated) {
    return base::fail("git " + what + ": "
                      + (result->truncated   ? "the answer is too long"
                         : result->timed_out ? "no answer in time"
                         : result->cancelled ? "cancelled"
                                             : first_line(*result)));
  }
  return std::move(result->output);
}

base::Result<std::vector<std::string>> History::commits(std::vector<std::string> revisions,
                                                        std::size_t most) const {
  std::vector<std::string> arguments{"rev-list", "--topo-order", "--reverse",
                                     "--max-count=" + std::to_string(most)};
  arguments.insert(arguments.end(), revisions.begin(), revisions.end());
  arguments.emplace_back("--");
  const auto text = ask(std::move(arguments));
  if (!text) {
    return tl::unexpected(text.error());
  }
  std::vector<std::string> ids;
  for (const std::string_view line : base::lines(*text)) {
    ids.emplace_back(line);
  }
  return ids;
}

base::Result<std::vector<NewBlob>>
History::brought_by(const std::vector<std::string>& commits,
                    const std::vector<std::string>& paths) const {
  if (commits.empty()) {
    return std::vector<NewBlob>{};
  }
  std::vector<std::string> arguments{"diff-tree",
                                     "--stdin",
                                     "-r",
                                     "-c",
                                     "--root",
                                     "-z",
                                     "--raw",
                                     "--no-abbrev",
                                     "--no-renames",
                                     "--no-ext-diff",
                                     "--no-textconv",
                                     "--ignore-submodules=none"};
  add_paths(arguments, paths);
  const auto text = ask(std::move(arguments), base::join(commits, "\n") + "\n");
  if (!text) {
    return tl::unexpected(text.error());
  }
  return parse_raw_diff(*text);
}

base::Result<std::vector<NewBlob>> History::staged(const std::vector<std::string>& paths) const {
  std::string head = "HEAD";
  if (!ask({"rev-parse", "--verify", "--quiet", "HEAD^{commit}"})) {
    // Before the first commit everything is compared with nothing.
    const auto empty = ask({"hash-object", "-t", "tree", "--stdin"});
    if (!empty) {
      return tl::unexpected(empty.error());
    }
    head = base::trim(*empty);
  }
  std::vector<std::string> arguments{"diff-index",    "--cached",      "-z",
                                     "--raw",         "--no-abbrev",   "--no-renames",
                                     "--no-ext-diff", "--no-textconv", head};
  add_paths(arguments, paths);
  const auto text = ask(std::move(arguments));
  if (!text) {
    return tl::unexpected(text.error());
  }
  return parse_raw_diff(*text);
}

base::Result<std::vector<NewBlob>> History::tree(const std::string& id,
                                                 const std::string& commit) const {
  const auto text = ask({"ls-tree", "-r", "-z", "--full-tree", id});
  if (!text) {
    return tl::unexpected(text.error());
  }
  std::vector<NewBlob> blobs;
  std::string_view rest = *text;
  while (!rest.empty()) {
    // mode SP type SP id TAB path
    const std::string_view entry = take(rest);
    const std::size_t tab = entry.find('\t');
    const auto words = base::split(entry.substr(0, tab), ' ');
    if (tab == std::string_view::npos || words.size() != 3) {
      return base::fail("git lists a tree in a form that is not understood");
    }
    if (words[1] == "blob") {
      blobs.push_back({std::string(words[2]), std::string(entry.substr(tab + 1)), commit});
    }
  }
  return blobs;
}

bool History::has(const std::string& id) const {
  return ask({"cat-file", "-e", id}).has_value();
}

} // namespace secaudit::project::git
