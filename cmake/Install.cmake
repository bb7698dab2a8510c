# What `cmake --install` puts where.
include(CMakePackageConfigHelpers)

set(config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/Yizhan)
set_target_properties(yizhan_shared PROPERTIES EXPORT_NAME yizhan_shared)

install(DIRECTORY include/yizhan DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
  COMPONENT development FILES_MATCHING PATTERN "*.h" PATTERN "*.hpp")
install(TARGETS yizhan_shared EXPORT YizhanSharedTargets
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
  COMPONENT library NAMELINK_COMPONENT development
  INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(TARGETS yizhan_archive EXPORT YizhanStaticTargets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development
  INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
if(TARGET yizhan_formats)
  install(TARGETS yizhan_formats
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT formats NAMELINK_SKIP)
endif()
if(TARGET yizhan_opensearch)
  install(TARGETS yizhan_opensearch
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT opensearch NAMELINK_SKIP)
endif()
install(TARGETS yz-index yz-query
  RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT programs)
if(TARGET yz-serve)
  install(TARGETS yz-serve
    RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT programs)
endif()

# find_package(Yizhan)
foreach(form Shared Static)
  install(EXPORT Yizhan${form}Targets NAMESPACE Yizhan::
    DESTINATION ${config_dir} COMPONENT development)
endforeach()
configure_package_config_file(cmake/YizhanConfig.cmake.in YizhanConfig.cmake
  INSTALL_DESTINATION ${config_dir} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(YizhanConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES
  ${CMAKE_CURRENT_BINARY_DIR}/YizhanConfig.cmake
  ${CMAKE_CURRENT_BINARY_DIR}/YizhanConfigVersion.cmake
  DESTINATION ${config_dir} COMPONENT development)

# pkg-config. The prefix is where the file lies, so that all can be moved.
set(pc_dir ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
file(RELATIVE_PATH pc_to_prefix /prefix/${pc_dir} /prefix)
string(REGEX REPLACE "/$" "" pc_to_prefix ${pc_to_prefix})
configure_file(cmake/yizhan.pc.in yizhan.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/yizhan.pc
  DESTINATION ${pc_dir} COMPONENT development)

# What a shell and its user ask.
foreach(program yz-index yz-query yz-serve)
  foreach(place
      bash:bash-completion/completions/${program}
      zsh:zsh/site-functions/_${program}
      fish:fish/vendor_completions.d/${program}.fish)
    string(REGEX MATCH "^([a-z]+):(.*)/([^/]+)$" _ ${place})
    install(FILES completions/${program}.${CMAKE_MATCH_1}
      DESTINATION ${CMAKE_INSTALL_DATADIR}/${CMAKE_MATCH_2}
      RENAME ${CMAKE_MATCH_3} COMPONENT programs)
  endforeach()
endforeach()

# The manual, where scdoc can make it.
find_program(SCDOC scdoc)
if(NOT SCDOC)
  message(STATUS "No scdoc: the manual pages are not made")
  return()
endif()
foreach(page yz-index.1:programs yz-query.1:programs yz-serve.1:programs yizhan.3:development
    yizhan-query.7:programs yizhan-format.5:programs
    zh_CN/yz-index.1:programs zh_CN/yz-query.1:programs zh_CN/yz-serve.1:programs)
  string(REGEX MATCH "^(.*)\\.([0-9]):(.*)$" _ ${page})
  set(name ${CMAKE_MATCH_1}.${CMAKE_MATCH_2})
  set(section ${CMAKE_MATCH_2})
  set(component ${CMAKE_MATCH_3})
  string(REGEX MATCH "^.*/" language ${name})
  set(source ${PROJECT_SOURCE_DIR}/docs/man/${name}.scd)
  set(made ${CMAKE_CURRENT_BINARY_DIR}/man/${name})
  add_custom_command(OUTPUT ${made}
    COMMAND ${CMAKE_COMMAND} -E make_directory
      ${CMAKE_CURRENT_BINARY_DIR}/man/${language}
    COMMAND ${SCDOC} < ${source} > ${made}
    DEPENDS ${source} COMMENT "Making the manual page ${name}")
  list(APPEND manual ${made})
  install(FILES ${made} DESTINATION ${CMAKE_INSTALL_MANDIR}/${language}man${section}
    COMPONENT ${component})
endforeach()
add_custom_target(yizhan_manual ALL DEPENDS ${manual})
