# What we ask of the compiler. Errors in the dev preset, never for users.
add_library(yizhan_warnings INTERFACE)
target_compile_options(yizhan_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wvla -Wformat=2
  -Wundef -Wpointer-arith
  $<$<COMPILE_LANGUAGE:C>:-Wstrict-prototypes>
  $<$<COMPILE_LANGUAGE:C>:-Wmissing-prototypes>)
if(YZ_WERROR)
  target_compile_options(yizhan_warnings INTERFACE -Werror)
endif()
