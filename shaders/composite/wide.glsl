// Numbers of twice single precision: the unevaluated sum of two floats, about 47 bits. Three at a time.
// Source: T. J. Dekker, "A floating-point technique for extending the available precision" (1971).
// `precise` keeps compilers from simplifying what is zero only without rounding.

struct Wide {
    vec3 hi, lo;
};

Wide wide(vec3 hi) { return Wide(hi, vec3(0.0)); }
Wide wide_constant(float hi, float lo) { return Wide(vec3(hi), vec3(lo)); }

// Exact where |a| >= |b|.
Wide ordered_sum(vec3 a, vec3 b) {
    precise vec3 sum = a + b;
    precise vec3 rest = b - (sum - a);
    return Wide(sum, rest);
}

Wide exact_sum(vec3 a, vec3 b) {
    precise vec3 sum = a + b;
    precise vec3 b_part = sum - a;
    precise vec3 rest = (a - (sum - b_part)) + (b - b_part);
    return Wide(sum, rest);
}

// The upper 12 bits of the fraction; what remains has 12 too, so that products of them are exact.
vec3 upper_half(vec3 v) { return intBitsToFloat(floatBitsToInt(v) & ivec3(~0xfff)); }

Wide exact_product(vec3 a, vec3 b) {
    const vec3 a_hi = upper_half(a);
    const vec3 b_hi = upper_half(b);
    precise vec3 a_lo = a - a_hi;
    precise vec3 b_lo = b - b_hi;
    precise vec3 product = a * b;
    precise vec3 rest = ((a_hi * b_hi - product) + a_hi * b_lo + a_lo * b_hi) + a_lo * b_lo;
    return Wide(product, rest);
}

Wide plus(Wide a, Wide b) {
    const Wide sum = exact_sum(a.hi, b.hi);
    precise vec3 rest = sum.lo + (a.lo + b.lo);
    return ordered_sum(sum.hi, rest);
}

Wide times(Wide a, Wide b) {
    const Wide product = exact_product(a.hi, b.hi);
    precise vec3 rest = product.lo + (a.hi * b.lo + a.lo * b.hi);
    return ordered_sum(product.hi, rest);
}

Wide negative(Wide a) { return Wide(-a.hi, -a.lo); }

Wide quotient(Wide a, Wide b) {
    const vec3 first = a.hi / b.hi;
    const Wide remainder = plus(a, negative(times(b, wide(first))));
    return ordered_sum(first, remainder.hi / b.hi);
}

Wide chosen(Wide a, Wide b, bvec3 use_b) {
    return Wide(mix(a.hi, b.hi, use_b), mix(a.lo, b.lo, use_b));
}

// 2^exponent, for exponents of normal numbers.
vec3 power_of_two(ivec3 exponent) { return intBitsToFloat((exponent + 127) << 23); }

// The k for which v / 2^k lies in [sqrt(1/2), sqrt(2)); v > 0.
ivec3 binary_exponent(vec3 v) { return (floatBitsToInt(v) - 0x3f3504f3) >> 23; }

// ln 2; products of the first part with exponents are exact.
const float kLn2 = 0.693145752;
const float kLn2Rest = 1.42860677e-06;
const float kInverseLn2 = 1.44269504;

// v > 0. ln v = k ln 2 + 2 atanh((m - 1) / (m + 1)) with v = 2^k m; the series' late terms need
// no more than single precision.
Wide wide_ln(Wide v) {
    const ivec3 exponent = binary_exponent(v.hi);
    const vec3 unit = power_of_two(-exponent);
    const Wide m = Wide(v.hi * unit, v.lo * unit);
    const Wide z = quotient(plus(m, wide(vec3(-1.0))), plus(m, wide(vec3(1.0))));
    const Wide square = times(z, z);
    const vec3 s = square.hi;
    const vec3 late = s * (1.0 / 7.0 + s * (1.0 / 9.0 + s * (1.0 / 11.0 + s * (1.0 / 13.0))));
    Wide series = plus(wide_constant(0.200000003, -2.98023228e-09), wide(late));
    series = plus(wide_constant(0.333333343, -9.93410776e-09), times(square, series));
    series = plus(z, times(z, times(square, series)));
    const vec3 k = vec3(exponent);
    return plus(exact_sum(k * kLn2, k * kLn2Rest), Wide(2.0 * series.hi, 2.0 * series.lo));
}

// |v| < 87. exp v = 2^k exp r with |r| <= ln(2) / 2, whose series is nested.
Wide wide_exp(Wide v) {
    const vec3 k = floor(v.hi * kInverseLn2 + 0.5);
    precise vec3 rest = v.hi - k * kLn2;
    const Wide r = exact_sum(rest, v.lo - k * kLn2Rest);
    const vec3 x = r.hi;
    const vec3 late = x * (1.0 / 720.0 + x * (1.0 / 5040.0 + x * (1.0 / 40320.0 + x / 362880.0)));
    Wide series = plus(wide_constant(0.00833333377, -4.34617203e-10), wide(late));
    series = plus(wide_constant(0.0416666679, -1.24176347e-09), times(r, series));
    series = plus(wide_constant(0.166666672, -4.96705388e-09), times(r, series));
    series = plus(wide(vec3(0.5)), times(r, series));
    series = plus(r, times(times(r, r), series));
    series = plus(wide(vec3(1.0)), series);
    const vec3 unit = power_of_two(ivec3(k));
    return Wide(series.hi * unit, series.lo * unit);
}
