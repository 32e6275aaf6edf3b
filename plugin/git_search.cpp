// SPDX-License-Identifier: Apache-2.0
#include "plugin/git_search.hpp"

#include "base/search_limits.hpp"
#include "base/text.hpp"
#include "project/git/command.hpp"
#include "project/git/objects.hpp"
#include "secrets/file_kinds.hpp"

#include <set>
#include <string_view>

namespace secaudit::plugin {
namespace {

using project::git::NewBlob;

constexpr std::size_t tags_of_tags = 16; ///< real ones have one link

/// A blob is judged by its name, too: the same bytes are searched once a kind of name.
std::string kind_of_name(const std::string& path) {
  return path.substr(path.rfind('/') + 1) + (secrets::is_milder_place(path) ? "\n-" : "\n+");
}

class BlobVisitor : public project::git::ObjectVisitor {
 public:
  BlobVisitor(const host::Host& host, const std::string& directory,
              const std::vector<const NewBlob*>& blobs, ContentSearch& search,
              std::vector<model::Gap>& gaps, CleanBlobs* memory)
      : host_(host), directory_(directory), blobs_(blobs), search_(search), gaps_(gaps),
        memory_(memory) {}

  void begin(std::size_t index, std::string_view, std::uint64_t size) override {
    current_ = blobs_[index];
    search_.begin({current_->path, current_->commit, size});
  }
  void data(std::string_view bytes) override { search_.data(bytes); }
  void end() override {
    const auto found = search_.end([this](const host::Sink& sink) -> base::Status {
      const auto read = host_.stream(
          project::git::git_command(directory_, {"cat-file", "blob", current_->id}), sink);
      return read && read->ok() ? base::Status() : base::fail("git cat-file failed");
    });
    if (!found) {
      gap(found.error().message);
    } else if (*found == 0 && memory_ != nullptr) {
      memory_->add(current_->id, kind_of_name(current_->path));
    }
  }
  void missing(std::size_t index) override {
    current_ = blobs_[index];
    gap("the repository does not hold the object " + current_->id);
  }

 private:
  void gap(std::string why) {
    gaps_.push_back({"secrets", current_->path, std::move(why), {}, "fetch it, then search again"});
  }

  const host::Host& host_;
  const std::string& directory_;
  const std::vector<const NewBlob*>& blobs_;
  ContentSearch& search_;
  std::vector<model::Gap>& gaps_;
  CleanBlobs* memory_;
  const NewBlob* current_ = nullptr;
};

/// Searches the texts of commits and tags, whose signatures look like keys and are left out.
class TextVisitor : public project::git::ObjectVisitor {
 public:
  TextVisitor(const std::vector<std::string>& ids, ContentSearch& search,
              std::vector<model::Gap>& gaps)
      : ids_(ids), search_(search), gaps_(gaps) {}

  void begin(std::size_t index, std::string_view type, std::uint64_t) override {
    id_ = ids_[index];
    type_ = type;
    text_.clear();
  }
  void data(std::string_view bytes) override {
    if (type_ != "blob" && text_.size() < limits::project_file_bytes) {
      text_ += bytes;
    }
  }
  void end() override {
    if (type_ == "commit" || type_ == "tag") {
      message();
    } else if (type_ == "blob") {
      blobs.push_back(id_);
    } else if (type_ == "tree") {
      trees.push_back(id_);
    }
  }
  void missing(std::size_t index) override {
    gaps_.push_back({"secrets",
                     ids_[index],
                     "the repository does not hold this object",
                     {},
                     "fetch it, then search again"});
  }

  std::vector<std::string> blobs;
  std::vector<std::string> trees;
  std::vector<std::string> targets; ///< of tags

