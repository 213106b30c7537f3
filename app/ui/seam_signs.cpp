#include "app/ui/seam_signs.h"

#include "app/analysis/step_state.h"

#include "app/analysis/verdict.h"
#include "app/ui/seam_records.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace seamline::ui {
namespace {

using analysis::LampState;
using analysis::Term;
using playback::CutFinding;
using playback::SourceFindings;
using session::CutMark;
using session::CutMarks;
using session::CutPresence;
using session::SeamVerdict;

SeamSign sign_of(const analysis::DetectedSeam& step, std::int64_t frame,
                 const analysis::ThresholdProfile& profile, bool is_confirmed) {
    SeamSign sign;
    sign.frame = frame;
    sign.step = &step;
    sign.worst = step.normalised;
    sign.state = analysis::step_state(step, is_confirmed, profile);
    return sign;
}

void add_steps(std::vector<SeamSign>& signs, const SourceFindings& findings,
               const analysis::ThresholdProfile& profile) {
    const bool is_edit = is_of_edit(findings) || findings.media.size() > 1;
    const std::vector<RecordShot> shots = record_shots(findings);
    for (std::size_t i = 0; i < findings.media.size(); ++i) {
        const auto& features = findings.media[i].measured.features;
        const bool is_confirmed = features != nullptr && features->space_confirmed;
        for (const analysis::DetectedSeam& step : findings.media[i].seams) {
            if (!is_edit) {
                signs.push_back(sign_of(step, step.frame, profile, is_confirmed));
                continue;
            }
            for (const RecordShot& shot : shots) {
                const std::int64_t record = shot.record + step.frame - shot.first;
                if (shot.medium == i && record > shot.record && record < shot.end)
                    signs.push_back(sign_of(step, record, profile, is_confirmed));
            }
        }
    }
}

void add_cuts(std::vector<SeamSign>& signs, const SourceFindings& findings, const CutMarks& marks) {
    for (const CutFinding& cut : findings.cuts) {
        const CutMark* mark = session::find_mark(marks, cut.frame);
        const bool is_fixed = cut.analysis.boundary.record_frame.has_value();
        // Taken back or removed since these findings were made.
        if (!is_fixed && cut.is_added && (mark == nullptr || mark->presence != CutPresence::Added))
            continue;
        if (!is_fixed && mark != nullptr && mark->presence == CutPresence::Removed) continue;
        SeamSign sign;
        sign.frame = cut.frame;
        sign.cut = &cut;
        sign.is_added = cut.is_added;
        if (cut.is_measured) {
            sign.state =
                std::max(cut.analysis.seam.lighting.state, cut.analysis.seam.continuity.state);
            for (const double value : cut.analysis.seam.normalised)
                if (std::isnan(sign.worst) || value > sign.worst) sign.worst = value;
        }
        signs.push_back(sign);
    }
}

std::string multiple_of(double normalised) {
    char text[48];
    std::snprintf(text, sizeof text, ", %.1f x its threshold", normalised);
    return text;
}

LampFace face_of(LampKind kind, const analysis::Lamp& lamp, const LampKeys& keys) {
    LampFace face{kind, lamp.state, analysis::shown_name(lamp.state), lamp.words, ""};
    if (lamp.state != LampState::Off || lamp.words.empty()) return face;
    if (lamp.words.find("unconfirmed") != std::string::npos && !keys.confirm_space.empty())
        face.detail += ": " + keys.confirm_space + " confirms";
    if (lamp.words.find("framing") != std::string::npos && !keys.other_framings.empty())
        face.detail += ": " + keys.other_framings + " speaks all the same";
    return face;
}

const SeamSign* nearest(const SourceSeams& seams, std::int64_t frame, bool with_steps) {
    const SeamSign* found = nullptr;
    for (const SeamSign& sign : seams.signs) {
        if (!with_steps && sign.step != nullptr) continue;
        if (found == nullptr || std::abs(sign.frame - frame) < std::abs(found->frame - frame))
            found = &sign;
    }
    return found;
}

/// A step between neighbouring frames of one shot: its light is all that is judged.
LampFace face_of_step(LampKind kind, const SeamSign& sign) {
    if (kind == LampKind::Continuity)
        return {kind, LampState::Off, "not judged", "no cut is here", ""};
    LampFace face{kind, sign.state, analysis::shown_name(sign.state), "", ""};
    face.detail = sign.state == LampState::Off
                      ? "colour space unconfirmed"
                      : analysis::term_words(Term::ExposureStops, sign.step->exposure_stops) +
                            ", " + analysis::term_words(Term::DeltaMired, sign.step->delta_mired);
    return face;
}

std::string step_sentence(const analysis::DetectedSeam& step) {
    std::string text = "no cut is here, but this frame is " +
                       analysis::term_words(Term::ExposureStops, step.exposure_stops) + " and " +
                       analysis::term_words(Term::DeltaMired, step.delta_mired);
    if (!std::isnan(step.sharpness_log2) && std::abs(step.sharpness_log2) > 0.1)
        text += ", " + analysis::term_words(Term::SharpnessLog2, step.sharpness_log2);
    if (!std::isnan(step.grain_log2) && std::abs(step.grain_log2) > 0.1)
        text += ", " + analysis::term_words(Term::GrainLog2, step.grain_log2);
    return text + " than the one before";
}

const char* verdict_words(SeamVerdict verdict) {
    switch (verdict) {
    case SeamVerdict::Accepted:
        return "accepted by a person: the difference is there";
    case SeamVerdict::Dismissed:
        return "dismissed by a person: it is right as it is";
    case SeamVerdict::None:
        break;
    }
    return "";
}

} // namespace

