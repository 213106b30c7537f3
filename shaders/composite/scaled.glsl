// Pictures that are not turned.

Quad plain_quad(int which, ivec2 pixel) {
    if (path_of(which) == kPathNone) return empty_quad();
    const vec4 columns = vec4(pixel.x) + vec4(0.5, 1.5, 2.5, 3.5);
    vec4 x = params.source[which].map_dx.x * columns + params.source[which].map_origin.x;
    float y = params.source[which].map_dy.y * (float(pixel.y) + 0.5) +
              params.source[which].map_origin.y;
    const vec2 size = params.source[which].size;
    const bvec4 outside_x = bvec4(uvec4(lessThan(x, vec4(0.0))) |
                                  uvec4(greaterThanEqual(x, vec4(size.x))));
    const bool outside_y = y < 0.0 || y >= size.y;
    if (has_flag(which, kSnap)) {
        x = floor(x) + 0.5;
        y = floor(y) + 0.5;
    }
    x += params.source[which].luma_offset.x;
    y += params.source[which].luma_offset.y;

    const QuadCodes codes = quad_codes(which, x, y);
    Quad quad = viewed_quad(which, pixel, codes_to_rgb(which, codes.c0, codes.c1, codes.c2),
                            codes.alpha);
    [[unroll]] for (int i = 0; i < 4; ++i) {
        const vec3 rgb = vec3(quad.r[i], quad.g[i], quad.b[i]);
        set_pixel(quad, i, outside_y || outside_x[i] ? params.empty_rgb : rgb);
    }
    return quad;
}
