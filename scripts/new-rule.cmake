# Makes the two files of a new rule.
#   cmake -DID=CO999 -DNAME=names-the-bad-thing -DTITLE="The same in words" -P scripts/new-rule.cmake
# The folder follows from the id: CO compose, DF dockerfile, PX proxy, IM image, DE dependency, SE secret.
cmake_minimum_required(VERSION 3.25)
if(NOT ID MATCHES "^(CO|DF|PX|IM|DE|SE)[0-9][0-9][0-9]$")
  message(FATAL_ERROR "ID: two letters (CO, DF, PX, IM, DE, SE) and three digits, as in -DID=CO999")
endif()
if(NOT NAME MATCHES "^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
  message(FATAL_ERROR "NAME: the bad thing in small letters with hyphens, as in -DNAME=privileged-container")
endif()
if(NOT TITLE)
  string(REPLACE "-" " " TITLE "${NAME}")
endif()

get_filename_component(root "${CMAKE_CURRENT_LIST_DIR}" DIRECTORY)
string(SUBSTRING "${ID}" 0 2 letters)
set(CO_folder compose)
set(CO_check "Verdict check(const model::Service& service, const Context&)")
set(CO_example "```yaml file=compose.yaml\nservices:\n  web: # expect ${ID}\n    image: example/web:1.4\n```")
set(DF_folder dockerfile)
set(DF_check "Verdict check(const model::DockerfileUse& use, const Context&)")
set(DF_example "```dockerfile file=Dockerfile\nFROM debian:13-slim # expect ${ID}\n```")
set(PX_folder proxy)
set(PX_check "Verdict check(const model::ProxyConfig& proxy, const Context&)")
set(PX_example "```nginx file=nginx.conf\nserver { # expect ${ID}\n  listen 80;\n}\n```")
set(IM_folder image)
set(IM_check "Verdict check(const model::ImageUse& use, const Context&)")
set(IM_example "```json file=image.json expect=${ID}\n{\"reference\": \"web:1\", \"service\": \"web\", \"config\": {}}\n```")
set(DE_folder dependency)
set(DE_check "Verdict check(const model::Manifest& manifest, const Context&)")
set(DE_example "```text file=requirements.txt\nflask # expect ${ID}\n```")
set(SE_folder secret)
set(SE_check "Verdict check(const model::Subjects& subjects, const Context&)")
set(SE_example "```text file=settings.txt expect=${ID}\ntext\n```")

string(REPLACE "-" "_" stem "${ID}_${NAME}")
set(base "${root}/src/rules/${${letters}_folder}/${stem}")
file(GLOB taken "${root}/src/rules/*/${ID}_*")
if(taken)
  message(FATAL_ERROR "${ID} exists already: ${taken}")
endif()
string(REPLACE " # expect ${ID}" "" passing "${${letters}_example}")
string(REPLACE " expect=${ID}" "" passing "${passing}")

file(WRITE "${base}.cpp" "// SPDX-License-Identifier: Apache-2.0
#include \"rules/rule.hpp\"

namespace secaudit::rules {
namespace {

${${letters}_check} {
  return pass(\"nothing wrong\");
}

} // namespace

Rule ${ID}() {
  return {.id = \"${ID}\",
          .name = \"${NAME}\",
          .title = \"${TITLE}\",
          .severity = Severity::medium,
          .items = {},
          .controls = {},
          .tags = {\"${${letters}_folder}\"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
")
file(WRITE "${base}.md" "# ${ID} ${TITLE}

## What it finds

## Why it matters

## How to fix

## Fails

${${letters}_example}

## Passes

${passing}

## References
")
message(STATUS "wrote ${base}.cpp and ${base}.md: fill in both, then run ctest -R rules.${ID}")
