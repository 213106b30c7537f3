// renderer/measures/sample_rows.h: one component's samples, row by row. Private to measures.
#pragma once

#include "renderer/measures/working_picture.h"

#include <cstddef>
#include <cstdint>

namespace seamline::measures {

/// Samples of one component that cover the visible picture, whatever the layout.
///
/// Lifetime: refers to the view's planes. Threads: any.
class SampleRows {
public:
    SampleRows(const FrameView& frame, int component);

    int columns() const { return columns_; }
    int rows() const { return rows_; }
    int shift_x() const { return shift_x_; } ///< log2 of the subsampling.
    int shift_y() const { return shift_y_; }
    int depth() const { return component_.depth; }
    bool is_float() const { return is_float_; }

    /// The row as it lies in memory where that is one byte per sample without gaps; else null.
    const std::uint8_t* bytes(int row) const;
    /// The same of 16-bit code values of this machine's byte order.
    const std::uint16_t* words(int row) const;
    /// Code values of an integer layout.
    void read_codes(int row, std::uint16_t* out) const;
    /// Values of a float layout. NaN reads as 0, what is beyond +-65504 as that.
    void read_values(int row, float* out) const;

private:
    const std::byte* at(int row) const;

    const std::byte* first_; ///< Sample in column 0 of row 0.
    std::ptrdiff_t stride_bytes_;
    ComponentLayout component_;
    int sample_bytes_;
    bool big_endian_;
    bool is_float_;
    int shift_x_ = 0;
    int shift_y_ = 0;
    int columns_ = 0;
    int rows_ = 0;
};

} // namespace seamline::measures
