// SPDX-License-Identifier: Apache-2.0
#include "rules/layer_origin.hpp"

#include <variant>

#include "catch.hpp"

using namespace secaudit;

namespace {

model::Instruction instruction(const char* name, std::vector<std::string> words, int line) {
  model::Instruction made;
  made.name = name;
  for (std::string& word : words) {
    made.arguments.push_back({std::move(word), {}});
  }
  made.span.begin.line = line;
  return made;
}

model::Subjects subjects() {
  model::Subjects all;
  model::DockerfileUse use;
  use.service = "web";
  use.dockerfile.instructions = {
      instruction("FROM", {"debian"}, 1),
      instruction("RUN", {"apt-get update &&   apt-get install curl"}, 2),
      instruction("COPY", {"a", "b", "/app"}, 4), instruction("RUN", {"true"}, 5),
      instruction("RUN", {"true"}, 6)};
  model::Stage stage;
  stage.first = 0;
  stage.last = use.dockerfile.instructions.size();
  use.dockerfile.stages.push_back(stage);
  use.target = 0;
  all.dockerfiles.push_back(std::move(use));
  return all;
}

model::ImageUse image(std::vector<std::string> commands) {
  model::ImageUse use;
  use.service = "web";
  use.image.emplace();
  for (std::string& command : commands) {
    use.image->layers.push_back({.created_by = std::move(command)});
  }
  return use;
}

} // namespace

TEST_CASE("what builders put around a command is taken off") {
  CHECK(rules::history_command("RUN |1 A=b /bin/sh -c apt-get  update # buildkit")
        == "apt-get update");
  CHECK(rules::history_command("/bin/sh -c #(nop) COPY file:abc in /app ")
        == "COPY file:abc in /app");
  CHECK(rules::history_command("COPY a /b # buildkit") == "COPY a /b");
}

TEST_CASE("a layer is led back to its line, when only one line fits") {
  const model::Subjects all = subjects();
  const rules::Context context{all, {2026, 11, 25}};
  const auto use =
      image({"RUN |1 T=x /bin/sh -c apt-get update && apt-get install curl # buildkit",
             "COPY a b /app # buildkit", "/bin/sh -c #(nop) COPY dir:1 in /app ",
             "RUN /bin/sh -c true # buildkit", "RUN /bin/sh -c curl -u TOKEN=s3cret x", ""});
  const auto line = [&](std::size_t layer) {
    const auto origin = rules::layer_origin(use, context, layer);
    const auto* source = origin ? std::get_if<model::SourceEvidence>(&*origin) : nullptr;
    return source == nullptr ? 0 : source->span.begin.line;
  };
  CHECK(line(0) == 2);
  CHECK(line(1) == 4);
  CHECK(line(2) == 4);
  CHECK(line(3) == 0); // two lines say the same
  const auto note = rules::layer_origin(use, context, 4);
  REQUIRE(note);
  REQUIRE(std::holds_alternative<model::NoteEvidence>(*note));
  const std::string text = std::get<model::NoteEvidence>(*note).text;
  CHECK(text.find("s3cret") == std::string::npos);
  CHECK(text.find("curl -u") != std::string::npos);
  CHECK_FALSE(rules::layer_origin(use, context, 5));
}
