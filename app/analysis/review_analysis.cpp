#include "app/analysis/review_analysis.h"

#include "app/analysis/medium_style.h"
#include "app/analysis/shot_drift.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace seamline::analysis {
namespace {

/// Of a pair of takes.
constexpr std::int64_t kMoments = 12;

/// Measuring frames takes most of the time; the rest is for the cuts.
constexpr double kShareOfFrames = 0.8;

Result<MediumAnalysis> analyze_medium(const ReviewMedium& medium, const color::ColorConfig& config,
                                      const AnalyzeOptions& options, double done, double share) {
    MeasureOptions measuring;
    measuring.threads = options.threads;
    measuring.store = options.store;
    measuring.store_limit = options.store_limit;
    measuring.backend = options.backend;
    measuring.cancelled = options.cancelled;
    measuring.open = medium.open;
    if (options.progress)
        measuring.progress = [&](const SourceFeatures& so_far) {
            const double part = static_cast<double>(so_far.frames.size()) /
                                static_cast<double>(std::max<std::int64_t>(so_far.frame_count, 1));
            options.progress(medium.path.filename().string(), done + share * part);
        };
    return analysis::analyze_medium(medium, config, measuring);
}

Result<Done> analyze_boundaries(const ReviewInput& input, const color::ColorConfig& config,
                                const AnalyzeOptions& options, ReviewAnalysis& analysis) {
    std::vector<MeasuredMedium> media;
    for (const MediumAnalysis& medium : analysis.media) media.push_back(medium.measured);
    decode::OpenOptions open =
        input.media.empty() ? decode::OpenOptions{} : input.media.front().open;
    open.threads = options.threads;
    SeamMeter meter(config, std::move(media), open, options.cancelled);
    for (std::size_t i = 0; i < analysis.boundaries.size(); ++i) {
        BoundaryAnalysis& one = analysis.boundaries[i];
        if (options.progress)
            options.progress("cut " + std::to_string(i + 1) + " of " +
                                 std::to_string(analysis.boundaries.size()),
                             kShareOfFrames + (1 - kShareOfFrames) * static_cast<double>(i) /
                                                  static_cast<double>(analysis.boundaries.size()));
        auto measured = meter.measure(one.boundary);
        if (!measured) return measured.error();
        one.seam = measured.value().seam;
        if (options.null_from_pseudo_cuts) {
            auto own = meter.null_of(one.boundary, one.boundary.record_frame.has_value());
            if (!own) return own.error();
            one.null = std::move(own).value();
        }
        add_lens(one, analysis.media, meter);
        if (!options.seen || !one.seam.not_measured.empty()) continue;
        const auto outgoing = meter.frame(one.boundary.outgoing.source, one.compared.outgoing,
                                          one.boundary.incoming.source);
        if (!outgoing) return outgoing.error();
        const auto incoming = meter.frame(one.boundary.incoming.source, one.compared.incoming,
                                          one.boundary.outgoing.source);
        if (!incoming) return incoming.error();
        const SeenSeam seen{i, one, measured.value(), *outgoing.value(), *incoming.value()};
        if (const auto done = options.seen(seen); !done) return done.error();
    }
    return Done{};
}

// Numbered stills open as one sequence, whichever of them is named.
Result<std::int64_t> frame_of_file(const std::filesystem::path& image) {
    const auto described = decode::describe(image, {});
    if (!described) return described.error();
    const auto& video = described.value().video;
    if (!video || !video->is_sequence) return 0;
    const std::string stem = image.stem().string();
    const std::size_t digits = stem.find_last_not_of("0123456789") + 1;
    std::int64_t number = 0;
    const char* const end = stem.data() + stem.size();
    if (std::from_chars(stem.data() + digits, end, number).ec != std::errc{}) return 0;
    return number - video->first_file_number;
}

Result<Done> analyze_pair(SeamMeter& meter, const AnalyzeOptions& options, ReviewAnalysis& analysis,
                          std::size_t source) {
    const std::int64_t frames = analysis.media[0].measured.features->frame_count;
    const std::int64_t count = std::min(kMoments, frames);
    JudgeOptions judging = options.judging;
    judging.incoming = analysis.media[source].name;
    TakePair pair;
    pair.source = source;
    pair.shown = static_cast<std::size_t>(count / 2);
    for (std::int64_t i = 0; i < count; ++i) {
        const std::int64_t frame = (2 * i + 1) * frames / (2 * count);
        if (options.progress)
            options.progress(analysis.media[source].name + " against " + analysis.media[0].name,
                             1 - static_cast<double>(count - i) / static_cast<double>(100 * count));
        auto measured = meter.compare(0, frame, source, frame);
        if (!measured && measured.error().code == ErrorCode::Corrupt) {
            Seam damaged;
            damaged.frame = frame;
            damaged.not_measured = "a frame is damaged or missing";
            judge(damaged, {}, judging);
            pair.moments.push_back(std::move(damaged));
            continue;
        }
        if (!measured) return measured.error();
        judge(measured.value().seam, {}, judging);
        pair.moments.push_back(measured.value().seam);
        if (!options.seen_pair || static_cast<std::size_t>(i) != pair.shown) continue;
        const auto outgoing = meter.frame(0, frame, source);
        if (!outgoing) return outgoing.error();
        const auto incoming = meter.frame(source, frame, 0);
        if (!incoming) return incoming.error();
        const SeenPair seen{analysis.pairs.size(), measured.value(), *outgoing.value(),
                            *incoming.value()};
        if (const auto done = options.seen_pair(seen); !done) return done.error();
    }
    analysis.pairs.push_back(std::move(pair));
    return Done{};
}

// Takes that were made for one slot, as far as their lengths say so.
Result<Done> analyze_pairs(const ReviewInput& input, const color::ColorConfig& config,
                           const AnalyzeOptions& options, ReviewAnalysis& analysis) {
    if (!input.boundaries.empty() || input.media.size() < 2) return Done{};
    std::vector<MeasuredMedium> media;
    for (const MediumAnalysis& medium : analysis.media) media.push_back(medium.measured);
    decode::OpenOptions open = input.media.front().open;
    open.threads = options.threads;
    SeamMeter meter(config, std::move(media), open, options.cancelled);
    for (std::size_t i = 1; i < analysis.media.size(); ++i) {
        const bool is_pair = input.media[0].find_cuts && input.media[i].find_cuts &&
                             analysis.media[i].measured.features->frame_count ==
                                 analysis.media[0].measured.features->frame_count;
        if (!is_pair) continue;
        if (const auto done = analyze_pair(meter, options, analysis, i); !done) return done.error();
    }
    return Done{};
}

Result<Done> analyze_conditioning(const ReviewInput& input, const color::ColorConfig& config,
                                  const AnalyzeOptions& options, ReviewAnalysis& analysis) {
    for (std::size_t i = 0; i < input.media.size(); ++i) {
        const ReviewMedium& medium = input.media[i];
        const std::int64_t last = analysis.media[i].measured.features->frame_count - 1;
        for (const auto& [image, frame] :
             {std::pair(medium.first_image, std::int64_t{0}), std::pair(medium.last_image, last)}) {
            if (image.empty()) continue;
            MeasureColor seen_alike; // The image is as it is; the view is the take's.
            seen_alike.view = medium.color.view;
            SeamMeter meter(config, {{image, seen_alike, nullptr}, analysis.media[i].measured},
                            medium.open, options.cancelled);
            const auto place = frame_of_file(image);
            if (!place) return place.error();
            auto measured = meter.compare(0, place.value(), 1, frame);
            if (!measured) return measured.error();
            ConditioningAnalysis one{i, frame, image, std::move(measured).value().seam};
            JudgeOptions judging = options.judging;
            judging.incoming = "the take";
            judge(one.seam, {}, judging);
            analysis.conditioning.push_back(std::move(one));
        }
    }
    return Done{};
}

} // namespace

