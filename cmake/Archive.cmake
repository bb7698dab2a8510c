# The static library that is installed. It is one object, in which the names
# that are not of the public header are local: a program may have an
# arena_alloc() of its own. Without an objcopy they stay visible.
add_library(yizhan_archive STATIC)
if(CMAKE_OBJCOPY AND CMAKE_LINKER AND NOT APPLE)
  set(object ${CMAKE_CURRENT_BINARY_DIR}/yizhan${CMAKE_C_OUTPUT_EXTENSION})
  add_custom_command(OUTPUT ${object}
    COMMAND ${CMAKE_LINKER} -r -o ${object} $<TARGET_OBJECTS:yizhan_objects>
    COMMAND ${CMAKE_OBJCOPY} --localize-hidden ${object}
    DEPENDS yizhan_objects $<TARGET_OBJECTS:yizhan_objects>
    COMMAND_EXPAND_LISTS VERBATIM
    COMMENT "Linking the library into one object")
  target_sources(yizhan_archive PRIVATE ${object})
  set_source_files_properties(${object}
    PROPERTIES EXTERNAL_OBJECT ON GENERATED ON)
else()
  target_sources(yizhan_archive PRIVATE $<TARGET_OBJECTS:yizhan_objects>)
endif()
set_target_properties(yizhan_archive PROPERTIES
  LINKER_LANGUAGE C OUTPUT_NAME yizhan EXPORT_NAME yizhan_static
  ARCHIVE_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/archive)
# Who links it links what it stands on; YizhanConfig.cmake finds that.
target_link_libraries(yizhan_archive
  INTERFACE $<INSTALL_INTERFACE:Yizhan::foreign>)
