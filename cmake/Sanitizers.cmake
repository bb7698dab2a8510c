# YZ_SANITIZE=address,undefined builds everything with those sanitizers.
if(YZ_SANITIZE)
  add_compile_options(-fsanitize=${YZ_SANITIZE} -fno-sanitize-recover=all
    -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${YZ_SANITIZE})
endif()
if(YZ_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
