// renderer/measures/measure_backend.h: the part of measuring that reads every sample of a frame.
#pragma once

#include "renderer/measures/block_residual.h"
#include "renderer/measures/lens.h"
#include "renderer/measures/working_picture.h"

#include <optional>

namespace seamline::measures {

/// What is asked of a frame's planes.
struct ReductionRequest {
    Extent light_size; ///< From working_size; 0 x 0: not wanted.
    Extent lab_size;
    bool lens = false; ///< Sharpness and grain.

    friend bool operator==(const ReductionRequest&, const ReductionRequest&) = default;
};

struct FrameReductions {
    Picture light_codes; ///< Means of code values, see WorkingPicture; empty where not asked for.
    Picture lab_codes;
    std::optional<EdgeBlur> blur;
    std::optional<double> grain;
};

/// Computes them. All implementations give the same bits: sums are of integers, and sums of floats
/// are taken in one order, each product and sum rounded once.
///
/// Threads: any.
class MeasureBackend {
public:
    virtual ~MeasureBackend() = default;
    virtual const char* name() const = 0; ///< "cpu" or "vulkan"
    /// Blocks. Throws std::bad_alloc; on a GPU renderer::VulkanError.
    virtual FrameReductions reduce(const FrameView& frame, const ReductionRequest& request) = 0;
    /// See measures::block_residual. Blocks. Throws as `reduce`.
    virtual double residual(const LabCodes& frame, const LabCodes& other) = 0;
};

/// The C++ one. Lives as long as the program.
MeasureBackend& cpu_backend();

/// The second step of make_working_picture: means of code values to light. `frame`: whose codes
/// they are; only layout and colour are looked at.
Picture light_of_codes(Picture codes, const FrameView& frame, const AnalysisLight& light);
/// luma_means of the size that `codes` have.
Plane luma_of_codes(const Picture& codes, const FrameView& frame);

} // namespace seamline::measures
