// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/parse.hpp"

#include <chrono>
#include <string>

#include "catch.hpp"

using namespace secaudit;

namespace {

/// One line a command: operator, depth, ? when conditional, wrappers, then the words.
std::string told(const std::vector<model::ShellCommand>& commands) {
  std::string out;
  for (const model::ShellCommand& command : commands) {
    out += out.empty() ? "" : "\n";
    out += command.operator_before.empty() ? "" : command.operator_before + " ";
    out += command.depth > 0 ? std::to_string(command.depth) + " " : "";
    out += command.conditional ? "? " : "";
    for (const std::string& wrapper : command.wrappers) {
      out += "(" + wrapper + ") ";
    }
    for (const model::Word& assignment : command.assignments) {
      out += "{" + assignment.text + "} ";
    }
    for (const model::ShellWord& word : command.words) {
      out += (&word == &command.words.front() ? "" : " ") + word.text;
      out += word.unresolved ? "~" : "";
    }
    for (const model::Word& redirect : command.redirects) {
      out += " [" + redirect.text + "]";
    }
  }
  return out;
}

std::string run(const std::string& text, const std::string& before = "") {
  const auto file = project::dockerfile::parse("FROM a\n" + before + text + "\n", "Dockerfile");
  return told(file.instructions.back().commands);
}

} // namespace

TEST_CASE("lists keep their operators and order") {
  CHECK(run("RUN a && b || c; d | e & f") == "a\n&& b\n|| ? c\n; d\n| e\n& f");
  CHECK(run("RUN apt-get update && \\\n    apt-get install -y curl")
        == "apt-get update\n&& apt-get install -y curl");
  CHECK(run("RUN a || b && c") == "a\n|| ? b\n&& c");
}

TEST_CASE("quotes, escapes and comments") {
  CHECK(run("RUN echo 'a b' \"c d\" e\\ f g\"h\"'i'") == "echo a b c d e f ghi");
  CHECK(run("RUN a # b && c") == "a");
  CHECK(run("RUN a#b 'c' '' d") == "a#b c  d");
  CHECK(run("RUN echo 'it' \"unclosed") == "echo it unclosed");
}

TEST_CASE("wrappers come off with their options") {
  CHECK(run("RUN sudo -u app -E apt-get install x") == "(sudo) apt-get install x");
  CHECK(run("RUN env -i A=b make") == "(env) {A=b} make");
  CHECK(run("RUN DEBIAN_FRONTEND=noninteractive apt-get update")
        == "{DEBIAN_FRONTEND=noninteractive} apt-get update");
  CHECK(run("RUN timeout -s KILL 10 exec curl x") == "(timeout) (exec) curl x");
  CHECK(run("RUN /usr/bin/time -f %e nice -n 5 make all") == "(time) (nice) make all");
  CHECK(run("RUN find . | xargs -0 -n 1 rm -f") == "find .\n| (xargs) rm -f");
  CHECK(run("RUN command -v curl") == "command -v curl");
  CHECK(run("RUN gosu app:app server --x") == "(gosu) server --x");
}

TEST_CASE("scripts inside commands are read as well") {
  CHECK(run("RUN sh -c 'a && b'") == "1 (sh) a\n&& 1 (sh) b");
  CHECK(run("RUN bash -o pipefail -ec \"a | b\"") == "1 (bash) a\n| 1 (bash) b");
  CHECK(run("RUN [\"/bin/sh\", \"-c\", \"a; b\"]") == "1 (sh) a\n; 1 (sh) b");
  CHECK(run("RUN su app -c 'make x'") == "1 (su) make x");
  CHECK(run("RUN eval \"a b\" c") == "1 (eval) a b c");
  CHECK(run("RUN sh -c \"$(curl -s https://x/i)\"")
        == "1 curl -s https://x/i\nsh -c $(curl -s https://x/i)~");
  CHECK(run("RUN x=`cat f` y") == "1 cat f\n{x=`cat f`} y");
  CHECK(run("RUN bash <(curl x)") == "1 curl x\nbash <(curl x)~");
}

TEST_CASE("the exec form is literal") {
  CHECK(run("CMD [\"echo\", \"$HOME\", \"&&\", \"x\"]") == "echo $HOME && x");
  CHECK(run("HEALTHCHECK --interval=5s CMD curl -f http://localhost || exit 1")
        == "curl -f http://localhost\n|| ? exit 1");
}

TEST_CASE("compound commands mark what may not run") {
  CHECK(run("RUN if test -f x; then a; else b; fi; c") == "1 test -f x\n; 1 ? a\n; 1 ? b\n; c");
  CHECK(run("RUN for p in x y; do apt-get install $p; done && z")
        == "1 ? apt-get install x y\n&& z");
  CHECK(run("RUN case \"$A\" in x|y) a ;; *) b; c ;; esac; d") == "1 ? a\n; 1 ? b\n; 1 ? c\n; d");
  CHECK(run("RUN (a && b) | c") == "1 a\n&& 1 b\n| c");
  CHECK(run("RUN { a; b; } > f; c") == "1 a\n; 1 b\n;  [>f]\n; c");
  CHECK(run("RUN f() { a; }; b") == "1 a\n; b");
  CHECK(run("RUN while a; do b; done") == "1 a\n; 1 ? b");
}

