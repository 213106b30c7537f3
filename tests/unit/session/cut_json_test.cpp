#include "app/session/cut_json.h"
#include "app/session/session_file.h"

#include "temporary_folder.h"
#include "tests/support/edits.h"

#include <gtest/gtest.h>

namespace seamline::session {
namespace {

namespace fs = std::filesystem;
using test::TemporaryFolder;
using test::write_text;

const fs::path kFile = "/review/scene 12/cut.seamline";

Session session_of(interchange::Edit edit, std::map<fs::path, MediumSettings> media = {}) {
    Session session;
    Source source = test::cut_source(std::move(edit));
    source.key = 7;
    auto cut = std::make_shared<Cut>(*source.cut);
    cut->media = std::move(media);
    source.cut = std::move(cut);
    session.sources.push_back(std::move(source));
    return session;
}

interchange::Edit rich_edit() {
    interchange::Edit edit;
    edit.name = "sc\xC3\xA8ne 12";
    edit.rate = Rational(24000, 1001);
    edit.start_frame = 86400;
    edit.drop_frame = true;
    edit.width = 2048;
    edit.height = 858;
    edit.markers.push_back({5, 3, "look", "here", "RED", "Ana"});
    edit.markers.back().review = R"({"decision":{"state":"keep"}})";
    edit.notes.push_back({"line 4", "lost"});
    interchange::Track& track = edit.tracks.emplace_back();
    track.name = "V1";
    interchange::Event& event =
        test::add_clip(track, "/review/takes/a.mp4", 25, 100, 30, Rational(-3, 2));
    event.cdl = interchange::EventCdl{{1.5, 1, 0.25}, {0, 0.125, 0}, {1, 2, 1}, 0.5};
    event.reframe = {0.25, -0.5, 2, true, false};
    event.origin = interchange::Origin::Generated;
    event.placement = interchange::PlacementMark::Bookend;
    event.unsupported = {"effect Blur", "resize"};
    event.place = "/tracks/children/0";
    event.markers.push_back({3, 1, "m", "", "GREEN", ""});
    interchange::MediaReference other;
    other.key = "veo31_t03";
    other.review = R"({"media_id":"xxh3-128:0"})";
    other.url = "S:\\x\\a.mov";
    other.reel = "A001";
    other.generator = "Veo 3.1";
    other.start = interchange::RationalTime{Rational(86400), 24};
    other.duration = interchange::RationalTime{Rational(96), 24};
    other.sequence = interchange::SequenceFiles{"a.", ".exr", 1001, 2, 4};
    other.source_start = interchange::RationalTime{Rational(9), 24};
    other.speed = Rational(1, 2);
    other.reframe = interchange::Reframe{1, 2, 3, false, true};
    event.media.push_back(other);
    event.active = 1;
    test::add_gap(track, 12);
    test::add_clip(track, "/review/takes/b.mp4", 24, 0, 10).enabled = false;
    track.transitions.push_back({interchange::TransitionKind::Other, "W001", 42, 2, 3, "x"});
    edit.tracks.emplace_back().kind = interchange::TrackKind::Audio;
    return edit;
}

TEST(CutJson, ComesBackAsItWas) {
    MediumSettings settings;
    settings.sequence_rate = Rational(25);
    settings.color.range = ColorRange::Full;
    settings.source_color.input_space = "ARRI LogC4";
    const Session session = session_of(rich_edit(), {{"/review/takes/a.mp4", settings}});
    const std::string text = session_text(session, kFile);
    const Result<Session> back = parse_session(text, kFile);
    ASSERT_TRUE(back) << back.error().message;
    ASSERT_TRUE(back.value().sources[0].cut);
    EXPECT_TRUE(*back.value().sources[0].cut == *session.sources[0].cut);
    EXPECT_EQ(back.value().sources[0].cut->edit.notes, session.sources[0].cut->edit.notes);
    EXPECT_EQ(session_text(back.value(), kFile), text);
    EXPECT_NE(text.find("../takes/a.mp4"), std::string::npos); // Relative to the session.
}

TEST(CutJson, TheImportedDocumentIsFoundAgainUnlessItChanged) {
    const TemporaryFolder folder;
    const fs::path imported = folder.path() / "cut.otio";
    write_text(imported, "the text");
    Session session = session_of(rich_edit());
    auto cut = std::make_shared<Cut>(*session.sources[0].cut);
    cut->edit.document = std::make_shared<interchange::EditDocument>(
        interchange::EditDocument{interchange::EditFormat::Otio, "the text", "/0"});
    session.sources[0].cut = cut;
    session.sources[0].path = imported;
    const std::string text = session_text(session, folder.path() / "s.seamline");
    const auto document = [&] {
        const Result<Session> back = parse_session(text, folder.path() / "s.seamline");
        EXPECT_TRUE(back);
        return back.value().sources[0].cut->edit.document;
    };
    const auto found = document();
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->text, "the text");
    EXPECT_EQ(found->place, "/0");
    EXPECT_EQ(found->format, interchange::EditFormat::Otio);
    write_text(imported, "another text");
    EXPECT_EQ(document(), nullptr);
    fs::remove(imported);
    EXPECT_EQ(document(), nullptr);
}

TEST(CutJson, OverlapAndAbsurdLengthAreRefusedWithTheirPlace) {
    const auto refused = [](const std::string& events) {
        const Result<Session> result = parse_session(
            R"({"schema": "seamline.session/1", "sources": [{"cut": {"rate": "24", "tracks": [{"events": [)" +
                events + "]}]}}]}",
            kFile);
        return result ? std::string() : result.error().message;
    };
    EXPECT_EQ(refused(R"({"record_in": 0, "duration": 5}, {"record_in": 5, "duration": 5})"), "");
    EXPECT_NE(refused(R"({"record_in": 0, "duration": 5}, {"record_in": 4, "duration": 5})")
                  .find("/sources/0/cut/tracks"),
              std::string::npos);
    EXPECT_NE(refused(R"({"record_in": 0, "duration": 9999999999})").find("24 hours"),
              std::string::npos);
}

} // namespace
} // namespace seamline::session