 private:
  void message() {
    const std::size_t end = text_.find("\n\n");
    const std::string_view header = std::string_view(text_).substr(0, end);
    for (const std::string_view line : base::lines(header)) {
      for (const std::string_view person : {"author ", "committer ", "tagger ", "tag "}) {
        if (line.starts_with(person)) {
          search_.text("(" + std::string(base::trim(person)) + ")", id_,
                       line.substr(person.size()));
        }
      }
      if (type_ == "tag" && line.starts_with("object ")) {
        targets.emplace_back(line.substr(7));
      } else if (type_ == "tag" && line == "type commit") {
        if (!targets.empty()) {
          targets.pop_back();
        } // commits are searched where they are new
      }
    }
    if (end == std::string::npos) {
      return;
    }
    std::string_view body = std::string_view(text_).substr(end + 2);
    for (const std::string_view mark : {"-----BEGIN PGP SIGNATURE", "-----BEGIN SSH SIGNATURE"}) {
      const std::size_t signature = type_ == "tag" ? body.find(mark) : std::string_view::npos;
      body = body.substr(0, signature);
    }
    search_.text(type_ == "tag" ? "(tag message)" : "(commit message)", id_, body);
  }

  const std::vector<std::string>& ids_;
  ContentSearch& search_;
  std::vector<model::Gap>& gaps_;
  std::string id_;
  std::string type_;
  std::string text_;
};

} // namespace

base::Status GitSearch::search(const std::vector<NewBlob>& blobs) {
  std::set<std::pair<std::string_view, std::string>> seen;
  std::set<std::string_view> names;
  std::vector<const NewBlob*> wanted;
  std::vector<std::string> ids;
  for (const NewBlob& blob : blobs) {
    if (names.insert(blob.path).second) {
      search_.name(blob.path, blob.commit);
    }
    std::string kind = kind_of_name(blob.path);
    const bool remembered = memory_ != nullptr && memory_->contains(blob.id, kind);
    if (!seen.emplace(blob.id, std::move(kind)).second) {
      continue;
    }
    if (remembered) {
      ++known_;
      continue;
    }
    wanted.push_back(&blob);
    ids.push_back(blob.id);
  }
  blobs_ += wanted.size();
  const std::string directory = history_.directory();
  BlobVisitor visitor(host_, directory, wanted, search_, gaps_, memory_);
  return project::git::read_objects(host_, directory, ids, visitor);
}

base::Status GitSearch::staged(const std::vector<std::string>& paths) {
  const auto blobs = history_.staged(paths);
  if (!blobs) {
    return tl::unexpected(blobs.error());
  }
  return search(*blobs);
}

base::Result<bool> GitSearch::commits(const std::vector<std::string>& revisions,
                                      const std::vector<std::string>& paths, std::size_t most) {
  auto ids = history_.commits(revisions, most + 1);
  if (!ids) {
    return tl::unexpected(ids.error());
  }
  const bool more = ids->size() > most;
  if (more) {
    ids->erase(ids->begin());
  }
  const auto blobs = history_.brought_by(*ids, paths);
  if (!blobs) {
    return tl::unexpected(blobs.error());
  }
  if (auto searched = search(*blobs); !searched) {
    return tl::unexpected(searched.error());
  }
  TextVisitor visitor(*ids, search_, gaps_);
  if (auto read = project::git::read_objects(host_, history_.directory(), *ids, visitor); !read) {
    return tl::unexpected(read.error());
  }
  commits_.insert(commits_.end(), ids->begin(), ids->end());
  return more;
}

base::Status GitSearch::tree(const std::string& id) {
  const auto blobs = history_.tree(id, id.substr(0, id.find('^')));
  if (!blobs) {
    return tl::unexpected(blobs.error());
  }
  return search(*blobs);
}

base::Status GitSearch::objects(std::vector<std::string> ids) {
  for (std::size_t link = 0; link < tags_of_tags && !ids.empty(); ++link) {
    TextVisitor visitor(ids, search_, gaps_);
    if (auto read = project::git::read_objects(host_, history_.directory(), ids, visitor); !read) {
      return read;
    }
    std::vector<NewBlob> blobs;
    for (const std::string& blob : visitor.blobs) {
      blobs.push_back({blob, "(blob " + blob.substr(0, 12) + ")", ""});
    }
    if (auto searched = search(blobs); !searched) {
      return searched;
    }
    for (const std::string& each : visitor.trees) {
      if (auto searched = tree(each); !searched) {
        return searched;
      }
    }
    ids = std::move(visitor.targets);
  }
  return {};
}

} // namespace secaudit::plugin
