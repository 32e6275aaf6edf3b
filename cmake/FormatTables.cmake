# secaudit_format_tables(TARGET FILE...)
#
# Compiles the secret formats (JSON) to constant tables, included as "secrets/format_tables.inc".
function(secaudit_format_tables target)
  set(tool secaudit_compile_formats)
  add_executable(${tool} "${CMAKE_SOURCE_DIR}/cmake/tools/compile_formats.cpp")
  target_link_libraries(${tool} PRIVATE secaudit_settings Boost::headers)
  set(tables "${CMAKE_CURRENT_BINARY_DIR}/embedded/secrets/format_tables.inc")
  add_custom_command(OUTPUT "${tables}" COMMAND ${tool} "${tables}" ${ARGN} DEPENDS ${tool} ${ARGN} VERBATIM)
  target_sources(${target} PRIVATE "${tables}")
endfunction()
