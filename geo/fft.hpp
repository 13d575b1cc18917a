// Fourier transforms of square blocks of real numbers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <complex>
#include <cstddef>
#include <memory>
#include <span>

namespace beatline {

/// Plans and room for blocks of side x side values, row-major. Not for two threads at once. Eigen's
/// FFT along rows and columns; nothing is scaled, so that forward and inverse multiply by side^2.
class SquareFft {
public:
    /// `side`: a multiple of 4, best with no prime factor above 5. Throws std::invalid_argument.
    explicit SquareFft(std::size_t side);
    ~SquareFft();
    SquareFft(SquareFft&&) noexcept;
    SquareFft& operator=(SquareFft&&) noexcept;

    [[nodiscard]] std::size_t side() const { return side_; }
    /// Columns of a spectrum: frequencies 0 to side / 2 along the rows; the rest is conjugate.
    [[nodiscard]] std::size_t spectrum_cols() const { return side_ / 2 + 1; }

    void forward(std::span<const double> block, std::span<std::complex<double>> spectrum);
    /// Overwrites `spectrum`. Only `rows` rows of the block from `first_row` on are filled.
    void inverse(std::span<std::complex<double>> spectrum, std::size_t first_row, std::size_t rows,
                 std::span<double> block);

private:
    struct Plans;
    enum class Direction { forward, inverse };
    void transform_columns(std::span<std::complex<double>> spectrum, Direction direction);

    std::size_t side_;
    std::unique_ptr<Plans> plans_;
};

/// The smallest side >= `least` that SquareFft does quickly: 2^a, 3 * 2^a or 5 * 2^a, >= 16.
[[nodiscard]] std::size_t quick_fft_side(std::size_t least);

}  // namespace beatline
