# secaudit_rule_catalogue(TARGET)
#
# Finds every rule by its file name, src/rules/<folder>/XX000_name.cpp, and generates the function
# secaudit::rules::catalogue(). A rule without its document, or a document without a failing and a passing example, stops
# the configuration.
set(SECAUDIT_CATALOGUE_DIR "${CMAKE_CURRENT_LIST_DIR}")

function(secaudit_rule_catalogue target)
  set(root "${CMAKE_CURRENT_SOURCE_DIR}/rules")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${root}/*/[A-Z][A-Z][0-9][0-9][0-9]_*.cpp")
  list(SORT sources)
  set(ids "")
  set(documents "")
  foreach(source IN LISTS sources)
    get_filename_component(stem "${source}" NAME_WE)
    get_filename_component(folder "${source}" DIRECTORY)
    string(SUBSTRING "${stem}" 0 5 id)
    set(document "${folder}/${stem}.md")
    if(NOT EXISTS "${document}")
      message(FATAL_ERROR "rule ${id}: ${source} has no document ${document}")
    endif()
    if("${id}" IN_LIST ids)
      message(FATAL_ERROR "rule ${id} exists twice")
    endif()
    file(READ "${document}" text)
    foreach(heading IN ITEMS "## What it finds" "## Why it matters" "## How to fix" "## Fails" "## Passes"
                             "## References")
      string(FIND "${text}" "${heading}\n" found)
      if(found EQUAL -1)
        message(FATAL_ERROR "rule ${id}: ${document} lacks the heading \"${heading}\"")
      endif()
    endforeach()
    string(REGEX MATCH "## Fails\n.*\n```.*## Passes\n" fails "${text}")
    string(REGEX MATCH "## Passes\n.*\n```.*## References\n" passes "${text}")
    if(NOT fails OR NOT passes)
      message(FATAL_ERROR "rule ${id}: ${document} needs an example block under Fails and one under Passes")
    endif()
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${document}")
    list(APPEND ids "${id}")
    list(APPEND documents "${document}")
  endforeach()

  set(declarations "")
  set(entries "")
  foreach(id document IN ZIP_LISTS ids documents)
    get_filename_component(name "${document}" NAME)
    file(RELATIVE_PATH path "${CMAKE_CURRENT_SOURCE_DIR}" "${document}")
    string(APPEND declarations "Rule ${id}();\n")
    string(APPEND entries "  entries.push_back({${id}(), documents::data(\"${name}\"), \"${path}\"});\n")
  endforeach()
  set(generated "${CMAKE_CURRENT_BINARY_DIR}/catalogue/catalogue.cpp")
  file(CONFIGURE OUTPUT "${generated}" CONTENT
"// Generated. SPDX-License-Identifier: Apache-2.0
#include \"rules/catalogue.hpp\"

#include \"documents/data.hpp\"

namespace secaudit::rules {
@declarations@
std::vector<Entry> catalogue() {
  std::vector<Entry> entries;
@entries@  return entries;
}

} // namespace secaudit::rules
" @ONLY)
  target_sources(${target} PRIVATE "${generated}")
  secaudit_embed(${target} documents ${documents})
endfunction()
