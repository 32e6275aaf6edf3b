# Two interface targets carry everything our own code is compiled with: settings (language, sanitizers,
# definitions) and warnings. Third-party code gets neither.
option(SECAUDIT_BUILD_TESTS "Build the tests" OFF)
option(SECAUDIT_BUILD_FUZZERS "Build the libFuzzer targets (clang only)" OFF)
option(SECAUDIT_WARNINGS_AS_ERRORS "Treat warnings as errors" OFF)
option(SECAUDIT_STATIC "Link everything statically" OFF)
set(SECAUDIT_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize=")

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

add_library(secaudit_settings INTERFACE)
target_compile_features(secaudit_settings INTERFACE cxx_std_20)
target_include_directories(secaudit_settings INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_definitions(secaudit_settings INTERFACE
  SECAUDIT_VERSION="${PROJECT_VERSION}"
  FMT_HEADER_ONLY=1
  BOOST_PROCESS_V2_SEPARATE_COMPILATION
  BOOST_PROCESS_USE_STD_FS)
if(SECAUDIT_SANITIZE)
  target_compile_options(secaudit_settings INTERFACE
    -fsanitize=${SECAUDIT_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(secaudit_settings INTERFACE -fsanitize=${SECAUDIT_SANITIZE})
endif()
if(SECAUDIT_BUILD_FUZZERS)
  # Without counters in the readers themselves a fuzzer sees no new path and never goes deeper.
  target_compile_options(secaudit_settings INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(SECAUDIT_STATIC)
  target_link_options(secaudit_settings INTERFACE -static)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Debug" AND NOT MSVC)
  set(CMAKE_CXX_FLAGS_DEBUG "-g1 -O0")
endif()

add_library(secaudit_warnings INTERFACE)
if(MSVC)
  target_compile_options(secaudit_warnings INTERFACE /W4 /permissive- /utf-8
    $<$<BOOL:${SECAUDIT_WARNINGS_AS_ERRORS}>:/WX>)
else()
  target_compile_options(secaudit_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
    -Wold-style-cast -Woverloaded-virtual -Wimplicit-fallthrough
    $<$<CXX_COMPILER_ID:GNU>:-Wno-missing-field-initializers>
    $<$<CXX_COMPILER_ID:Clang>:-Wno-missing-field-initializers>
    $<$<BOOL:${SECAUDIT_WARNINGS_AS_ERRORS}>:-Werror>)
endif()

find_program(SECAUDIT_MOLD mold)
if(SECAUDIT_MOLD AND CMAKE_BUILD_TYPE STREQUAL "Debug" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_link_options(secaudit_settings INTERFACE -fuse-ld=mold)
endif()