SourceSeams source_seams(std::shared_ptr<const SourceFindings> findings, const CutMarks& marks,
                         const analysis::ThresholdProfile& profile) {
    SourceSeams seams;
    if (findings) {
        add_cuts(seams.signs, *findings, marks);
        add_steps(seams.signs, *findings, profile);
    }
    const bool is_edit = findings && is_of_edit(*findings);
    for (const CutMark& mark : marks) {
        if (is_edit || mark.presence != CutPresence::Added) continue;
        if (findings != nullptr && findings->at(mark.frame) != nullptr) continue;
        SeamSign sign;
        sign.frame = mark.frame;
        sign.is_added = true;
        seams.signs.push_back(sign);
    }
    std::ranges::stable_sort(seams.signs, {}, &SeamSign::frame);
    for (SeamSign& sign : seams.signs)
        if (const CutMark* mark = session::find_mark(marks, sign.frame))
            sign.verdict = mark->verdict;
    seams.findings = std::move(findings);
    return seams;
}

const SeamSign* nearest_sign(const SourceSeams& seams, std::int64_t frame) {
    return nearest(seams, frame, true);
}

const SeamSign* nearest_cut(const SourceSeams& seams, std::int64_t frame) {
    return nearest(seams, frame, false);
}

const SeamSign* sign_at(const SourceSeams& seams, std::int64_t frame) {
    const auto found = std::ranges::lower_bound(seams.signs, frame, {}, &SeamSign::frame);
    return found != seams.signs.end() && found->frame == frame ? &*found : nullptr;
}

std::optional<std::int64_t> next_seam(const SourceSeams& seams, std::int64_t frame, int step,
                                      bool flags_alone) {
    std::optional<std::int64_t> before;
    for (const SeamSign& sign : seams.signs) {
        const bool counts = flags_alone
                                ? sign.is_flagged() && sign.verdict != SeamVerdict::Dismissed
                                : sign.step == nullptr;
        if (!counts) continue;
        if (step > 0 && sign.frame > frame) return sign.frame;
        if (step < 0 && sign.frame < frame) before = sign.frame;
    }
    return before;
}

playback::FlagCount count_flags(std::span<const SourceSeams* const> sources) {
    playback::FlagCount count;
    for (const SourceSeams* source : sources)
        for (const SeamSign& sign : source->signs) {
            count.flagged += sign.is_judgeable() ? 1 : 0;
            count.accepted += sign.verdict == SeamVerdict::Accepted ? 1 : 0;
            count.dismissed += sign.verdict == SeamVerdict::Dismissed ? 1 : 0;
        }
    return count;
}

std::string words_of(const playback::FlagCount& count) {
    std::string text = "flags " + std::to_string(count.flagged);
    const auto precision = count.precision();
    if (!precision) return text + ": none judged yet";
    return text + ": " + std::to_string(count.accepted) + " accepted, " +
           std::to_string(count.dismissed) + " dismissed, precision " +
           std::to_string(static_cast<int>(*precision * 100)) + " %";
}

const char* name(LampKind kind) {
    switch (kind) {
    case LampKind::Continuity:
        return "Continuity";
    case LampKind::Character:
        return "Character";
    case LampKind::Lighting:
        break;
    }
    return "Lighting";
}

const char* name(NoSeam why) {
    switch (why) {
    case NoSeam::NothingOpen:
        return "nothing open";
    case NoSeam::SwitchedOff:
        return "switched off";
    case NoSeam::NotYet:
        return "not measured yet";
    case NoSeam::Unreadable:
        return "cannot be measured";
    case NoSeam::NothingFound:
        break;
    }
    return "no cut";
}

