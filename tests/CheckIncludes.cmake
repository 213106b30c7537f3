# Fails when a room includes something the architecture forbids it.
# Run as: cmake -DROOT=<source folder> -P CheckIncludes.cmake

cmake_minimum_required(VERSION 3.25)

# Which rooms a room may name. "app/X" are the parts of app.
set(decode/media_may_include decode/media)
set(decode_may_include decode decode/media)
set(renderer_may_include renderer decode/media shaders)
set(app/review_may_include app/review decode/media)
set(app/interchange_may_include app/interchange app/review decode/media)
set(app/analysis_may_include app/analysis app/interchange app/review renderer decode decode/media)
set(app/session_may_include app/session app/analysis app/interchange app/review renderer decode decode/media)
set(app/playback_may_include app/playback app/analysis app/session app/interchange app/review renderer decode decode/media)
set(app/ui_may_include app/ui app/analysis app/playback app/session app/interchange app/review renderer decode decode/media shaders)
set(app/cli_may_include app/cli app/analysis app/ui app/playback app/session app/interchange app/review renderer decode decode/media)

# Third-party headers, and the only rooms that may name them.
set(third_party
  "libav|libsw=decode"
  "vulkan/=renderer"
  "OpenColorIO/|shaderc/=renderer"
  "GLFW/|imgui=app/ui"
  "pulse/|ebur128=app/playback"
  "xxhash=app/analysis"
  "pugixml=app/interchange"
  "sqlite3=app/review")
# Files whose purpose is to join libraries of different rooms.
set(bridges renderer/ui_overlay.cpp app/ui/window_surface.cpp)

file(GLOB_RECURSE sources RELATIVE ${ROOT} ${ROOT}/decode/*.h ${ROOT}/decode/*.cpp ${ROOT}/renderer/*.h
     ${ROOT}/renderer/*.cpp ${ROOT}/app/*.h ${ROOT}/app/*.cpp)
foreach(source IN LISTS sources)
  if(source MATCHES "^(app/[a-z]+|decode/media)/")
    set(room ${CMAKE_MATCH_1})
  elseif(source MATCHES "^(decode|renderer)/")
    set(room ${CMAKE_MATCH_1})
  else()
    continue() # app/main.cpp calls one function.
  endif()
  string(REGEX MATCH "^[a-z]+" top ${room})
  file(STRINGS ${ROOT}/${source} includes REGEX "^ *#include ")
  foreach(include IN LISTS includes)
    if(include MATCHES "\"(app/[a-z]+|decode/media|decode|renderer|shaders|tests)/" AND
       NOT CMAKE_MATCH_1 IN_LIST ${room}_may_include)
      message(SEND_ERROR "${source}: ${room}/ must not depend on ${CMAKE_MATCH_1}/")
    endif()
    foreach(rule IN LISTS third_party)
      string(REGEX MATCH "^(.*)=(.*)$" _ ${rule})
      set(pattern ${CMAKE_MATCH_1})
      set(owner ${CMAKE_MATCH_2})
      if(include MATCHES "[<\"](${pattern})" AND NOT room STREQUAL owner AND NOT top STREQUAL owner AND
         NOT source IN_LIST bridges)
        message(SEND_ERROR "${source}: only ${owner}/ may include ${include}")
      endif()
    endforeach()
  endforeach()
endforeach()
