# embed_data(FILE SYMBOL [TARGET]): compile the bytes of FILE into the target,
# or else into the library, as
#     const uint8_t SYMBOL[]; const size_t SYMBOL_size;
function(embed_data file symbol)
  set(into yizhan_objects)
  if(ARGC GREATER 2)
    set(into ${ARGV2})
  endif()
  set(source ${CMAKE_CURRENT_SOURCE_DIR}/${file})
  set(target ${CMAKE_CURRENT_BINARY_DIR}/${symbol}.c)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${source})
  if(${source} IS_NEWER_THAN ${target})
    file(READ ${source} digits HEX)
    string(REGEX REPLACE "(................................)" "\\1\n" digits
           ${digits})
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," digits ${digits})
    file(WRITE ${target}
      "#include <stddef.h>\n#include <stdint.h>\n"
      "extern const uint8_t ${symbol}[];\n"
      "extern const size_t ${symbol}_size;\n"
      "const uint8_t ${symbol}[] = {\n${digits}\n};\n"
      "const size_t ${symbol}_size = sizeof(${symbol});\n")
  endif()
  target_sources(${into} PRIVATE ${target})
endfunction()
