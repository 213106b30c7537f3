// tests/support/compositor_test.h: renders Compositions and compares them with the reference.
#pragma once

#include "renderer/compositor.h"
#include "tests/support/gpu_test.h"
#include "tests/support/test_frame.h"

#include <memory>
#include <vector>

namespace seamline::test {

class CompositorTest : public GpuTest {
protected:
    explicit CompositorTest(const renderer::DeviceOptions& options = {}) : GpuTest(options) {}
    void SetUp() override;
    void TearDown() override;

    /// R'G'B' as the target holds it, in [0, 1], with all colour transforms. The target's bytes were
    /// not zero before.
    std::vector<glm::dvec3> render(const renderer::Composition& composition,
                                   renderer::TargetFormat format);
    /// The same without waiting for the transforms' shaders.
    std::vector<glm::dvec3> render_now(const renderer::Composition& composition,
                                       renderer::TargetFormat format);
    /// The largest error of any component in code values of the format (of 16 bits for Rgba32f).
    double worst_error(const renderer::Composition& composition, renderer::TargetFormat format);

    renderer::Compositor& compositor() { return *compositor_; }

    /// `frame` at 1:1 in the top left corner.
    static renderer::Picture one_to_one(std::shared_ptr<const renderer::CachedFrame> frame);
    /// The whole target is one tile that shows `a`.
    static renderer::Composition single(const renderer::Picture& a, Extent target);

private:
    std::unique_ptr<renderer::Compositor> compositor_;
};

/// The format's code values per unit.
double white_of(renderer::TargetFormat format);

} // namespace seamline::test
