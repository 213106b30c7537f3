// renderer/color/ocio.h: OpenColorIO for the files of this folder; no other header includes it.
#pragma once

#include "decode/media/result.h"

#include <OpenColorIO/OpenColorIO.h>

#include <glm/glm.hpp>

#include <exception>
#include <initializer_list>
#include <string>
#include <string_view>

namespace seamline::color {

namespace OCIO = OCIO_NAMESPACE;

/// OpenColorIO's word for what went wrong, as one line, with the line number moved to the file
/// where the text names one: "FILE:LINE: reason". `file` is for exceptions that name none.
Error ocio_error(ErrorCode code, std::string_view file, const std::exception& failure);

/// One line: control characters and runs of spaces become one space; at most 400 characters.
std::string one_line(std::string_view text);

/// Stops OpenColorIO from writing to stderr; every entry point of this folder calls it.
void silence_ocio();

OCIO::MatrixTransformRcPtr matrix_transform(const glm::dmat3& matrix);
OCIO::MatrixTransformRcPtr scale_transform(double scale);
/// A power of `exponent`, mirrored about 0.
OCIO::ExponentTransformRcPtr power_transform(double exponent);
OCIO::BuiltinTransformRcPtr builtin_transform(const char* style);
OCIO::TransformRcPtr inverse(OCIO::TransformRcPtr transform);
OCIO::GroupTransformRcPtr group_transform(std::initializer_list<OCIO::TransformRcPtr> parts);

} // namespace seamline::color
