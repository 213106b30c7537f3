#include "decode/tempo_filter.h"

#include "decode/audio_source.h"
#include "decode/ffmpeg.h"

extern "C" {
#include <libavfilter/avfilter.h>
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
#include <libavutil/channel_layout.h>
}

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <utility>

namespace seamline::decode {
namespace {

/// One filter keeps all samples up to twofold; beyond it would skip some.
constexpr double kMostOfOne = 2;

struct GraphDeleter {
    void operator()(AVFilterGraph* graph) const { avfilter_graph_free(&graph); }
};
using GraphPtr = std::unique_ptr<AVFilterGraph, GraphDeleter>;

Error failed(const char* what) {
    return {ErrorCode::Unsupported,
            std::string("Sound cannot be retimed: libavfilter ") + what + "; install another one."};
}

/// A filter behind `last`, which becomes it.
bool append(AVFilterGraph& graph, AVFilterContext*& last, const char* filter,
            const char* arguments) {
    AVFilterContext* made = nullptr;
    const AVFilter* known = avfilter_get_by_name(filter);
    if (known == nullptr ||
        avfilter_graph_create_filter(&made, known, nullptr, arguments, nullptr, &graph) < 0)
        return false;
    const bool linked = last == nullptr || avfilter_link(last, 0, made, 0) >= 0;
    last = made;
    return linked;
}

} // namespace

struct TempoFilter::Impl {
    GraphPtr graph;
    AVFilterContext* in = nullptr;
    AVFilterContext* out = nullptr;
    FramePtr ready = make_frame(); ///< Has come out, and is taken from `taken` on.
    std::int64_t taken = 0;
};

TempoFilter::TempoFilter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TempoFilter::~TempoFilter() = default;
TempoFilter::TempoFilter(TempoFilter&&) noexcept = default;
TempoFilter& TempoFilter::operator=(TempoFilter&&) noexcept = default;

Result<TempoFilter> TempoFilter::open(double tempo) {
    if (!(tempo >= kSlowest && tempo <= kFastest))
        return Error{ErrorCode::InvalidArgument, "Sound is retimed between 0.25 and 4 times."};
    auto impl = std::make_unique<Impl>();
    impl->graph.reset(avfilter_graph_alloc());
    if (!impl->graph) return failed("has no memory");
    impl->graph->nb_threads = 1;
    AVFilterContext* last = nullptr;
    const std::string format = "time_base=1/" + std::to_string(kSampleRate) +
                               ":sample_rate=" + std::to_string(kSampleRate) +
                               ":sample_fmt=flt:channel_layout=stereo";
    if (!append(*impl->graph, last, "abuffer", format.c_str())) return failed("has no source");
    impl->in = last;
    const bool twice = tempo > kMostOfOne || tempo < 1 / kMostOfOne;
    const double each = twice ? std::sqrt(tempo) : tempo;
    char number[32];
    std::snprintf(number, sizeof number, "%.17g", each);
    for (char& c : number)
        if (c == ',') c = '.'; // Whatever the locale.
    for (int i = 0; i < (twice ? 2 : 1); ++i)
        if (!append(*impl->graph, last, "atempo", number)) return failed("has no filter 'atempo'");
    if (!append(*impl->graph, last, "aformat",
                "sample_fmts=flt:channel_layouts=stereo:sample_rates=48000"))
        return failed("has no filter 'aformat'");
    if (!append(*impl->graph, last, "abuffersink", nullptr)) return failed("has no sink");
    impl->out = last;
    if (avfilter_graph_config(impl->graph.get(), nullptr) < 0) return failed("refuses the filter");
    return TempoFilter(std::move(impl));
}

Result<Done> TempoFilter::add(std::span<const float> interleaved) {
    const FramePtr frame = make_frame();
    frame->format = AV_SAMPLE_FMT_FLT;
    frame->sample_rate = kSampleRate;
    frame->nb_samples = static_cast<int>(interleaved.size()) / kChannels;
    if (frame->nb_samples == 0) return Done{};
    av_channel_layout_default(&frame->ch_layout, kChannels);
    if (av_frame_get_buffer(frame.get(), 0) < 0) return failed("has no memory");
    std::ranges::copy(interleaved, reinterpret_cast<float*>(frame->data[0]));
    if (av_buffersrc_add_frame(impl_->in, frame.get()) < 0) return failed("failed");
    return Done{};
}

Result<Done> TempoFilter::finish() {
    if (av_buffersrc_add_frame(impl_->in, nullptr) < 0) return failed("failed");
    return Done{};
}

Result<std::int64_t> TempoFilter::take(std::span<float> interleaved) {
    const auto wanted = static_cast<std::int64_t>(interleaved.size()) / kChannels;
    std::int64_t filled = 0;
    while (filled < wanted) {
        AVFrame& ready = *impl_->ready;
        if (impl_->taken == ready.nb_samples) {
            av_frame_unref(&ready);
            impl_->taken = 0;
            const int code = av_buffersink_get_frame(impl_->out, &ready);
            if (code == AVERROR(EAGAIN) || code == AVERROR_EOF) break;
            if (code < 0) return failed("failed");
            continue;
        }
        const std::int64_t count = std::min(wanted - filled, ready.nb_samples - impl_->taken);
        const float* from =
            reinterpret_cast<const float*>(ready.data[0]) + impl_->taken * kChannels;
        std::copy_n(from, count * kChannels, interleaved.data() + filled * kChannels);
        filled += count;
        impl_->taken += count;
    }
    return filled;
}

} // namespace seamline::decode