std::array<LampFace, kLampKinds> lamp_faces(const SeamSign* sign, const LampKeys& keys,
                                            NoSeam why) {
    std::array<LampFace, kLampKinds> faces;
    const bool is_measured = sign != nullptr && sign->cut != nullptr && sign->cut->is_measured;
    const analysis::Seam none;
    const analysis::Seam& seam = is_measured ? sign->cut->analysis.seam : none;
    faces[0] = face_of(LampKind::Continuity, seam.continuity, keys);
    faces[1] = {LampKind::Character, LampState::Off, "unavailable", "", ""};
    faces[2] = face_of(LampKind::Lighting, seam.lighting, keys);
    const bool is_step = sign != nullptr && sign->step != nullptr;
    if (is_step)
        for (const int i : {0, 2})
            faces[static_cast<std::size_t>(i)] = face_of_step(static_cast<LampKind>(i), *sign);
    std::string terms;
    if (is_measured) {
        for (const std::string& line : term_lines(seam)) terms += "\n" + line;
        for (const std::string& line : unit_lines(seam)) terms += "\n" + line;
    }
    for (LampFace& face : faces) {
        if (!is_measured && !is_step && face.kind != LampKind::Character) {
            face.word = name(sign != nullptr ? NoSeam::NotYet : why);
            face.detail.clear();
        }
        face.tip = std::string(name(face.kind)) + ": " + face.word;
        if (!face.detail.empty()) face.tip += ", " + face.detail;
        if (face.kind == LampKind::Character)
            face.tip += ". Whether a face is the same person's needs a measure of faces, which "
                        "this version does not have.";
        else
            face.tip += ". Quiet: within what these shots do anyway; look; flag. A flag means "
                        "look, not error." +
                        terms;
    }
    return faces;
}

std::vector<std::string> term_lines(const analysis::Seam& seam) {
    std::vector<std::string> lines;
    for (int i = 0; i < analysis::kTermCount; ++i) {
        const auto term = static_cast<Term>(i);
        const double value = analysis::at(seam.terms, term);
        if (std::isnan(value)) continue;
        const double normalised = analysis::at(seam.normalised, term);
        lines.push_back(analysis::term_words(term, value) +
                        (std::isnan(normalised) ? ", not judged" : multiple_of(normalised)));
    }
    return lines;
}

std::vector<std::string> unit_lines(const analysis::Seam& seam) {
    std::vector<std::string> lines;
    const auto add = [&](Term term) {
        const std::string words = analysis::plain_words(term);
        if (std::ranges::find(lines, words) == lines.end()) lines.push_back(words);
    };
    for (int i = 0; i < analysis::kTermCount; ++i)
        if (analysis::at(seam.normalised, static_cast<Term>(i)) >= 1) add(static_cast<Term>(i));
    if (lines.empty())
        for (const analysis::Lamp* lamp : {&seam.continuity, &seam.lighting})
            if (lamp->worst) add(*lamp->worst);
    return lines;
}

std::string sentence_of(const SeamSign& sign) {
    if (sign.step != nullptr) return step_sentence(*sign.step);
    if (!sign.is_measured()) return "not measured yet";
    return sign.cut->analysis.seam.sentence;
}

std::string kind_words(const SeamSign& sign) {
    if (sign.step != nullptr) return "step without a cut";
    if (sign.is_added) return "cut added by hand";
    if (sign.cut == nullptr) return "cut";
    const analysis::Boundary& at = sign.cut->analysis.boundary;
    if (at.kind == analysis::CutKind::Hard) return at.record_frame ? "cut of the edit" : "hard cut";
    return std::string(analysis::name(at.kind)) + " of " + std::to_string(at.length) + " frames";
}

std::string sign_words(const SeamSign& sign, const std::string& where) {
    std::string text = where + ", " + kind_words(sign) + "\n" + sentence_of(sign);
    if (sign.cut != nullptr && sign.cut->is_measured) {
        const analysis::Seam& seam = sign.cut->analysis.seam;
        for (const auto& [label, lamp] :
             {std::pair{"Continuity: ", &seam.continuity}, std::pair{"Lighting: ", &seam.lighting}})
            text += std::string("\n") + label + analysis::shown_name(lamp->state) +
                    (lamp->words.empty() ? "" : ", " + lamp->words);
        for (const std::string& line : term_lines(seam)) text += "\n   " + line;
        for (const std::string& line : unit_lines(seam)) text += "\n" + line;
        if (const std::string sky = seam.sky ? analysis::sky_words(*seam.sky) : ""; !sky.empty())
            text += "\nA hint, not judged: " + sky;
    }
    if (sign.is_flagged()) text += "\nA flag means look, not error.";
    if (sign.verdict != SeamVerdict::None) text += std::string("\n") + verdict_words(sign.verdict);
    return text;
}

} // namespace seamline::ui
