// Where in its picture a target position lies.

vec2 source_position(int which, vec2 target) {
    return params.source[which].map_dx * target.x + params.source[which].map_dy * target.y +
           params.source[which].map_origin;
}

bool is_inside(int which, vec2 position) {
    return all(greaterThanEqual(position, vec2(0.0))) &&
           all(lessThan(position, params.source[which].size));
}
