// SPDX-License-Identifier: Apache-2.0
#include "project/compose/cycles.hpp"

namespace secaudit::project::compose {
namespace {

enum class Mark { fresh, open, done };

/// Depth-first without recursion: chains of services may be as long as the file.
class Search {
 public:
  Search(const Node& services, const std::set<std::string>& inactive, Report& report)
      : services_(services), index_(services), inactive_(inactive), report_(report),
        marks_(services.members.size(), Mark::fresh) {}

  void run() {
    for (std::size_t i = 0; i < services_.members.size(); ++i) {
      from(i);
    }
  }

 private:
  struct Frame {
    std::size_t service;
    std::size_t next = 0;
  };

  const Node* edges(std::size_t service) const {
    const Node::Member& member = services_.members[service];
    return inactive_.contains(member.key) ? nullptr : member.value.find("depends_on");
  }

  void from(std::size_t start) {
    if (marks_[start] != Mark::fresh) {
      return;
    }
    std::vector<Frame> stack{{start}};
    marks_[start] = Mark::open;
    while (!stack.empty()) {
      Frame& frame = stack.back();
      const Node* list = edges(frame.service);
      if (list == nullptr || frame.next >= list->members.size()) {
        marks_[frame.service] = Mark::done;
        stack.pop_back();
        continue;
      }
      const Node::Member& edge = list->members[frame.next++];
      const std::size_t target = index_.find(edge.key);
      if (target == MemberIndex::none) {
        continue;
      }
      if (marks_[target] == Mark::open) {
        report_.error(edge.key_span, "service " + edge.key + " depends on itself in a circle",
                      "remove one dependency of the circle");
      } else if (marks_[target] == Mark::fresh) {
        marks_[target] = Mark::open;
        stack.push_back({target});
      }
    }
  }

  const Node& services_;
  MemberIndex index_;
  const std::set<std::string>& inactive_;
  Report& report_;
  std::vector<Mark> marks_;
};

} // namespace

void check_cycles(const Node& services, const std::set<std::string>& inactive, Report& report) {
  Search(services, inactive, report).run();
}

} // namespace secaudit::project::compose
