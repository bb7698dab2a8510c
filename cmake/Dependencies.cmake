# The libraries of others, gathered in one target.
find_package(PkgConfig REQUIRED)
pkg_check_modules(ICU REQUIRED IMPORTED_TARGET icu-uc icu-i18n)
pkg_check_modules(LMDB REQUIRED IMPORTED_TARGET lmdb)
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)

# Debian ships no .pc file for libstemmer.
find_path(STEMMER_INCLUDE_DIR libstemmer.h REQUIRED)
find_library(STEMMER_LIBRARY stemmer REQUIRED)

find_package(Threads REQUIRED)

add_library(yizhan_foreign INTERFACE)
target_include_directories(yizhan_foreign INTERFACE ${STEMMER_INCLUDE_DIR})
target_link_libraries(yizhan_foreign INTERFACE
  PkgConfig::ICU PkgConfig::LMDB PkgConfig::JANSSON PkgConfig::XXHASH
  ${STEMMER_LIBRARY} Threads::Threads ${CMAKE_DL_LIBS} m)
