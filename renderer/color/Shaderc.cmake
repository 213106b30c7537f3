# Defines the target `shaderc`: the GLSL compiler for texts that are made while the program runs.
#
# Debian 12's libshaderc.so leaves glslang and SPIRV-Tools undefined and names neither. Where the
# library does not link by itself, its static form and theirs are used.
include(CheckCXXSourceCompiles)
pkg_check_modules(SHADERC REQUIRED shaderc)
find_library(SHADERC_SHARED shaderc REQUIRED)

set(CMAKE_REQUIRED_LIBRARIES ${SHADERC_SHARED})
set(CMAKE_REQUIRED_INCLUDES ${SHADERC_INCLUDE_DIRS})
check_cxx_source_compiles(
  "#include <shaderc/shaderc.h>
   int main() { return shaderc_compiler_initialize() == nullptr; }" SHADERC_LINKS)
unset(CMAKE_REQUIRED_LIBRARIES)
unset(CMAKE_REQUIRED_INCLUDES)

add_library(shaderc INTERFACE)
target_include_directories(shaderc SYSTEM INTERFACE ${SHADERC_INCLUDE_DIRS})
if(SHADERC_LINKS)
  target_link_libraries(shaderc INTERFACE ${SHADERC_SHARED})
else()
  find_library(SHADERC_STATIC libshaderc_combined.a REQUIRED)
  set(SHADERC_LIBRARIES ${SHADERC_STATIC})
  foreach(name glslang MachineIndependent GenericCodeGen OSDependent OGLCompiler SPIRV HLSL
               glslang-default-resource-limits SPIRV-Tools-opt SPIRV-Tools)
    find_library(SHADERC_${name} lib${name}.a)
    if(SHADERC_${name})
      list(APPEND SHADERC_LIBRARIES ${SHADERC_${name}})
    endif()
  endforeach()
  target_link_libraries(shaderc INTERFACE ${SHADERC_LIBRARIES} Threads::Threads)
endif()
