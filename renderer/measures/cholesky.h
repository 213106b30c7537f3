// renderer/measures/cholesky.h: small systems of linear equations.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace seamline::measures {

template <std::size_t N> using SquareMatrix = std::array<std::array<double, N>, N>;

/// x of `matrix` * x = `right`, by Cholesky's factors. `matrix`: symmetric, positive definite; only
/// the lower half, [row][column <= row], is read.
template <std::size_t N>
std::array<double, N> solved_positive(SquareMatrix<N> matrix, std::array<double, N> right) {
    for (std::size_t i = 0; i < N; ++i)
        for (std::size_t j = 0; j <= i; ++j) {
            double sum = matrix[i][j];
            for (std::size_t k = 0; k < j; ++k) sum -= matrix[i][k] * matrix[j][k];
            matrix[i][j] = i == j ? std::sqrt(std::max(sum, 1e-300)) : sum / matrix[j][j];
        }
    for (std::size_t i = 0; i < N; ++i) {
        for (std::size_t k = 0; k < i; ++k) right[i] -= matrix[i][k] * right[k];
        right[i] /= matrix[i][i];
    }
    for (std::size_t i = N; i-- > 0;) {
        for (std::size_t k = i + 1; k < N; ++k) right[i] -= matrix[k][i] * right[k];
        right[i] /= matrix[i][i];
    }
    return right;
}

} // namespace seamline::measures
