// renderer/picture_identity.h: tells whether two compositions look the same without rendering them.
#pragma once

#include "renderer/composition.h"

namespace seamline::renderer {

/// True when every value is equal and every frame is the same object.
bool is_same_picture(const Composition& a, const Composition& b);

} // namespace seamline::renderer
