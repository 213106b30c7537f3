#include "app/interchange/xmeml.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

namespace seamline::interchange {
namespace {

constexpr const char* kRate = "<rate><timebase>25</timebase><ntsc>FALSE</ntsc></rate>";

/// A sequence of 25 frames per second, 1920x1080, with these items on its only video track.
std::string document(const std::string& items, const std::string& more = "") {
    return std::string("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE xmeml>\n") +
           "<xmeml version=\"4\"><sequence id=\"s1\"><name>S</name>" + kRate +
           "<media><video><format><samplecharacteristics><width>1920</width><height>1080</height>"
           "</samplecharacteristics></format><track>" +
           items + "</track></video></media></sequence>" + more + "</xmeml>";
}

std::string file(const std::string& id, int width = 1920, int height = 1080) {
    return "<file id=\"" + id + "\"><name>" + id + ".mov</name><pathurl>file://localhost/x%20y/" +
           id + ".mov</pathurl>" + kRate + "<duration>500</duration><timecode>" + kRate +
           "<string>01:00:00:00</string><frame>90000</frame><displayformat>NDF</displayformat>"
           "<reel><name>R1</name></reel></timecode><media><video><samplecharacteristics><width>" +
           std::to_string(width) + "</width><height>" + std::to_string(height) +
           "</height></samplecharacteristics></video></media></file>";
}

std::string item(const std::string& name, int start, int end, int in, int out,
                 const std::string& content) {
    return "<clipitem id=\"" + name + "\"><name>" + name + "</name>" + kRate + "<start>" +
           std::to_string(start) + "</start><end>" + std::to_string(end) + "</end><in>" +
           std::to_string(in) + "</in><out>" + std::to_string(out) + "</out>" + content +
           "</clipitem>";
}

std::string dissolve(int start, int end, const std::string& alignment) {
    return "<transitionitem><start>" + std::to_string(start) + "</start><end>" +
           std::to_string(end) + "</end><alignment>" + alignment +
           "</alignment><effect><name>Cross Dissolve</name><effectid>Cross "
           "Dissolve</effectid></effect>"
           "</transitionitem>";
}

std::string remap(const std::string& parameters) {
    return "<filter><effect><name>Time Remap</name><effectid>timeremap</effectid>" + parameters +
           "</effect></filter>";
}

std::string parameter(const std::string& id, const std::string& value) {
    return "<parameter><parameterid>" + id + "</parameterid><value>" + value +
           "</value></parameter>";
}

Edit read(const std::string& text) {
    auto edits = read_xmeml(text, "cut.xml");
    if (!edits) {
        ADD_FAILURE() << edits.error().message;
        Edit none;
        none.tracks.resize(1);
        none.tracks[0].events.resize(8);
        return none;
    }
    return edits.value().at(0);
}

std::string error_of(const std::string& text) {
    const auto edits = read_xmeml(text, "cut.xml");
    return edits ? "read" : edits.error().message;
}

TEST(XmemlReader, AFileIsStatedOnceAndMeantByItsId) {
    const Edit edit = read(document(item("a", 0, 50, 10, 60, file("f1")) +
                                    item("b", 60, 80, 0, 20, "<file id=\"f1\"/>")));
    ASSERT_EQ(edit.tracks.size(), 1U);
    ASSERT_EQ(edit.tracks[0].events.size(), 2U);
    const Event& a = edit.tracks[0].events[0];
    EXPECT_EQ(a.source_start, (RationalTime{90'010, 25})) << "the file's timecode counts";
    EXPECT_EQ(a.media.at(0).url, "file://localhost/x%20y/f1.mov");
    EXPECT_EQ(a.media.at(0).reel, "R1");
    EXPECT_EQ(a.media.at(0).start, (RationalTime{90'000, 25}));
    EXPECT_EQ(edit.tracks[0].events[1].media, a.media);
    EXPECT_EQ(edit.width, 1920);
}

TEST(XmemlReader, ATransitionSaysWhereItsClipsMeet) {
    // Source frames of both clips include what the transition shows of them.
    for (const auto& [alignment, cut] :
         {std::pair{"center", 50}, std::pair{"start", 40}, std::pair{"end-black", 60}}) {
        const Edit edit =
            read(document(item("a", 0, -1, 100, 160, file("f1")) + dissolve(40, 60, alignment) +
                          item("b", -1, 100, 200, 260, "<file id=\"f1\"/>")));
        const auto& events = edit.tracks.at(0).events;
        ASSERT_EQ(events.size(), 2U);
        EXPECT_EQ(events[0].duration, cut) << alignment;
        EXPECT_EQ(events[1].record_in, cut) << alignment;
        EXPECT_EQ(events[1].duration, 100 - cut);
        EXPECT_EQ(events[1].source_start.value, Rational(90'200 + cut - 40)) << alignment;
        ASSERT_EQ(edit.tracks[0].transitions.size(), 1U);
        EXPECT_EQ(edit.tracks[0].transitions[0].before, cut - 40);
        EXPECT_EQ(edit.tracks[0].transitions[0].after, 60 - cut);
        EXPECT_TRUE(events[0].unsupported.empty());
    }
}

TEST(XmemlReader, SpeedIsConstantOrSaidToBeVariable) {
    const std::string slow = remap(parameter("variablespeed", "0") + parameter("speed", "50"));
    const std::string back = remap(parameter("speed", "100") + parameter("reverse", "TRUE"));
    const std::string graph =
        remap(parameter("speed", "200") +
              "<parameter><parameterid>graphdict</parameterid>"
              "<keyframe><when>0</when><value>20</value></keyframe>"
              "<keyframe><when>25</when><value>70</value></keyframe>"
              "<keyframe><when>50</when><value>120</value></keyframe></parameter>");
    const std::string ramp =
        remap(parameter("speed", "200") + parameter("variablespeed", "1") +
              "<parameter><parameterid>graphdict</parameterid>"
              "<keyframe><when>0</when><value>0</value></keyframe>"
              "<keyframe><when>10</when><value>10</value></keyframe>"
              "<keyframe><when>20</when><value>50</value></keyframe></parameter>");
    const Edit edit =
        read(document(item("a", 0, 50, 20, 70, file("f1") + slow) +
                      item("b", 50, 100, 40, 65, file("f1") + slow) +
                      item("c", 100, 120, 30, 50, file("f1") + back) +
                      item("d", 120, 145, 5, 30, file("f1") + graph) +
                      item("e", 145, 165, 0, 20, file("f1") + ramp) +
                      item("f", 165, 175, 7, 17, file("f1") + remap(parameter("speed", "0")))));
    const auto& events = edit.tracks.at(0).events;
    ASSERT_EQ(events.size(), 6U);
    EXPECT_EQ(events[0].speed, Rational(1, 2));
    EXPECT_EQ(events[0].source_start.value, Rational(90'010)) << "in counts slowed frames";
    EXPECT_EQ(events[1].source_start.value, Rational(90'040)) << "in counts the medium's frames";
    EXPECT_EQ(events[2].speed, Rational(-1));
    EXPECT_EQ(events[2].source_start.value, Rational(90'470)) << "500 frames less the 30 before";
    EXPECT_EQ(events[3].speed, Rational(2));
    EXPECT_EQ(events[3].source_start.value, Rational(90'030));
    EXPECT_EQ(events[4].speed, Rational(5, 2)) << "50 frames over 20";
    ASSERT_EQ(events[4].unsupported.size(), 1U);
    EXPECT_EQ(events[4].unsupported[0], "variable speed: shown at its average, 250 %");
    EXPECT_EQ(events[5].speed, Rational(0));
    EXPECT_EQ(events[5].source_start.value, Rational(90'007));
}

TEST(XmemlReader, MotionIsAReframeWhereItIsOne) {
    const auto motion = [](const std::string& parameters) {
        return "<filter><effect><name>Basic Motion</name><effectid>basic</effectid>" + parameters +
               "</effect></filter>";
    };
    const std::string center = "<parameter><parameterid>center</parameterid><value><horiz>0.25</"
                               "horiz><vert>-0.1</vert></value></parameter>";
    const Edit edit = read(document(
        item("a", 0, 10, 0, 10, file("f1") + motion(parameter("scale", "150") + center)) +
        item("b", 10, 20, 0, 10, file("f2", 960, 540) + motion(parameter("scale", "200"))) +
        item("c", 20, 30, 0, 10, file("f1") + motion(parameter("rotation", "180"))) +
        item("d", 30, 40, 0, 10, file("f1") + motion(parameter("rotation", "12"))) +
        item("e", 40, 50, 0, 10,
             file("f1") + "<filter><effect><name>Gaussian "
                          "Blur</name><effectid>GB</effectid></effect></filter>")));
    const auto& events = edit.tracks.at(0).events;
    ASSERT_EQ(events.size(), 5U);
    EXPECT_DOUBLE_EQ(events[0].reframe.scale, 1.5);
    EXPECT_DOUBLE_EQ(events[0].reframe.x, 0.25 * 1920 / 1080);
    EXPECT_DOUBLE_EQ(events[0].reframe.y, -0.1);
    EXPECT_EQ(events[1].reframe.scale, 1) << "twice a file of half the size fills the frame";
    EXPECT_TRUE(events[2].reframe.flip_horizontal && events[2].reframe.flip_vertical);
    EXPECT_EQ(events[3].unsupported, std::vector<std::string>{"rotation by 12 degrees"});
    EXPECT_EQ(events[4].unsupported, std::vector<std::string>{"effect Gaussian Blur"});
}

TEST(XmemlReader, NestedSequencesAreOpened) {
    const std::string inner = std::string("<sequence id=\"s2\"><name>inner</name>") + kRate +
                              "<media><video><track>" + item("i", 0, 40, 0, 40, file("f3")) +
                              "</track><track>" + item("j", 20, 60, 5, 45, file("f4")) +
                              "</track></video></media></sequence>";
    const Edit edit = read(document(item("n", 100, 140, 10, 50, inner)));
    const auto& events = edit.tracks.at(0).events;
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0].name, "i");
    EXPECT_EQ(events[0].record_in, 100);
    EXPECT_EQ(events[0].duration, 10) << "until j covers it";
    EXPECT_EQ(events[0].source_start.value, Rational(90'010));
    EXPECT_EQ(events[1].name, "j");
    EXPECT_EQ(events[1].duration, 30);
    EXPECT_EQ(read_xmeml(document(item("n", 100, 140, 10, 50, inner)), "x").value().size(), 1U)
        << "a sequence inside another is no edit of its own";
    const Edit self = read(document(item("n", 0, 40, 0, 40, "<sequence id=\"s1\"/>")));
    ASSERT_EQ(self.tracks.at(0).events.size(), 1U);
    EXPECT_EQ(self.tracks[0].events[0].unsupported.size(), 1U)
        << "a sequence that holds itself ends";
}

TEST(XmemlReader, ProjectsGeneratorsMarkersAndSound) {
    const std::string text =
        std::string(
            "<xmeml version=\"5\"><project><children><bin><children><sequence><name>one</name>") +
        kRate +
        "<marker><name>m</name><comment>n</comment><in>5</in><out>9</out>"
        "<pproColor>4281740498</pproColor></marker><media><video><track>"
        "<generatoritem><name>Slate</name><start>0</start><end>10</end><in>0</in><out>10</out>"
        "<effect><name>Slug</name></effect></generatoritem></track></video><audio><track>" +
        item("a", 0, 10, 3, 13, file("f1")) +
        "<enabled>FALSE</enabled></track></audio></media></sequence>"
        "<sequence><name>two</name><rate><timebase>30</timebase><ntsc>TRUE</ntsc></rate>"
        "<timecode><string>01:00:00;00</string><displayformat>DF</displayformat></timecode><media/>"
        "</sequence></children></bin></children></project></xmeml>";
    const auto edits = read_xmeml(text, "cut.xml");
    ASSERT_TRUE(edits);
    ASSERT_EQ(edits.value().size(), 2U);
    const Edit& one = edits.value()[0];
    ASSERT_EQ(one.markers.size(), 1U);
    EXPECT_EQ(one.markers[0], (EditMarker{5, 4, "m", "n", "RED", ""}));
    EXPECT_EQ(one.tracks[0].events[0].unsupported, std::vector<std::string>{"generator Slug"});
    EXPECT_EQ(one.tracks[1].kind, TrackKind::Audio);
    EXPECT_FALSE(one.tracks[1].enabled);
    EXPECT_EQ(edits.value()[1].start_frame, 107'892);
    EXPECT_TRUE(edits.value()[1].drop_frame);
}

TEST(XmemlReader, BadDocumentsEndInOneLineWithThePlace) {
    EXPECT_EQ(error_of("<xmeml>\n<sequence>\n</xmeml>").substr(0, 44),
              "cut.xml: line 3: not well-formed XML: start-");
    EXPECT_NE(error_of("<fcpxml/>").find("not Final Cut Pro 7 XML"), std::string::npos);
    EXPECT_NE(error_of("<xmeml/>").find("no sequence"), std::string::npos);
    std::string deep = "<xmeml>";
    for (int i = 0; i < 300; ++i) deep += "<bin>";
    for (int i = 0; i < 300; ++i) deep += "</bin>";
    EXPECT_NE(error_of(deep + "</xmeml>").find("deep"), std::string::npos);
}

TEST(XmemlReader, EntitiesAreNeverExpanded) {
    std::string bomb = "<!DOCTYPE xmeml [<!ENTITY a \"aaaaaaaaaa\">";
    for (char c = 'b'; c < 'k'; ++c) {
        bomb += std::string("<!ENTITY ") + c + " \"";
        for (int i = 0; i < 10; ++i) bomb += std::string("&") + static_cast<char>(c - 1) + ";";
        bomb += "\">";
    }
    bomb += "<!ENTITY file SYSTEM \"file:///etc/passwd\">]>";
    const std::string body =
        document(item("&j;", 0, 10, 0, 10, "<file id=\"f\"><name>&file;</name></file>"));
    const Edit edit = read(bomb + body.substr(body.find("<xmeml")));
    EXPECT_EQ(edit.tracks[0].events[0].name, "&j;");
    EXPECT_EQ(edit.tracks[0].events[0].media.at(0).name, "&file;");
    EXPECT_FALSE(edit.notes.empty());
}

TEST(XmemlWriter, ChangesInPlaceAndKeepsWhatItDoesNotKnow) {
    const std::string foreign = "<labels><label2>Iris</label2></labels>";
    Edit edit = read(document(item("a", 0, 50, 10, 60, file("f1") + foreign) +
                                  item("b", 50, 80, 0, 30, "<file id=\"f1\"/>" + foreign) +
                                  item("c", 80, 90, 0, 10, "<file id=\"f1\"/>"),
                              "<bin><name>foreign bin</name></bin>"));
    // The clip that states the file goes; the next is trimmed; a new one comes.
    auto& events = edit.tracks[0].events;
    events.erase(events.begin());
    events[0].duration = 20;
    events[0].source_start.value = events[0].source_start.value + Rational(5);
    Event made = events[1];
    made.place.clear();
    made.name = "made";
    made.record_in = 100;
    events.push_back(made);
    const auto written = write_xmeml(edit);
    ASSERT_TRUE(written);
    const std::string& text = written.value().text;
    EXPECT_NE(text.find("foreign bin"), std::string::npos);
    EXPECT_EQ(text.find("id=\"a\""), std::string::npos);
    EXPECT_NE(text.find("Iris"), std::string::npos) << "labels of the trimmed clip stay";
    const Edit again = read(text);
    ASSERT_EQ(again.tracks.at(0).events.size(), 3U);
    for (std::size_t i = 0; i < 3; ++i) {
        Event a = again.tracks[0].events[i];
        Event b = events[i];
        a.place = b.place = "";
        EXPECT_TRUE(a == b) << b.name;
    }
    EXPECT_EQ(again.tracks[0].events[0].media.at(0).url, "file://localhost/x%20y/f1.mov")
        << "the file is stated again where it is first used";
}

TEST(XmemlWriter, AnUntouchedNestStaysANest) {
    const std::string inner = std::string("<sequence id=\"s2\"><name>inner</name>") + kRate +
                              "<media><video><track>" + item("i", 0, 20, 0, 20, file("f3")) +
                              item("j", 20, 60, 5, 45, file("f4")) +
                              "</track></video></media></sequence>";
    Edit edit = read(document(item("n", 0, 40, 10, 50, inner)));
    ASSERT_EQ(edit.tracks[0].events.size(), 2U);
    auto written = write_xmeml(edit);
    ASSERT_TRUE(written);
    EXPECT_NE(written.value().text.find("<name>inner</name>"), std::string::npos);
    edit.tracks[0].events.pop_back();
    written = write_xmeml(edit);
    ASSERT_TRUE(written);
    const Edit again = read(written.value().text);
    ASSERT_EQ(again.tracks[0].events.size(), 1U);
    EXPECT_EQ(again.tracks[0].events[0].name, "i");
}

TEST(XmemlReader, TwoThousandEventsOpenAndAreWrittenQuickly) {
    std::string items;
    for (int i = 0; i < 2000; ++i)
        items += item("c" + std::to_string(i), i * 10, i * 10 + 10, 5, 15,
                      file("f" + std::to_string(i)));
    const auto start = std::chrono::steady_clock::now();
    const Edit edit = read(document(items));
    const auto opened = std::chrono::steady_clock::now();
    ASSERT_EQ(edit.tracks[0].events.size(), 2000U);
    const auto written = write_xmeml(edit);
    ASSERT_TRUE(written);
    const auto saved = std::chrono::steady_clock::now();
    const auto ms = [](auto span) {
        return static_cast<int>(
            std::chrono::duration_cast<std::chrono::milliseconds>(span).count());
    };
    RecordProperty("open_ms", ms(opened - start));
    RecordProperty("save_ms", ms(saved - opened));
    EXPECT_EQ(read(written.value().text).tracks[0].events.size(), 2000U);
}

} // namespace
} // namespace seamline::interchange
