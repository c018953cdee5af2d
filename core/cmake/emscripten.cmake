# Toolchain file: the Emscripten on PATH, or Debian's, without anything to set by hand.

if(DEFINED ENV{EMSCRIPTEN_ROOT})
  set(aftersale_emscripten_root "$ENV{EMSCRIPTEN_ROOT}")
else()
  find_program(aftersale_em_config em-config)
  if(aftersale_em_config)
    execute_process(COMMAND "${aftersale_em_config}" EMSCRIPTEN_ROOT
      OUTPUT_VARIABLE aftersale_emscripten_root OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  endif()
endif()
if(NOT EXISTS "${aftersale_emscripten_root}/cmake/Modules/Platform/Emscripten.cmake")
  set(aftersale_emscripten_root /usr/share/emscripten)
endif()
if(NOT EXISTS "${aftersale_emscripten_root}/cmake/Modules/Platform/Emscripten.cmake")
  message(FATAL_ERROR "aftersale: Emscripten was not found. Install Debian's package emscripten, or put em++ on PATH.")
endif()
include("${aftersale_emscripten_root}/cmake/Modules/Platform/Emscripten.cmake")

# Debian's linker needs the Node module acorn, which a Node from elsewhere does not look for there.
if(EXISTS /usr/share/nodejs/acorn)
  set(CMAKE_CXX_LINKER_LAUNCHER "${CMAKE_COMMAND};-E;env;NODE_PATH=/usr/share/nodejs"
    CACHE STRING "Runs the linker" FORCE)
endif()
