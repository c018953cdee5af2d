# aftersale::options: what every translation unit of the project is compiled with.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
if(aftersale_top_level)
  set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
endif()

add_library(aftersale_options INTERFACE)
add_library(aftersale::options ALIAS aftersale_options)
target_compile_features(aftersale_options INTERFACE cxx_std_20)
target_compile_options(aftersale_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow
  # g++ 12 sees overlapping copies in its own std::string::operator+.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)

if(AFTERSALE_WARNINGS_AS_ERRORS)
  target_compile_options(aftersale_options INTERFACE -Werror)
endif()

if(AFTERSALE_SANITIZE)
  target_compile_options(aftersale_options INTERFACE
    "-fsanitize=${AFTERSALE_SANITIZE}" -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(aftersale_options INTERFACE "-fsanitize=${AFTERSALE_SANITIZE}")
endif()

if(AFTERSALE_COVERAGE)
  target_compile_options(aftersale_options INTERFACE --coverage -fprofile-update=atomic)
  target_link_options(aftersale_options INTERFACE --coverage)
endif()

if(EMSCRIPTEN)
  # These flags also choose which libc++ is linked, so every object and the link must agree.
  if(AFTERSALE_SMALL)
    set(aftersale_runtime_flags -fno-exceptions -fno-rtti)
    # Emscripten leaves all inlining to the link at -Oz, where the small accessors have become calls through memory;
    # inlining them in the compiler makes the module about a third smaller.
    target_compile_options(aftersale_options INTERFACE -finline-functions)
    target_compile_definitions(aftersale_options INTERFACE
      JSON_NOEXCEPTION EMSCRIPTEN_HAS_UNBOUND_TYPE_NAMES=0)
    # A twelfth smaller, where Emscripten has its libraries in that form, as Debian 12 does.
    if(EXISTS "${EMSCRIPTEN_SYSROOT}/lib/wasm32-emscripten/lto")
      set(lto_there ON)
    else()
      set(lto_there OFF)
    endif()
    option(AFTERSALE_LTO "Wasm release: optimise when linking" ${lto_there})
    if(AFTERSALE_LTO)
      list(APPEND aftersale_runtime_flags -flto)
    endif()
  else()
    set(aftersale_runtime_flags -fexceptions)
  endif()
  target_compile_options(aftersale_options INTERFACE ${aftersale_runtime_flags})
  target_link_options(aftersale_options INTERFACE ${aftersale_runtime_flags})
endif()

# The standard headers that most sources include, read once per target: half of what compiling takes. Without them every
# source has to include what it uses, which the `clang` preset checks.
option(AFTERSALE_PRECOMPILED "Precompile standard headers" ON)

# target: what is compiled. The rest: headers beside the usual ones.
function(aftersale_precompile target)
  if(AFTERSALE_PRECOMPILED)
    target_precompile_headers(${target} PRIVATE
      <algorithm> <array> <cstdint> <optional> <span> <string> <string_view> <utility> <vector> ${ARGN})
  endif()
endfunction()
