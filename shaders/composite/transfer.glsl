// Transfer functions of pictures that are not a matrix away from R'G'B'. The drivers' own pow, exp and
// log may be far off, so that these are made of sums and products.
//
// From ICtCp every light is a difference of larger ones, and PQ and HLG are steep at black: to be
// right to a code value of 16 bits there, the way from code values to that difference takes
// 47 bits. What follows it is well-conditioned and takes single precision.

// Relative error below 3e-7 for v > 0; absolute where v is near 1.
vec3 accurate_ln(vec3 v) {
    const ivec3 exponent = binary_exponent(v);
    const vec3 m = v * power_of_two(-exponent);
    const vec3 z = (m - 1.0) / (m + 1.0);
    const vec3 s = z * z;
    const vec3 series =
        s * (1.0 / 3.0 + s * (1.0 / 5.0 + s * (1.0 / 7.0 + s * (1.0 / 9.0 + s * (1.0 / 11.0)))));
    const vec3 k = vec3(exponent);
    return k * kLn2 + (k * kLn2Rest + 2.0 * (z + z * series));
}

// ln(1 + v) for v in (-1/4, 1/2), relative error below 3e-7.
vec3 accurate_ln_1p(vec3 v) {
    const vec3 z = v / (2.0 + v);
    const vec3 s = z * z;
    const vec3 series =
        s * (1.0 / 3.0 + s * (1.0 / 5.0 + s * (1.0 / 7.0 + s * (1.0 / 9.0 + s * (1.0 / 11.0)))));
    return 2.0 * (z + z * series);
}

// |v| < 87; relative error below 3e-7.
vec3 accurate_exp(vec3 v) {
    const vec3 k = floor(v * kInverseLn2 + 0.5);
    const vec3 r = (v - k * kLn2) - k * kLn2Rest;
    const vec3 series =
        0.5 +
        r * (1.0 / 6.0 +
             r * (1.0 / 24.0 + r * (1.0 / 120.0 + r * (1.0 / 720.0 + r * (1.0 / 5040.0)))));
    return (1.0 + (r + r * r * series)) * power_of_two(ivec3(k));
}

// Source: SMPTE ST 2084:2014, equations 4.1 and 5.2. Light in units of 10 000 cd/m2.
const float kPqM1 = 2610.0 / 16384.0;
const float kPqM2 = 2523.0 / 32.0;
const float kPqC1 = 3424.0 / 4096.0;
const float kPqC3 = 2392.0 / 128.0;
const float kPqBlack = 1.0 - kPqC1; // And c2 - c3.

// In terms of p - 1 = exp(ln(v) / m2) - 1, which is small near white: the numerator p - c1 is
// (p - 1) + (1 - c1), the denominator c2 - c3 p is (1 - c1) - c3 (p - 1). Below 5e-7 light is zero;
// the curve has a pole at 2.
Wide wide_pq_to_linear(Wide v) {
    const bvec3 is_low = lessThan(v.hi, vec3(5e-7));
    const bvec3 is_high = greaterThan(v.hi, vec3(1.9));
    v = chosen(chosen(v, wide(vec3(5e-7)), is_low), wide(vec3(1.9)), is_high);
    const Wide x = times(wide_ln(v), wide_constant(0.0126833133, 1.7570731e-10));
    const vec3 late =
        x.hi * (1.0 / 6.0 + x.hi * (1.0 / 24.0 + x.hi * (1.0 / 120.0 + x.hi * (1.0 / 720.0))));
    const Wide p_1 = plus(x, times(times(x, x), plus(wide(vec3(0.5)), wide(late))));
    Wide top = plus(p_1, wide(vec3(kPqBlack)));
    top = chosen(top, wide(vec3(1e-6)), lessThan(top.hi, vec3(1e-6)));
    const Wide bottom = plus(wide(vec3(kPqBlack)), times(p_1, wide(vec3(-kPqC3))));
    Wide ln_light = times(wide_ln(quotient(top, bottom)), wide_constant(6.27739477, -1.35560597e-07));
    const bvec3 is_dark = lessThan(ln_light.hi, vec3(-80.0));
    ln_light = chosen(ln_light, wide(vec3(-80.0)), is_dark);
    return wide_exp(ln_light);
}

// v = (1 - u)^m2 with u = (1 - c1) (1 - y) / (1 + c3 y) and y = light^m1.
vec3 linear_to_pq(vec3 light) {
    const vec3 y = accurate_exp(kPqM1 * accurate_ln(max(light, 1e-35)));
    return accurate_exp(kPqM2 * accurate_ln_1p(-kPqBlack * (1.0 - y) / (1.0 + kPqC3 * y)));
}

// Source: Rec. ITU-R BT.2100-2, table 5.
const float kHlgA = 0.17883277;
const float kHlgB = 1.0 - 4.0 * kHlgA;
const float kHlgC = 0.55991073;

// Twelve times scene light, which is in [0, 12].
Wide wide_hlg_to_linear_12(Wide v) {
    const Wide twice = Wide(2.0 * v.hi, 2.0 * v.lo);
    const Wide low = times(twice, twice);
    const Wide from_c = plus(v, wide_constant(-0.559910715, -1.53736881e-08));
    Wide exponent = times(from_c, wide_constant(5.59181643, -1.15594567e-07));
    exponent = chosen(exponent, wide(vec3(0.0)), greaterThan(abs(exponent.hi), vec3(80.0)));
    const Wide high = plus(wide_exp(exponent), wide_constant(0.284668922, -2.4243163e-09));
    return chosen(low, high, greaterThan(v.hi, vec3(0.5)));
}

vec3 linear_12_to_hlg(vec3 light) {
    light = max(light, 0.0);
    const vec3 low = 0.5 * sqrt(light);
    const vec3 high = kHlgA * accurate_ln(max(light - kHlgB, 0.5)) + kHlgC;
    return mix(low, high, greaterThan(light, vec3(1.0)));
}

// Source: Rec. ITU-R BT.2020-2, table 4.
const float kBt2020Alpha = 1.09929682680944;
const float kBt2020Beta = 0.018053968510807;

vec3 bt2020_to_linear(vec3 v) {
    const vec3 base = (max(v, 0.0) + (kBt2020Alpha - 1.0)) / kBt2020Alpha;
    const vec3 high = accurate_exp(accurate_ln(base) / 0.45);
    return mix(v / 4.5, high, greaterThanEqual(v, vec3(4.5 * kBt2020Beta)));
}

float linear_to_bt2020(float light) {
    const vec3 power = accurate_exp(0.45 * accurate_ln(vec3(max(light, kBt2020Beta))));
    return light < kBt2020Beta ? 4.5 * light : kBt2020Alpha * power.x - (kBt2020Alpha - 1.0);
}
