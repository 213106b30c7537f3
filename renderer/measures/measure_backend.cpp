#include "renderer/measures/measure_backend.h"

#include "renderer/measures/code_means.h"
#include "renderer/measures/soft_gradient.h"

namespace seamline::measures {
namespace {

class CpuBackend final : public MeasureBackend {
public:
    const char* name() const override { return "cpu"; }

    FrameReductions reduce(const FrameView& frame, const ReductionRequest& request) override {
        FrameReductions result;
        if (request.light_size.width > 0)
            result.light_codes = code_means(frame, request.light_size);
        if (request.lab_size.width > 0) result.lab_codes = code_means(frame, request.lab_size);
        if (!request.lens) return result;
        const Plane luma = native_luma(frame);
        const Plane gradient = soft_gradient_squared(luma);
        result.blur = edge_blur(luma, gradient);
        result.grain = grain(luma, gradient);
        return result;
    }

    double residual(const LabCodes& frame, const LabCodes& other) override {
        return block_residual(frame, other);
    }
};

} // namespace

MeasureBackend& cpu_backend() {
    static CpuBackend backend;
    return backend;
}

} // namespace seamline::measures
