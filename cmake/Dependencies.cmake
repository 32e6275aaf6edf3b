# Every library the program links, found once; docs/dependencies.md says why each is here.
if(SECAUDIT_STATIC)
  set(CMAKE_FIND_LIBRARY_SUFFIXES .a)
  set(OPENSSL_USE_STATIC_LIBS TRUE)
  set(Boost_USE_STATIC_LIBS ON)
endif()
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(PkgConfig REQUIRED)
pkg_check_modules(YAML REQUIRED IMPORTED_TARGET yaml-0.1)
pkg_check_modules(ARCHIVE REQUIRED IMPORTED_TARGET libarchive)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(RE2 REQUIRED IMPORTED_TARGET re2)
find_package(tl-expected REQUIRED)

# Process v2 is header-only with its source in one of our files while <boost/process/v2/src.hpp> exists; later Boost
# releases ship it as a library.
if(NOT EXISTS "${Boost_INCLUDE_DIRS}/boost/process/v2/src.hpp")
  find_package(Boost 1.86 REQUIRED COMPONENTS process filesystem)
  set(SECAUDIT_BOOST_PROCESS Boost::process Boost::filesystem)
endif()
