# assets(TARGET FILE...): compile the files of assets/ into the target, as the
# table of serve/assets.h. A file is at the address of its name.
set(type_of_html "text/html; charset=utf-8")
set(type_of_css "text/css; charset=utf-8")
set(type_of_js "text/javascript; charset=utf-8")
set(type_of_json "application/json; charset=utf-8")
set(type_of_svg "image/svg+xml")

function(assets target)
  set(table "")
  set(declared "")
  set(count 0)
  foreach(file ${ARGN})
    string(MAKE_C_IDENTIFIER asset_${file} symbol)
    get_filename_component(ending ${file} LAST_EXT)
    string(SUBSTRING ${ending} 1 -1 ending)
    embed_data(assets/${file} ${symbol} ${target})
    string(APPEND declared
      "extern const uint8_t ${symbol}[];\nextern const size_t ${symbol}_size;\n")
    string(APPEND table
      "    { \"/${file}\", \"${type_of_${ending}}\", ${symbol}, &${symbol}_size },\n")
    math(EXPR count "${count} + 1")
  endforeach()
  file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/assets_table.c CONTENT
    "#include \"serve/assets.h\"\n${declared}const asset assets[] = {\n${table}};\nconst size_t asset_count = ${count};\n"
    @ONLY)
  target_sources(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/assets_table.c)
endfunction()
