// Differences as a viewer sees them, in colours that everybody can tell apart: the scales of
// renderer/measures/heat_map.cpp at 33 places.

const uint kHeatCividis[33] = uint[33](
    0x00224eU, 0x00285bU, 0x002e6aU, 0x063370U, 0x19386fU, 0x263e6eU, 0x31436dU, 0x3a496cU,
    0x434e6cU, 0x4b546cU, 0x52596dU, 0x5a5f6eU, 0x61656fU, 0x686a71U, 0x6f7073U, 0x757676U,
    0x7c7b78U, 0x848179U, 0x8b8778U, 0x938d77U, 0x9b9376U, 0xa39a75U, 0xaba072U, 0xb3a670U,
    0xbbad6cU, 0xc3b468U, 0xccbb64U, 0xd4c25eU, 0xddc958U, 0xe6d050U, 0xefd747U, 0xf8df3bU,
    0xfee838U);
const uint kHeatDiverging[33] = uint[33](
    0x0768c2U, 0x2271c6U, 0x347ac9U, 0x4382ccU, 0x518bd0U, 0x5e93d3U, 0x6c9cd6U, 0x79a4d9U,
    0x86acdcU, 0x93b5deU, 0xa0bde1U, 0xadc5e3U, 0xbacde6U, 0xc7d6e8U, 0xd4deeaU, 0xe1e6ecU,
    0xeeeeeeU, 0xeae4e1U, 0xe6dad3U, 0xe2d0c6U, 0xdec6b9U, 0xdabcacU, 0xd5b29fU, 0xd1a892U,
    0xcc9e85U, 0xc79478U, 0xc28a6bU, 0xbd805eU, 0xb87651U, 0xb36c43U, 0xae6235U, 0xa85825U,
    0xa34d0fU);

struct LabQuad {
    vec4 lightness;
    vec4 a;
    vec4 b;
};

vec4 display_light(vec4 signal) { return pow(max(signal, vec4(0.0)), vec4(kDisplayGamma)); }

vec4 cube_root(vec4 v) { return sign(v) * pow(abs(v), vec4(1.0 / 3.0)); }

// Source: see renderer/measures/oklab.h.
LabQuad oklab_of(Quad q) {
    const vec4 r = display_light(q.r);
    const vec4 g = display_light(q.g);
    const vec4 b = display_light(q.b);
    const vec4 l = cube_root(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    const vec4 m = cube_root(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    const vec4 s = cube_root(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    return LabQuad(0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
                   1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
                   0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s);
}

vec4 heat_place(LabQuad a, LabQuad b, float gain) {
    if (DIFFERENCE == kDifferenceLightness) {
        return 0.5 + gain * 100.0 / (2.0 * kLightnessRange) * (b.lightness - a.lightness);
    }
    if (DIFFERENCE == kDifferenceChroma) {
        const vec4 chroma_a = sqrt(a.a * a.a + a.b * a.b);
        const vec4 chroma_b = sqrt(b.a * b.a + b.b * b.b);
        return 0.5 + gain * 100.0 / (2.0 * kChromaRange) * (chroma_b - chroma_a);
    }
    const vec4 l = b.lightness - a.lightness;
    const vec4 x = b.a - a.a;
    const vec4 y = b.b - a.b;
    return gain * 100.0 / kDeltaERange * sqrt(l * l + x * x + y * y);
}

vec3 heat_step(int index) {
    const uint code = DIFFERENCE == kDifferenceDeltaE ? kHeatCividis[index] : kHeatDiverging[index];
    return vec3(code >> 16, code >> 8 & 255u, code & 255u) / 255.0;
}

Quad heat_quad(Quad a, Quad b, float gain) {
    const vec4 place = 32.0 * clamp(heat_place(oklab_of(a), oklab_of(b), gain), 0.0, 1.0);
    Quad heat;
    for (int i = 0; i < 4; ++i) {
        const int below = min(int(place[i]), 31);
        const vec3 color = mix(heat_step(below), heat_step(below + 1), place[i] - float(below));
        heat.r[i] = color.r;
        heat.g[i] = color.g;
        heat.b[i] = color.b;
    }
    return heat;
}