TEST_CASE("redirections are no arguments") {
  CHECK(run("RUN a >/dev/null 2>&1 <in b") == "a b [>/dev/null] [2>&1] [<in]");
  CHECK(run("RUN echo x >> \"/etc/my file\"") == "echo x [>>/etc/my file]");
}

TEST_CASE("known variables are expanded and split") {
  CHECK(run("RUN apt-get install $P \"$P\" $Q", "ENV P=\"a b\"\n")
        == "apt-get install a b a b $Q~");
  CHECK(run("RUN pkgs='x y' && apk add $pkgs") == "{pkgs=x y} \n&& apk add x y");
  CHECK(run("RUN pip install a==${V} b==${W:-2} c==${X}", "ARG V=1\n")
        == "pip install a==1 b==2 c==${X}~");
  CHECK(run("CMD echo $A $E", "ARG A=1\nENV E=2\n") == "echo $A~ 2");
}

TEST_CASE("here-documents are scripts, inputs or files") {
  CHECK(run("RUN <<EOF\na\nb && c\n\n# d\ne\nEOF") == "a\n; b\n&& c\n; e");
  CHECK(run("RUN <<EOF bash\na\nb\nEOF") == "1 (bash) a\n; 1 (bash) b");
  CHECK(run("RUN cat <<EOF > /x && y\ncontent && z\nEOF") == "cat [<<EOF] [>/x]\n&& y");
  CHECK(run("RUN <<EOF\n#!/usr/bin/env python3\nimport os\nEOF").empty());
  CHECK(run("RUN <<EOF\ncat <<X > f\nrm -rf /\nX\nb\nEOF") == "cat [<<X] [>f]\n; b");
}

TEST_CASE("nothing runs behind exit and exec") {
  CHECK(run("RUN a; exit 0; b") == "a\n; exit 0");
  CHECK(run("RUN a || exit 1; b") == "a\n|| ? exit 1\n; b");
}

TEST_CASE("Windows shells are split too") {
  CHECK(run("RUN Invoke-WebRequest x -OutFile y; iex y", "SHELL [\"powershell\", \"-Command\"]\n")
        == "Invoke-WebRequest x -OutFile y\n; iex y");
  CHECK(run("RUN powershell -Command \"iex (iwr x)\"") == "1 (powershell) iex (iwr x)");
}

TEST_CASE("every word of a command knows its place") {
  const auto file = project::dockerfile::parse("FROM a\nRUN one && \\\n    two 'x y' \\\n  # "
                                               "note\n  three\nRUN <<EOF\nfour\n  five six\nEOF\n"
                                               "CMD [\"sh\", \"-c\", \"seven \\\"a\\\" eight\"]\n",
                                               "Dockerfile");
  const auto& first = file.instructions[1].commands;
  REQUIRE(first.size() == 2);
  CHECK(to_string(first[1].words[0].span) == "Dockerfile:3:5");
  CHECK(to_string(first[1].words[1].span) == "Dockerfile:3:10");
  CHECK(to_string(first[1].words[2].span) == "Dockerfile:5:3");
  const auto& second = file.instructions[2].commands;
  REQUIRE(second.size() == 2);
  CHECK(to_string(second[1].words[1].span) == "Dockerfile:8:8");
  CHECK(second[1].words[1].span.end == model::Position{8, 11});
  const auto& third = file.instructions[3].commands;
  REQUIRE(third.size() == 1);
  CHECK(to_string(third[0].words[2].span) == "Dockerfile:10:31");
}

TEST_CASE("hostile scripts end soon") {
  const auto start = std::chrono::steady_clock::now();
  const auto heredoc = [](const std::string& piece, std::size_t times) {
    std::string text = "FROM a\nRUN <<EOF\n";
    for (std::size_t i = 0; i < times; ++i) {
      text += piece;
    }
    return project::dockerfile::parse(text + "\nEOF\n", "D").instructions.back().commands.size();
  };
  CHECK(heredoc("$(", 200'000) <= 5'000);
  CHECK(heredoc("(", 200'000) <= 5'000);
  CHECK(heredoc("a;", 200'000) <= 5'000);
  CHECK(heredoc("\"$(`", 100'000) <= 5'000);
  CHECK(heredoc("if x; then ", 50'000) <= 5'000);
  CHECK(heredoc("cat <<X\n", 20'000) <= 5'000);
  CHECK(heredoc("A=$A$A ", 20'000) <= 5'000);
  CHECK(heredoc("sudo ", 100'000) <= 5'000);
  CHECK(heredoc("case x in ", 50'000) <= 5'000);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
}
