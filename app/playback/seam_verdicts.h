// app/playback/seam_verdicts.h: verdicts on an edit's seams stay with the pictures that meet there.
#pragma once

#include "app/playback/cut_program.h"
#include "app/session/session.h"

#include <cstdint>
#include <memory>

namespace seamline::playback {

/// The pictures on both sides of the cut before `record`, as if nothing dissolved there; of a
/// record frame inside an event, its picture and the one before it.
struct SeamPictures {
    session::SeamPicture outgoing;
    session::SeamPicture incoming;

    friend bool operator==(const SeamPictures&, const SeamPictures&) = default;
};
SeamPictures seam_pictures(const CutProgram& program, std::int64_t record);

/// Gives `source` another state of its cut. Each verdict moves to where the same two pictures meet;
/// where they meet nowhere any more it is parked, and a parked one whose pictures meet again counts
/// again. A source without a cut only gets one.
void change_cut(session::Source& source, session::SharedCut changed);

/// The same for a list that was read again at another rate: every time in it is another one, so
/// verdicts stay with the events and the number of the frame in them. What is parked stays parked.
void change_rate(session::Source& source, session::SharedCut read);

} // namespace seamline::playback
