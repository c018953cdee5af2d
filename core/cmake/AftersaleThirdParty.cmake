# Header-only libraries, found natively and under Emscripten alike:
#   aftersale::nlohmann     the SAX parser, for core/src/json only
#   aftersale::boost_test   for the C++ tests

# Emscripten's toolchain file hides /usr from find_package, and -I/usr/include would put the
# host's C headers in front of its own. So one library's folder is linked into a private place.
function(aftersale_expose_headers folder marker out)
  find_path(AFTERSALE_${folder}_ROOT ${marker}
    PATHS /usr/include /usr/local/include /opt/homebrew/include
    NO_CMAKE_FIND_ROOT_PATH
    DOC "Where ${marker} is")
  if(NOT AFTERSALE_${folder}_ROOT)
    message(FATAL_ERROR "aftersale: ${marker} was not found; set AFTERSALE_${folder}_ROOT to its folder")
  endif()
  set(place "${PROJECT_BINARY_DIR}/third_party/${folder}")
  file(MAKE_DIRECTORY "${place}")
  file(CREATE_LINK "${AFTERSALE_${folder}_ROOT}/${folder}" "${place}/${folder}" SYMBOLIC COPY_ON_ERROR)
  set(${out} "${place}" PARENT_SCOPE)
endfunction()

add_library(aftersale_nlohmann INTERFACE)
add_library(aftersale::nlohmann ALIAS aftersale_nlohmann)
if(EMSCRIPTEN)
  aftersale_expose_headers(nlohmann nlohmann/json.hpp nlohmann_include)
  target_include_directories(aftersale_nlohmann SYSTEM INTERFACE "${nlohmann_include}")
else()
  find_package(nlohmann_json 3.11 REQUIRED)
  target_link_libraries(aftersale_nlohmann INTERFACE nlohmann_json::nlohmann_json)
endif()

if(AFTERSALE_TESTS)
  add_library(aftersale_boost_test INTERFACE)
  add_library(aftersale::boost_test ALIAS aftersale_boost_test)
  if(EMSCRIPTEN)
    aftersale_expose_headers(boost boost/test/included/unit_test.hpp boost_include)
    target_include_directories(aftersale_boost_test SYSTEM INTERFACE "${boost_include}")
    # There is no sigaltstack in Emscripten; Boost 1.74 needs what later libc++ removed in C++17.
    target_compile_definitions(aftersale_boost_test INTERFACE
      BOOST_TEST_DISABLE_ALT_STACK _LIBCPP_ENABLE_CXX17_REMOVED_UNARY_BINARY_FUNCTION)
  else()
    find_package(Boost 1.74 REQUIRED)
    target_link_libraries(aftersale_boost_test INTERFACE Boost::headers)
  endif()
endif()
