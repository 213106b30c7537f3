#include "renderer/measures/oklab.h"

#include <cmath>

namespace seamline::measures {
namespace {

struct Lms {
    float l, m, s;
};

Lms cones(float r, float g, float b) {
    return {0.4122214708F * r + 0.5363325363F * g + 0.0514459929F * b,
            0.2119034982F * r + 0.6806995451F * g + 0.1073969566F * b,
            0.0883024619F * r + 0.2817188376F * g + 0.6299787005F * b};
}

} // namespace

glm::vec3 oklab_from_light(glm::vec3 light) {
    const Lms lms = cones(light.r, light.g, light.b);
    const float l = std::cbrt(lms.l);
    const float m = std::cbrt(lms.m);
    const float s = std::cbrt(lms.s);
    return {0.2104542553F * l + 0.7936177850F * m - 0.0040720468F * s,
            1.9779984951F * l - 2.4285922050F * m + 0.4505937099F * s,
            0.0259040371F * l + 0.7827717662F * m - 0.8086757660F * s};
}

glm::vec3 light_from_oklab(glm::vec3 lab) {
    const float l = lab.x + 0.3963377774F * lab.y + 0.2158037573F * lab.z;
    const float m = lab.x - 0.1055613458F * lab.y - 0.0638541728F * lab.z;
    const float s = lab.x - 0.0894841775F * lab.y - 1.2914855480F * lab.z;
    const float l3 = l * l * l;
    const float m3 = m * m * m;
    const float s3 = s * s * s;
    return {4.0767416621F * l3 - 3.3077115913F * m3 + 0.2309699292F * s3,
            -1.2684380046F * l3 + 2.6097574011F * m3 - 0.3413193965F * s3,
            -0.0041960863F * l3 - 0.7034186147F * m3 + 1.7076147010F * s3};
}

void light_to_oklab(Picture& picture) {
    std::vector<float>& r = picture.planes[0].values;
    std::vector<float>& g = picture.planes[1].values;
    std::vector<float>& b = picture.planes[2].values;
    for (std::size_t i = 0; i < r.size(); ++i) {
        const glm::vec3 lab = oklab_from_light({r[i], g[i], b[i]});
        r[i] = lab.x;
        g[i] = lab.y;
        b[i] = lab.z;
    }
}

} // namespace seamline::measures
