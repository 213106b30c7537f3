// Lanczos-3 in linear light.

const float kPi = 3.14159265358979;

float lanczos3(float x) {
    if (abs(x) < 1e-3) return 1.0;
    if (abs(x) >= 3.0) return 0.0;
    // sin(3t) = 3 sin t - 4 sin^3 t saves the second sine.
    const float s = sin(kPi / 3.0 * x);
    return 3.0 * s * s * (3.0 - 4.0 * s * s) / (kPi * kPi * x * x);
}

// BT.1886 with a black level of zero; the sign is kept for float pictures.
vec3 to_linear_light(vec3 v) { return sign(v) * pow(abs(v), vec3(2.4)); }
vec3 from_linear_light(vec3 v) { return sign(v) * pow(abs(v), vec3(1.0 / 2.4)); }
