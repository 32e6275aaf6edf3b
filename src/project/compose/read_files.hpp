// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/host.hpp"
#include "project/compose/environment.hpp"
#include "project/compose/load.hpp"
#include "project/compose/nodes.hpp"
#include "project/compose/paths.hpp"
#include "project/compose/report.hpp"
#include "project/compose/yaml_build.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace secaudit::project::compose {

/// Reads compose files one onto the other in Compose's order (compose.md 2.1): YAML, variables,
/// extends, resets, include, merge, schema, long forms. Goes on after errors.
class FileReader {
 public:
  FileReader(const host::Host& host, const LoadRequest& request, std::string project_directory,
             std::string home, Report& report);

  /// The merged project of these files, in long forms, with the paths of included and extended
  /// files absolute.
  Node read(const std::vector<std::string>& files, const std::string& directory,
            const Environment& environment);

  /// The last `name:` of the files, variables replaced.
  std::optional<Node> project_name(const std::vector<std::string>& files,
                                   const Environment& environment);

  std::vector<model::FileName> files;
  bool any = false; ///< a file with content was read

 private:
  struct Document {
    Node root;
    std::vector<Path> replaced;
  };
  using Trail = std::vector<std::pair<std::string, std::string>>;
  struct Place {
    std::string file;
    std::string directory;
    const Environment& environment;
    const std::vector<Path>& replaced; ///< of the document at work
  };

  const std::vector<Document>& documents(const std::string& path, const model::Span& use);
  void note(const model::FileName& name);
  void add(Node& project, Document document, const Place& place);
  void apply_extends(Node& document, const Place& place);
  bool extend(Node& services, const std::string& name, const Place& place, Trail& trail);
  std::optional<Node> base_service(Node& services, const Node& extends, const Place& place,
                                   Trail& trail);
  std::optional<Node> foreign_service(const Node& file, const Node& name, const Place& place,
                                      Trail& trail);
  void apply_include(Node& document, const Place& place);
  void include(const Node& entry, Node& document, const Place& place);
  std::optional<Environment> include_environment(const Node& entry, const std::string& folder,
                                                 const Place& place);
  void import(Node& from, Node& document);
  void complete(Node& project);

  const host::Host& host_;
  const LoadRequest& request_;
  std::string project_directory_;
  std::string home_;
  Report& report_;
  std::map<std::string, std::vector<Document>> cache_;
  std::size_t read_bytes_ = 0; ///< of all files
  std::vector<std::string> including_;
  std::size_t includes_ = 0; ///< read so far
  std::set<std::pair<std::string, std::string>> extended_;
};

} // namespace secaudit::project::compose
