# secaudit_embed(TARGET NAMESPACE FILE...)
#
# Makes each data file available as `std::string_view secaudit::NAMESPACE::data(std::string_view file_name)`, declared
# in the generated header "NAMESPACE/data.hpp". The bytes become part of the binary, so that nothing has to be found at
# run time.
set(SECAUDIT_EMBED_SCRIPT "${CMAKE_CURRENT_LIST_DIR}/embed.cmake")

function(secaudit_embed target namespace)
  set(dir "${CMAKE_CURRENT_BINARY_DIR}/embedded")
  set(source "${dir}/${namespace}_data.cpp")
  set(header "${dir}/${namespace}/data.hpp")
  add_custom_command(
    OUTPUT "${source}" "${header}"
    COMMAND ${CMAKE_COMMAND} "-DNAMESPACE=${namespace}" "-DSOURCE=${source}" "-DHEADER=${header}"
            "-DFILES=${ARGN}" -P "${SECAUDIT_EMBED_SCRIPT}"
    DEPENDS ${ARGN} "${SECAUDIT_EMBED_SCRIPT}"
    VERBATIM)
  target_sources(${target} PRIVATE "${source}" "${header}")
  target_include_directories(${target} PRIVATE "${dir}")
endfunction()
