// From a picture's code values to R'G'B' as it is viewed.

// Source: SMPTE ST 2084:2014, equations 4.1 and 5.2. Light in units of 10 000 cd/m2.
const float kPqM1 = 2610.0 / 16384.0;
const float kPqM2 = 2523.0 / 32.0;
const float kPqC1 = 3424.0 / 4096.0;
const float kPqC2 = 2413.0 / 128.0;
const float kPqC3 = 2392.0 / 128.0;

vec3 pq_to_linear(vec3 v) {
    const vec3 p = pow(max(v, 0.0), vec3(1.0 / kPqM2));
    return pow(max(p - kPqC1, 0.0) / (kPqC2 - kPqC3 * p), vec3(1.0 / kPqM1));
}

vec3 linear_to_pq(vec3 v) {
    const vec3 p = pow(max(v, 0.0), vec3(kPqM1));
    return pow((kPqC1 + kPqC2 * p) / (1.0 + kPqC3 * p), vec3(kPqM2));
}

// Source: Rec. ITU-R BT.2100-2, table 5. Scene light in [0, 1].
const float kHlgA = 0.17883277;
const float kHlgB = 1.0 - 4.0 * kHlgA;
const float kHlgC = 0.55991073;

vec3 hlg_to_linear(vec3 v) {
    const vec3 low = v * v / 3.0;
    const vec3 high = (exp((v - kHlgC) / kHlgA) + kHlgB) / 12.0;
    return mix(low, high, greaterThan(v, vec3(0.5)));
}

vec3 linear_to_hlg(vec3 v) {
    v = max(v, 0.0);
    const vec3 low = sqrt(3.0 * v);
    const vec3 high = kHlgA * log(max(12.0 * v - kHlgB, 1e-6)) + kHlgC;
    return mix(low, high, greaterThan(v, vec3(1.0 / 12.0)));
}

// Source: Rec. ITU-R BT.2020-2, table 4.
const float kBt2020Alpha = 1.09929682680944;
const float kBt2020Beta = 0.018053968510807;

vec3 bt2020_to_linear(vec3 v) {
    const vec3 high = pow((max(v, 0.0) + (kBt2020Alpha - 1.0)) / kBt2020Alpha, vec3(1.0 / 0.45));
    return mix(v / 4.5, high, greaterThanEqual(v, vec3(4.5 * kBt2020Beta)));
}

float linear_to_bt2020(float v) {
    return v < kBt2020Beta ? 4.5 * v : kBt2020Alpha * pow(v, 0.45) - (kBt2020Alpha - 1.0);
}

// `ycc` is Y'c, Cbc, Crc with chroma in [-1/2, 1/2]. Source: Rec. ITU-R BT.2020-2, table 4.
vec3 bt2020_cl_to_rgb(vec3 ycc) {
    const float b = ycc.x + ycc.y * (ycc.y <= 0.0 ? 1.9404 : 1.5816);
    const float r = ycc.x + ycc.z * (ycc.z <= 0.0 ? 1.7184 : 0.9936);
    const vec3 light = bt2020_to_linear(vec3(r, ycc.x, b));
    const float green = (light.y - 0.2627 * light.x - 0.0593 * light.z) / 0.6780;
    return vec3(r, linear_to_bt2020(green), b);
}

// From LMS to BT.2020 light: the inverse of [1688 2146 262; 683 2951 462; 99 309 3688] / 4096.
// Source: Rec. ITU-R BT.2100-2, table 7.
const mat3 kLmsToRgb = mat3(3.4366066943, -0.7913295556, -0.0259498997, //
                            -2.5064521187, 1.9836004518, -0.0989137147, //
                            0.0698454243, -0.1922708962, 1.1248636144);

// The matrix has already made `value` Y'c Cbc Crc, L'M'S' or R'G'B'.
vec3 nonlinear_to_rgb(uint kind, vec3 value) {
    if (kind == kBt2020Cl) return bt2020_cl_to_rgb(value);
    if (kind == kIctcpPq) return linear_to_pq(kLmsToRgb * pq_to_linear(value));
    if (kind == kIctcpHlg) return linear_to_hlg(kLmsToRgb * hlg_to_linear(value));
    return value;
}

float adjusted_channel(int channel, vec3 rgb, float luma, float alpha) {
    if (channel == kChannelRed) return rgb.r;
    if (channel == kChannelGreen) return rgb.g;
    if (channel == kChannelBlue) return rgb.b;
    return channel == kChannelAlpha ? alpha : luma;
}

vec3 view_adjusted(int which, vec3 rgb, float alpha) {
    if (has_flag(which, kAdjusted)) rgb *= params.source[which].exposure_gain;
    if (has_flag(which, kGamma)) {
        rgb = pow(max(rgb, 0.0), vec3(params.source[which].inverse_gamma));
    }
    if (!has_flag(which, kAdjusted)) return rgb;
    const vec3 weights = vec3(kLumaRed, kLumaGreen, kLumaBlue);
    const float grey = dot(rgb, weights);
    rgb = grey + (rgb - grey) * params.source[which].saturation;
    const int channel = params.source[which].channel;
    return channel == kChannelRgb
               ? rgb
               : vec3(adjusted_channel(channel, rgb, dot(rgb, weights), alpha));
}

// `rgb` straight, or multiplied by alpha when the layout says so; the result lies over `empty`.
vec3 viewed(int which, vec3 rgb, float alpha) {
    if (has_flag(which, kPremultiplied)) rgb /= max(alpha, 1e-6);
    rgb = view_adjusted(which, rgb, alpha);
    const bool opaque =
        !has_flag(which, kAlpha) || params.source[which].channel == kChannelAlpha;
    return opaque ? rgb : mix(params.empty_rgb, rgb, alpha);
}

vec3 matrix_applied(int which, vec3 code) {
    if (color_components_of(which) == 1) {
        return params.source[which].from_x * code.x + params.source[which].rgb_offset;
    }
    return params.source[which].from_x * code.x +
           (params.source[which].from_y * code.y +
            (params.source[which].from_z * code.z + params.source[which].rgb_offset));
}

vec3 code_to_rgb(int which, vec3 code) {
    return nonlinear_to_rgb(nonlinear_of(which), matrix_applied(which, code));
}