Result<MediumAnalysis> analyze_medium(const ReviewMedium& medium, const color::ColorConfig& config,
                                      const MeasureOptions& measuring) {
    auto features = measure_source(medium.path, config, medium.color, measuring);
    if (!features) return features.error();
    MediumAnalysis result;
    result.name = medium.name;
    result.measured = {medium.path, medium.color,
                       std::make_shared<const SourceFeatures>(std::move(features).value())};
    const SourceFeatures& measured = *result.measured.features;
    result.cuts = detect_cuts(measured.frames, {});
    result.seams = detect_seams(measured.frames, result.cuts);
    result.cadence = measure_cadence(measured.frames, measured.frame_rate);
    // What a timeline takes from its media is rarely a whole one: no shot of theirs is known.
    if (!medium.find_cuts) return result;
    decode::OpenOptions open = measuring.open;
    open.cancelled = measuring.cancelled;
    open.threads = measuring.threads;
    auto fetcher = FrameFetcher::open(medium.path, config, medium.color, open);
    if (!fetcher) return fetcher.error();
    auto shots = measure_shots(fetcher.value(), measured, result.cuts, measuring.cancelled);
    if (!shots) return shots.error();
    result.drift = std::move(shots.value().drift);
    result.lenses = std::move(shots.value().lenses);
    auto style = style_of_medium(fetcher.value(), measured, measuring.cancelled);
    if (!style) return style.error();
    result.style = std::move(style).value();
    return result;
}

