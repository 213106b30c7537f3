#include "app/session/session_file.h"

#include "temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <limits>
#include <random>

namespace seamline::session {
namespace {

namespace fs = std::filesystem;
using test::read_text;
using test::TemporaryFolder;
using test::write_text;

const fs::path kFile = "/review/scene 12/cut.seamline";

Result<Session> parsed(const std::string& text) { return parse_session(text, kFile); }

/// A session file with one source and `more` keys in it.
std::string with_source(const std::string& more) {
    return R"({"schema": "seamline.session/1", "sources": [{"path": "a.mp4")" + more + "}]}";
}

/// Draws values that a session may hold.
class Draw {
public:
    explicit Draw(unsigned seed) : engine_(seed) {}

    std::int64_t integer(std::int64_t least, std::int64_t most) {
        return std::uniform_int_distribution<std::int64_t>(least, most)(engine_);
    }
    bool flag() { return integer(0, 1) == 1; }
    double real(double least, double most) {
        return std::uniform_real_distribution<double>(least, most)(engine_);
    }
    float single(double least, double most) { return static_cast<float>(real(least, most)); }
    template <typename Value> Value word(Value last) {
        return static_cast<Value>(integer(0, static_cast<int>(last)));
    }
    template <typename Value> std::optional<Value> maybe(Value last) {
        return flag() ? std::optional(word(last)) : std::nullopt;
    }
    Rational rate() { return {integer(1, 240'000), integer(1, 2002)}; }
    Rational time() { return {integer(-1'000'000, 1'000'000), integer(1, 90'000)}; }
    std::string text() {
        static const std::vector<std::string> kPieces{"take", " ",  "\"", "\\", "\n", "日本",
                                                      "é",    "/x", "\t", "%",  "#",  "\x01"};
        std::string all = "n";
        for (auto count = integer(0, 6); count > 0; --count)
            all += kPieces[static_cast<std::size_t>(integer(0, std::ssize(kPieces) - 1))];
        return all;
    }
    fs::path path() {
        fs::path all = flag() ? "/review/scene 12" : "/mnt/takes";
        for (auto count = integer(0, 3); count > 0; --count)
            all /= "d\xc3\xa9p" + std::to_string(count);
        return all / (flag() ? "a:b\\c \xff.mov" : "shot.%04d.exr");
    }
    renderer::View view() {
        return {word(renderer::Fit::SameSize), real(0.01, 256), {real(-2, 2), real(-2, 2)}};
    }

private:
    std::mt19937 engine_;
};

std::array<double, 3> drawn_triple(Draw& draw, double least, double most) {
    return {draw.real(least, most), draw.real(least, most), draw.real(least, most)};
}

color::SourceColor drawn_source_color(Draw& draw) {
    color::SourceColor color;
    if (draw.flag()) color.input_space = draw.text();
    color.bypass = draw.flag();
    color.grade = {draw.real(-20, 20), drawn_triple(draw, -10, 10), drawn_triple(draw, 0.01, 100),
                   draw.real(0, 10)};
    color.cdl = {drawn_triple(draw, 0, 4), drawn_triple(draw, -1, 1), drawn_triple(draw, 0.1, 4),
                 draw.real(0, 2)};
    if (draw.flag()) color.cdl_file = draw.path();
    if (draw.flag()) color.cdl_id = draw.text();
    if (draw.flag()) color.grade_space = draw.text();
    if (draw.flag()) color.lut_file = draw.path();
    if (draw.flag()) color.lut_input_space = draw.text();
    if (draw.flag()) color.lut_output_space = draw.text();
    return color;
}

color::ViewColor drawn_view_color(Draw& draw) {
    color::ViewColor view;
    if (draw.flag()) view.display = draw.text();
    if (draw.flag()) view.view = draw.text();
    if (draw.flag()) view.look = draw.text();
    if (draw.flag()) view.calibration_lut = draw.path();
    view.range = draw.word(color::OutputRange::Legal);
    return view;
}

renderer::ToolSet drawn_tools(Draw& draw) {
    return {draw.flag(), draw.flag(), draw.flag(), draw.flag(), draw.flag()};
}

renderer::ToolSettings drawn_tool_settings(Draw& draw) {
    const auto rgb = [&] {
        return glm::vec3(draw.single(0, 1), draw.single(0, 1), draw.single(0, 1));
    };
    renderer::ToolSettings settings;
    settings.signal = draw.word(renderer::ToolSignal::View);
    settings.bands.clear();
    for (auto count = draw.integer(1, renderer::kMostBands); count > 0; --count)
        settings.bands.push_back({draw.single(-10, 110), draw.flag(), rgb(), draw.text()});
    settings.zebra_low_percent = draw.single(0, 60);
    settings.zebra_high_percent = draw.single(60, 110);
    settings.gamut_tolerance_percent = draw.single(0, 10);
    settings.peaking_percent = draw.single(0.5, 50);
    settings.peaking_rgb = rgb();
    return renderer::valid(settings);
}

Source drawn_source(Draw& draw, SourceKey key) {
    Source source;
    source.key = key;
    source.path = draw.path();
    source.name = draw.text();
    source.generator = draw.text();
    source.timing = {draw.time(), draw.time(), draw.rate()};
    source.timing.speed = std::clamp(source.timing.speed, Rational(1, 1000), Rational(1000));
    source.past_end = draw.word(PastEnd::Black);
    source.missing = draw.word(MissingPolicy::Black);
    source.sequence_rate = {24000, 1001};
    source.color = {draw.maybe(ColorMatrix::Ictcp), draw.maybe(ColorPrimaries::Ebu3213),
                    draw.maybe(ColorTransfer::Smpte428), draw.maybe(ColorRange::Full),
                    draw.maybe(ChromaLocation::Bottom)};
    source.source_color = drawn_source_color(draw);
    source.adjust = {draw.single(-10, 10), draw.single(0.1, 10), draw.single(0, 4),
                     draw.word(renderer::ChannelView::Luma)};
    source.view = draw.view();
    source.audio = {draw.single(-60, 12), draw.flag(), draw.flag(), draw.real(-500, 500)};
    source.visible = draw.flag();
    return source;
}

Session drawn_session(unsigned seed) {
    Draw draw(seed);
    Session session;
    for (auto count = draw.integer(0, 5); count > 0; --count)
        session.sources.push_back(drawn_source(draw, static_cast<SourceKey>(count * 7)));
    const SourceKey some = session.sources.empty() ? 0 : session.sources.back().key;
    session.compare = {draw.word(CompareMode::Difference),
                       some,
                       0,
                       draw.word(renderer::DifferenceKind::Chroma),
                       draw.single(0.1, 1000),
                       draw.single(0, 1),
                       draw.real(-180, 180),
                       {draw.real(0, 1), draw.real(0, 1)},
                       draw.single(1, 500),
                       draw.flag(),
                       draw.view(),
                       draw.flag(),
                       draw.flag()};
    session.tools = drawn_tools(draw);
    session.second_tools = drawn_tools(draw);
    session.tool_settings = drawn_tool_settings(draw);
    session.scope_region = {draw.word(ScopeRegion::Kind::View),
                            {draw.real(0, 0.5), draw.real(0, 0.5)},
                            {draw.real(0.5, 1), draw.real(0.5, 1)}};
    session.transport = {draw.rate(),
                         draw.flag(),
                         draw.integer(0, 100),
                         draw.integer(100, 1 << 30),
                         draw.word(LoopMode::PingPong),
                         draw.flag(),
                         draw.integer(0, 1LL << 53),
                         {}};
    session.transport.rate = std::min(session.transport.rate, Rational(1000));
    for (int tick = 0; draw.flag(); tick += 3)
        session.transport.markers.push_back({tick, draw.text()});
    session.view_color = drawn_view_color(draw);
    session.second_view_color = drawn_view_color(draw);
    session.counter = draw.word(CounterMode::SourceTimecode);
    session.frame_base = draw.flag() ? 1001 : 1;
    session.transport.around_s = draw.flag() ? 0.5 : 5;
    session.mix_all = draw.flag();
    session.heard = some;
    session.volume = draw.single(0, 1);
    session.muted = draw.flag();
    session.loudness_matched = draw.flag();
    return session;
}

TEST(SessionFile, EverySessionComesBackAsItWas) {
    for (unsigned seed = 0; seed < 500; ++seed) {
        const Session session = drawn_session(seed);
        const std::string text = session_text(session, kFile);
        const auto again = parsed(text);
        ASSERT_TRUE(again) << "seed " << seed << ": " << again.error().message << "\n" << text;
        ASSERT_EQ(session_text(again.value(), kFile), text) << "seed " << seed;
        ASSERT_TRUE(again.value() == session) << "seed " << seed << "\n" << text;
    }
}

TEST(SessionFile, BandsOfFalseColourAreSortedAndNeverMissing) {
    const auto tools = [](const std::string& settings) {
        const auto session =
            parsed(R"({"schema": "seamline.session/1", "tool_settings": )" + settings + "}");
        EXPECT_TRUE(session) << session.error().message;
        return session.value().tool_settings;
    };
    EXPECT_EQ(tools(R"({"bands": []})").bands, renderer::default_bands());
    const auto two = tools(R"({"bands": [{"from_percent": 90}, {"from_percent": -500}],
                              "zebra_low_percent": 80, "zebra_high_percent": 20})");
    ASSERT_EQ(two.bands.size(), 2U);
    EXPECT_EQ(two.bands[0].from_percent, renderer::kLeastBandPercent);
    EXPECT_EQ(two.bands[1].from_percent, 90);
    EXPECT_EQ(two.zebra_high_percent, 80);
}

TEST(SessionFile, ATableIsFoundBesideTheSession) {
    const auto session = parsed(
        with_source(R"(, "source_color": {"lut_file": {"path": "luts/show.cube"},
                       "grade": {"exposure_stops": 1, "gamma": [1, 2, 3]}})"));
    ASSERT_TRUE(session) << session.error().message;
    const color::SourceColor& color = session.value().sources[0].source_color;
    EXPECT_EQ(color.lut_file, "/review/scene 12/luts/show.cube");
    EXPECT_EQ(color.grade.exposure_stops, 1);
    EXPECT_EQ(color.grade.gamma, (std::array<double, 3>{1, 2, 3}));
    EXPECT_EQ(color.input_space, "");
}

TEST(SessionFile, AGradeThatIsNoTripleIsRefusedWhereItStands) {
    const auto session =
        parsed(with_source(R"(, "source_color": {"grade": {"gamma": [1, "2", 3]}})"));
    ASSERT_FALSE(session);
    EXPECT_NE(session.error().message.find("/sources/0/source_color/grade/gamma"),
              std::string::npos)
        << session.error().message;
}

TEST(SessionFile, PathsAreRelativeToTheFileWithForwardSlashes) {
    Session session;
    session.sources.resize(2);
    session.sources[0] = {.key = 1, .path = "/review/scene 12/takes/a.mp4"};
    session.sources[1] = {.key = 2, .path = "/review/plates/b.mov"};
    const auto json = nlohmann::json::parse(session_text(session, kFile));
    EXPECT_EQ(json["schema"], "seamline.session/1");
    EXPECT_EQ(json["sources"][0]["path"], "takes/a.mp4");
    EXPECT_EQ(json["sources"][1]["path"], "../plates/b.mov");
}

TEST(SessionFile, AMovedProjectFindsItsSources) {
    const auto moved = parse_session(with_source(""), "/elsewhere/cut.seamline");
    ASSERT_TRUE(moved) << moved.error().message;
    EXPECT_EQ(moved.value().sources[0].path, "/elsewhere/a.mp4");
    EXPECT_EQ(moved.value().sources[0].name, "a");
}

TEST(SessionFile, ParentFoldersThroughALinkAreFollowed) {
    const TemporaryFolder folder;
    write_text(folder / "real/takes/a.mp4", "x");
    fs::create_directories(folder / "real/sessions");
    fs::create_directory_symlink(folder / "real/sessions", folder / "link");
    write_text(folder / "real/sessions/s.seamline",
               R"({"schema":"seamline.session/1","sources":[{"path":"../takes/a.mp4"}]})");
    const auto session = load_session(folder / "link/s.seamline");
    ASSERT_TRUE(session) << session.error().message;
    EXPECT_TRUE(fs::exists(session.value().sources[0].path)) << session.value().sources[0].path;
}

TEST(SessionFile, ANameThatIsNotUtf8SurvivesJson) {
    Session session;
    session.sources.push_back({.key = 1, .path = "/review/scene 12/caf\xe9.mp4", .name = "x"});
    const auto again = parsed(session_text(session, kFile));
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(again.value().sources[0].path, session.sources[0].path);
}

TEST(SessionFile, RatesAreFractions) {
    Session session;
    session.transport.rate = {24000, 1001};
    const auto json = nlohmann::json::parse(session_text(session, kFile));
    EXPECT_EQ(json["transport"]["rate"], "24000/1001");
}

TEST(SessionFile, UnknownKeysAreWrittenBackWhereTheyWere) {
    const std::string text = R"({"schema": "seamline.session/1.3", "cut_list": [1, {"x": null}],
        "sources": [{"path": "a.mp4", "shot": "s1", "timing": {"speed": "2", "warp": [1.5]}},
                    {"path": "b.mp4", "key": 9, "shot": "s2"}],
        "compare": {"view": {"lens": "wide"}},
        "transport": {"markers": [{"tick": 5, "color": "red"}, {"tick": 8}]}})";
    auto session = parsed(text);
    ASSERT_TRUE(session) << session.error().message;
    std::swap(session.value().sources[0], session.value().sources[1]);
    const auto json = nlohmann::json::parse(session_text(session.value(), kFile));
    EXPECT_EQ(json["cut_list"], nlohmann::json::parse(R"([1, {"x": null}])"));
    EXPECT_EQ(json["sources"][0]["shot"], "s2");
    EXPECT_EQ(json["sources"][1]["shot"], "s1");
    EXPECT_EQ(json["sources"][1]["timing"]["warp"], nlohmann::json::parse("[1.5]"));
    EXPECT_EQ(json["sources"][1]["timing"]["speed"], "2");
    EXPECT_EQ(json["compare"]["view"]["lens"], "wide");
    EXPECT_EQ(json["transport"]["markers"][0]["color"], "red");
    EXPECT_FALSE(json["transport"]["markers"][1].contains("color"));
}

TEST(SessionFile, ANewerFormatIsRefusedInOneLine) {
    const auto session = parsed(R"({"schema": "seamline.session/2"})");
    ASSERT_FALSE(session);
    EXPECT_EQ(session.error().code, ErrorCode::Unsupported);
    EXPECT_EQ(
        session.error().message,
        "cannot open the session \"/review/scene 12/cut.seamline\" at /schema: session format 2 "
        "is newer than this program reads (1); update Seamline to open it");
}

TEST(SessionFile, NumbersAreClampedIntoTheirRanges) {
    const auto session = parsed(
        R"({"schema": "seamline.session/1", "volume": 7, "sources": [{"path": "a", "key": 3,
        "timing": {"speed": "1/100000"}, "audio": {"gain_db": -1e300}, "adjust": {"gamma": 0}}],
        "compare": {"a": 3, "b": 44, "gain": 1e30, "view": {"zoom": -1, "pan": [1e300, 0]}},
        "transport": {"in": 50, "out": 10, "position": 18446744073709551615}})");
    ASSERT_TRUE(session) << session.error().message;
    const Session& read = session.value();
    EXPECT_EQ(read.volume, 1);
    EXPECT_EQ(read.sources[0].timing.speed, Rational(1, 1000));
    EXPECT_EQ(read.sources[0].audio.gain_db, -60);
    EXPECT_FLOAT_EQ(read.sources[0].adjust.gamma, 0.1F);
    EXPECT_EQ(read.compare.a, 3U);
    EXPECT_EQ(read.compare.b, 0U) << "there is no source 44";
    EXPECT_EQ(read.compare.gain, 1000);
    EXPECT_GT(read.compare.view.zoom, 0);
    EXPECT_EQ(read.compare.view.pan.x, 10'000);
    EXPECT_EQ(read.transport.out, 50);
    EXPECT_EQ(read.transport.position, 1LL << 53);
}

TEST(SessionFile, NotANumberIsNeverWritten) {
    Session session;
    session.volume = std::numeric_limits<float>::quiet_NaN();
    session.compare.view.zoom = std::numeric_limits<double>::infinity();
    const auto again = parsed(session_text(session, kFile));
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(again.value().compare.view.zoom, 256);
}

struct Bad {
    const char* what;
    std::string text;
    const char* says;
    ErrorCode code = ErrorCode::Corrupt;
};

TEST(SessionFile, EveryDefectIsNamedInOneLineWithItsPlace) {
    const std::vector<Bad> all{
        {"nothing", "", "line 1, column 1"},
        {"cut off", "{\"schema\":\n  \"seamline", "line 2"},
        {"a list", "[]", "expected an object"},
        {"another program's", R"({"schema": "otio"})", "/schema: this is not a Seamline session"},
        {"no schema", "{}", "not a Seamline session"},
        {"no version", R"({"schema": "seamline.session/x"})", "/schema"},
        {"no path", R"({"schema": "seamline.session/1", "sources": [{}]})",
         "/sources/0/path: a path is missing"},
        {"zero byte", with_source(R"(, "path": "a\u0000b")"), "zero byte"},
        {"bad bytes", with_source(R"(, "path_bytes": "6g")"), "/sources/0/path_bytes"},
        {"rate as text", with_source(R"(, "timing": {"speed": "fast"})"),
         "/sources/0/timing/speed"},
        {"zero divisor", with_source(R"(, "timing": {"in_s": "1/0"})"), "/sources/0/timing/in_s"},
        {"float rate", with_source(R"(, "sequence_rate": 23.976)"), "\"24000/1001\""},
        {"a word", with_source(R"(, "past_end": "fade\nout")"),
         "\"fade?out\" is none of hold, black"},
        {"a flag", with_source(R"(, "visible": 1)"), "/sources/0/visible: expected true or false"},
        {"half a key", with_source(R"(, "key": 1.5)"), "/sources/0/key: expected a whole number"},
        {"one number", with_source(R"(, "view": {"pan": [1]})"), "/sources/0/view/pan"},
        {"same key", R"({"schema": "seamline.session/1", "sources": [{"path": "a", "key": 2},
                        {"path": "b", "key": 2}]})",
         "/sources/1/key: another source has the key 2"},
        {"huge number", R"({"schema": "seamline.session/1", "volume": 1e999})", "too large"},
        {"deep", std::string(100'000, '['), "deeper than 64", ErrorCode::TooLarge},
        {"wide", std::string("[").append(3'000'000, ','), "values", ErrorCode::TooLarge},
        {"not UTF-8", "{\"schema\": \"\xff\"}", "not valid JSON at line 1"},
    };
    for (const Bad& bad : all) {
        const auto session = parsed(bad.text);
        ASSERT_FALSE(session) << bad.what;
        EXPECT_EQ(session.error().code, bad.code) << bad.what << ": " << session.error().message;
        EXPECT_NE(session.error().message.find(bad.says), std::string::npos)
            << bad.what << ": " << session.error().message;
        EXPECT_NE(session.error().message.find("cut.seamline"), std::string::npos) << bad.what;
        EXPECT_EQ(session.error().message.find('\n'), std::string::npos) << bad.what;
    }
}

TEST(SessionFile, TooManySourcesAreRefused) {
    std::string text = R"({"schema": "seamline.session/1", "sources": [)";
    for (int i = 0; i < 1001; ++i) text += std::string(i == 0 ? "" : ",") + R"({"path": "a"})";
    const auto session = parsed(text + "]}");
    ASSERT_FALSE(session);
    EXPECT_EQ(session.error().code, ErrorCode::TooLarge);
}

TEST(SessionFile, MissingAndUnreadableFilesSaySo) {
    const TemporaryFolder folder;
    const auto missing = load_session(folder / "none.seamline");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
    const auto directory = load_session(folder.path());
    ASSERT_FALSE(directory);
    EXPECT_EQ(directory.error().code, ErrorCode::Unsupported);
}

TEST(SessionFile, SavingReplacesTheFileAndLeavesNothingBeside) {
    const TemporaryFolder folder;
    const fs::path file = folder / "s.seamline";
    write_text(file, "old");
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    Session session;
    session.volume = 0.25F;
    ASSERT_TRUE(save_session(session, file));
    const auto again = load_session(file);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(again.value().volume, 0.25F);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);
    EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST(SessionFile, SavingMakesANewFile) {
    const TemporaryFolder folder;
    const auto saved = save_session({}, folder / "new.seamline");
    ASSERT_TRUE(saved) << saved.error().message;
    EXPECT_TRUE(load_session(folder / "new.seamline"));
}

TEST(SessionFile, SavingThroughALinkKeepsTheLink) {
    const TemporaryFolder folder;
    write_text(folder / "real/s.seamline", "old");
    fs::create_symlink(folder / "real/s.seamline", folder / "link.seamline");
    ASSERT_TRUE(save_session({}, folder / "link.seamline"));
    EXPECT_TRUE(fs::is_symlink(folder / "link.seamline"));
    EXPECT_NE(read_text(folder / "real/s.seamline"), "old");
}

TEST(SessionFile, AFailedSaveKeepsTheOldFile) {
    const TemporaryFolder folder;
    // A directory of that name cannot be replaced by a file, whoever runs the test.
    fs::create_directories(folder / "s.seamline/inside");
    const auto saved = save_session({}, folder / "s.seamline");
    ASSERT_FALSE(saved);
    EXPECT_EQ(saved.error().code, ErrorCode::Io);
    EXPECT_NE(saved.error().message.find("s.seamline"), std::string::npos);
    EXPECT_TRUE(fs::exists(folder / "s.seamline/inside"));
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);
    EXPECT_FALSE(save_session({}, folder / "no/such/folder/s.seamline"));
}

TEST(SessionFile, VerdictsAreKeptWithTheirPlaceOrWithTheirPictures) {
    Session session;
    Source& source = session.sources.emplace_back();
    source.key = 1;
    source.path = "/review/scene 12/a.mp4";
    source.name = "a";
    source.cut_marks = {{24, CutPresence::Found, SeamVerdict::Accepted},
                        {48, CutPresence::Added, SeamVerdict::None}};
    source.parked_verdicts = {{{"/x/a.mp4", Rational(34, 24)}, {}, SeamVerdict::Dismissed},
                              {{"/x/a.mp4", Rational(1, 3)},
                               {"/x/b.mp4", Rational(3600)},
                               SeamVerdict::Accepted}};
    const auto again = parsed(session_text(session, kFile));
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(again.value().sources[0].cut_marks, source.cut_marks);
    EXPECT_EQ(again.value().sources[0].parked_verdicts, source.parked_verdicts);
    // Files from before there were any.
    const auto old = parsed(with_source(
        R"(, "cut_marks": [{"frame": 24, "presence": "found", "verdict": "dismissed"}])"));
    ASSERT_TRUE(old) << old.error().message;
    EXPECT_EQ(old.value().sources[0].cut_marks,
              (CutMarks{{24, CutPresence::Found, SeamVerdict::Dismissed}}));
    EXPECT_TRUE(old.value().sources[0].parked_verdicts.empty());
    const auto wrong = parsed(with_source(R"(, "parked_verdicts": [{"verdict": "perhaps"}])"));
    EXPECT_FALSE(wrong);
}

} // namespace
} // namespace seamline::session
