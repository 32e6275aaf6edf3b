// SPDX-License-Identifier: Apache-2.0
#include "project/git/push.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <set>

namespace secaudit::project::git {
namespace {

bool is_zero(std::string_view id) {
  return id.find_first_not_of('0') == std::string_view::npos;
}

bool is_id(std::string_view text) {
  return (text.size() == 40 || text.size() == 64)
         && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// Types of objects in the order of the questions, "" for absent ones.
base::Result<std::vector<std::string>> types_of(const History& history,
                                                const std::vector<std::string>& questions) {
  const auto text =
      history.ask({"cat-file", "--batch-check=%(objecttype)"}, base::join(questions, "\n") + "\n");
  if (!text) {
    return tl::unexpected(text.error());
  }
  std::vector<std::string> types;
  for (const std::string_view line : base::lines(*text)) {
    types.emplace_back(base::contains(line, " ") ? "" : line); // "<question> missing"
  }
  if (types.size() != questions.size()) {
    return base::fail("git cat-file gave " + std::to_string(types.size()) + " answers to "
                      + std::to_string(questions.size()) + " questions");
  }
  return types;
}

/// A remote that has a name may have tracking refs; a URL has none.
bool can_be_tracked(const std::string& remote) {
  return !remote.empty() && remote.front() != '-'
         && remote.find_first_of(":*?[\\") == std::string::npos;
}

class Sorter {
 public:
  explicit Sorter(PushedRange& range) : range_(range) {}

  void add(const PushedRef& ref, const std::string& type, const std::string& peeled) {
    if (type.empty()) {
      range_.absent.push_back(ref.local_id);
      return;
    }
    if (type != "commit" && objects_.insert(ref.local_id).second) {
      range_.objects.push_back(ref.local_id);
    }
    if (peeled != "commit") {
      return;
    }
    const std::string commit = type == "commit" ? ref.local_id : ref.local_id + "^{commit}";
    if (commits_.insert(commit).second) {
      range_.commits.push_back(commit);
    }
    if (ref.remote_ref.starts_with("refs/heads/") && tips_.insert(commit).second) {
      range_.tips.push_back(commit);
    }
  }

 private:
  PushedRange& range_;
  std::set<std::string> objects_;
  std::set<std::string> commits_;
  std::set<std::string> tips_;
};

} // namespace

bool PushedRef::deletes() const {
  return is_zero(local_id);
}

bool PushedRef::creates() const {
  return is_zero(remote_id);
}

base::Result<std::vector<PushedRef>> parse_push(std::string_view text) {
  std::vector<PushedRef> refs;
  int number = 0;
  for (const std::string_view line : base::lines(text)) {
    ++number;
    const auto words = base::split(line, ' ');
    if (words.size() != 4 || !is_id(words[1]) || !is_id(words[3])) {
      return base::fail("standard input:" + std::to_string(number)
                            + ":1: found a line that git does not write, expected `local-ref "
                              "local-id remote-ref remote-id`",
                        "let git call this command as its pre-push hook");
    }
    refs.push_back({std::string(words[0]), std::string(words[1]), std::string(words[2]),
                    std::string(words[3])});
  }
  return refs;
}

base::Result<PushedRange> pushed_range(const History& history, const std::vector<PushedRef>& refs,
                                       const std::string& remote) {
  std::vector<const PushedRef*> pushed;
  std::vector<std::string> questions;
  for (const PushedRef& ref : refs) {
    if (!ref.deletes()) {
      pushed.push_back(&ref);
      questions.insert(questions.end(), {ref.local_id, ref.local_id + "^{}"});
    }
  }
  PushedRange range;
  if (pushed.empty()) {
    return range;
  }
  std::set<std::string>
      replaced; // what a deleted ref led to may be gone, but the remote has it now
  for (const PushedRef& ref : refs) {
    if (!ref.creates() && replaced.insert(ref.remote_id).second) {
      questions.push_back(ref.remote_id + "^{}");
    }
  }
  const auto types = types_of(history, questions);
  if (!types) {
    return tl::unexpected(types.error());
  }
  Sorter sorter(range);
  for (std::size_t i = 0; i < pushed.size(); ++i) {
    sorter.add(*pushed[i], (*types)[2 * i], (*types)[2 * i + 1]);
  }
  if (range.commits.empty()) {
    return range;
  }
  range.revisions = range.commits;
  range.revisions.emplace_back("--not");
  if (can_be_tracked(remote)) {
    range.revisions.push_back("--remotes=" + remote);
  }
  for (std::size_t i = 2 * pushed.size(); i < questions.size(); ++i) {
    if ((*types)[i] == "commit") {
      range.revisions.push_back(questions[i]);
    }
  }
  return range;
}

} // namespace secaudit::project::git