void add_lens(BoundaryAnalysis& one, std::span<const MediumAnalysis> media,
              const SeamMeter& meter) {
    // A person may have added or removed a cut since: the shot is the one that the frame lies in.
    const auto lens = [&](const ShotRange& shot, std::int64_t frame) {
        for (const ShotLens& known : media[shot.source].lenses)
            if (known.from <= frame && frame < known.to) return known;
        return meter.lens_of(shot);
    };
    one.outgoing_lens = lens(one.boundary.outgoing, one.compared.outgoing);
    one.incoming_lens = lens(one.boundary.incoming, one.compared.incoming);
    set_lens_terms(one.outgoing_lens, one.incoming_lens, one.seam.terms);
}

std::optional<Null> judge_all(std::span<BoundaryAnalysis* const> cuts,
                              std::span<const Terms> accepted, const JudgeOptions& options) {
    std::optional<Null> film = null_of_film(accepted, options.profile);
    for (BoundaryAnalysis* one : cuts) {
        judge(one->seam, film ? *film : one->null, options);
        if (film && one->seam.lighting.state >= LampState::Look)
            one->seam.sentence +=
                "; " + film_rank_words(one->seam, accepted, *film, options.profile);
    }
    return film;
}

Result<ReviewAnalysis> analyze(const ReviewInput& input, const color::ColorConfig& config,
                               const AnalyzeOptions& options) {
    ReviewAnalysis analysis;
    analysis.name = input.name;
    analysis.profile = options.judging.profile;
    const double share =
        kShareOfFrames / static_cast<double>(std::max<std::size_t>(input.media.size(), 1));
    for (std::size_t i = 0; i < input.media.size(); ++i) {
        auto medium =
            analyze_medium(input.media[i], config, options, share * static_cast<double>(i), share);
        if (!medium) return medium.error();
        if (input.media[i].find_cuts)
            for (Boundary& boundary :
                 boundaries_of(i, medium.value().measured.features->frame_count,
                               corrected_cuts(medium.value().cuts, input.media[i].added_cuts,
                                              input.media[i].removed_cuts)))
                analysis.boundaries.push_back({std::move(boundary), {}, {}});
        analysis.media.push_back(std::move(medium).value());
    }
    for (Boundary& boundary : timeline_boundaries(input, analysis.media))
        analysis.boundaries.push_back({std::move(boundary), {}, {}});
    for (BoundaryAnalysis& one : analysis.boundaries) one.compared = compared_frames(one.boundary);
    if (const auto done = analyze_boundaries(input, config, options, analysis); !done)
        return done.error();
    if (const auto done = analyze_conditioning(input, config, options, analysis); !done)
        return done.error();
    if (const auto done = analyze_pairs(input, config, options, analysis); !done)
        return done.error();
    std::vector<Terms> known;
    std::vector<BoundaryAnalysis*> cuts;
    for (BoundaryAnalysis& one : analysis.boundaries) {
        cuts.push_back(&one);
        if (one.boundary.is_live_action) known.push_back(one.seam.terms);
    }
    analysis.film_null = judge_all(cuts, known, options.judging);
    if (options.progress) options.progress("done", 1);
    return analysis;
}

} // namespace seamline::analysis
