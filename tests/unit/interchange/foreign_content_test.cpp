// What of a file only the same file would keep is told when it is written as another.
#include "app/interchange/read_edit.h"
#include "app/interchange/write_edit.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace seamline::interchange {
namespace {

constexpr const char* kFcpxml = R"xml(<?xml version="1.0"?>
<fcpxml version="1.11">
 <import-options><option key="a" value="0"/></import-options>
 <resources>
  <format id="r1" frameDuration="1/24s" width="1280" height="720" colorSpace="1-1-1 (Rec. 709)"/>
  <asset id="r2" name="city" uid="ABC" start="0s" duration="8s" hasVideo="1" format="r1">
   <media-rep kind="original-media" src="file:///a/city.mov"><bookmark>Ym9v</bookmark></media-rep>
   <metadata><md key="com.apple.proapps.studio.reel" value="A1"/><md key="com.vendor.shot" value="1"/></metadata>
  </asset>
  <asset id="r3" name="unused" uid="NOT" format="r1"/>
  <effect id="r4" name="Gaussian" uid="x"/>
 </resources>
 <library>
  <event name="Day 3">
   <project name="Other" uid="NOTTOLD"><sequence format="r1"><spine/></sequence></project>
   <project name="Mine" uid="PR1">
    <sequence format="r1" duration="4s" tcStart="0s" tcFormat="NDF" audioRate="48k">
     <spine>
      <asset-clip ref="r2" offset="0s" name="one" start="0s" duration="2s" videoRole="hero">
       <note>mind the crane</note>
       <adjust-crop mode="trim"/>
       <keyword start="0s" duration="2s" value="hero"/>
       <marker start="1s" duration="1/24s" value="m"/>
       <filter-video ref="r4" name="Gaussian"><param name="Amount" value="20"/></filter-video>
       <filter-video ref="r4" name="Off" enabled="0"/>
      </asset-clip>
      <sync-clip offset="2s" name="two" duration="2s" start="0s">
       <asset-clip ref="r2" offset="0s" start="3s" duration="2s" name="in"/>
      </sync-clip>
     </spine>
    </sequence>
   </project>
  </event>
 </library>
</fcpxml>)xml";

Edit opened(const std::string& text, const char* name, std::size_t which = 0) {
    auto edits = read_edit_text(text, name);
    EXPECT_TRUE(edits) << edits.error().message;
    return edits ? edits.value().at(which) : Edit{};
}

/// Compound clips, each of which holds the next.
std::string nested(int count) {
    std::string text =
        R"(<fcpxml version="1.11"><resources><format id="f" frameDuration="1/24s"/>)";
    for (int i = 0; i < count; ++i)
        text += "<media id=\"m" + std::to_string(i) +
                "\"><sequence format=\"f\" duration=\"2s\"><spine><ref-clip ref=\"m" +
                std::to_string(i + 1) +
                "\" offset=\"0s\" duration=\"2s\"/></spine></sequence></media>";
    return text + R"(</resources><library><event><project name="p"><sequence format="f"
        duration="2s"><spine><ref-clip ref="m0" offset="0s" duration="2s"/></spine></sequence>
        </project></event></library></fcpxml>)";
}

std::vector<std::string> losses_of(const Edit& edit, const char* file) {
    const auto written = write_edit(edit, file);
    EXPECT_TRUE(written) << file << ": " << written.error().message;
    std::vector<std::string> losses;
    if (written)
        for (const EditNote& loss : written.value().losses) losses.push_back(loss.what);
    return losses;
}

bool tells(const std::vector<std::string>& losses, const std::string& what) {
    return std::ranges::find(losses, what) != losses.end();
}

bool tells_of(const std::vector<std::string>& losses, const std::string& part) {
    return std::ranges::any_of(
        losses, [&](const std::string& loss) { return loss.find(part) != std::string::npos; });
}

TEST(ForeignContent, OfFcpxmlIsToldWhereverItIsWritten) {
    const Edit edit = opened(kFcpxml, "cut.fcpxml", 1);
    for (const char* file : {"again.fcpxml", "cut.otio", "cut.edl", "cut.xml"}) {
        const auto losses = losses_of(edit, file);
        for (const char* what :
             {"<keyword>: left out", "<note>: left out", "<bookmark>: left out",
              "<import-options>: left out", "attribute videoRole of <asset-clip>: left out",
              "attribute uid of <asset>: left out", "attribute uid of <project>: left out",
              "attribute colorSpace of <format>: left out",
              "attribute audioRate of <sequence>: left out", "metadata com.vendor.shot: left out",
              "name of the event \"Day 3\": left out",
              "<filter-video> that is switched off: left out",
              "synchronised clip: written as its picture and sound"})
            EXPECT_TRUE(tells(losses, what)) << file << ": " << what;
        // What is carried, told by the reader, or another project's.
        for (const char* part : {"<marker>", "crop>", "studio.reel", "NOTTOLD", "<param>"})
            EXPECT_FALSE(tells_of(losses, part)) << file << ": " << part;
    }
}

TEST(ForeignContent, WhatThisProgramWroteHasNone) {
    const Edit edit = opened(kFcpxml, "cut.fcpxml", 1);
    for (const char* file : {"a.fcpxml", "a.xml"}) {
        const auto written = write_edit(edit, file);
        ASSERT_TRUE(written);
        const Edit back = opened(written.value().text, file);
        EXPECT_FALSE(tells_of(losses_of(back, "b.fcpxml"), ">")) << file;
    }
}

constexpr const char* kOtio =
    R"({"OTIO_SCHEMA":"Timeline.1","name":"cut","metadata":{"studio":{"p":1}},
"tracks":{"OTIO_SCHEMA":"Stack.1","metadata":{},"children":[{"OTIO_SCHEMA":"Track.1","kind":"Video",
"metadata":{"studio":{"t":1}},"children":[
{"OTIO_SCHEMA":"Clip.2","name":"a","metadata":{"studio":{"s":1},"empty":{}},
 "source_range":{"OTIO_SCHEMA":"TimeRange.1","start_time":{"OTIO_SCHEMA":"RationalTime.1","rate":24,"value":0},
  "duration":{"OTIO_SCHEMA":"RationalTime.1","rate":24,"value":24}},
 "media_references":{"DEFAULT_MEDIA":{"OTIO_SCHEMA":"ExternalReference.1","target_url":"/Volumes/x/a.mov",
  "metadata":{"house":{"id":7}}}},"active_media_reference_key":"DEFAULT_MEDIA"},
{"OTIO_SCHEMA":"Stack.1","name":"nested","metadata":{"studio":{"n":1}},"children":[
 {"OTIO_SCHEMA":"Track.1","kind":"Video","children":[
 {"OTIO_SCHEMA":"Clip.2","name":"b","metadata":{"studio":{"s":2}},
 "source_range":{"OTIO_SCHEMA":"TimeRange.1","start_time":{"OTIO_SCHEMA":"RationalTime.1","rate":24,"value":0},
  "duration":{"OTIO_SCHEMA":"RationalTime.1","rate":24,"value":24}},
 "media_references":{"DEFAULT_MEDIA":{"OTIO_SCHEMA":"ExternalReference.1","target_url":"/Volumes/x/b.mov"}},
 "active_media_reference_key":"DEFAULT_MEDIA"}]}]}]}]}})";

TEST(ForeignContent, MetadataOfOpenTimelineIoIsToldInEveryOtherFormat) {
    const Edit edit = opened(kOtio, "cut.otio");
    for (const char* file : {"cut.edl", "cut.xml", "cut.fcpxml"}) {
        const auto losses = losses_of(edit, file);
        EXPECT_TRUE(tells(losses, "metadata \"studio\": left out (5 times)")) << file;
        EXPECT_TRUE(tells(losses, "metadata \"house\": left out")) << file;
        EXPECT_TRUE(tells(losses, "nest: opened into its clips")) << file;
        EXPECT_FALSE(tells_of(losses, "empty")) << file;
    }
    EXPECT_TRUE(losses_of(edit, "again.otio").empty());
}

TEST(ForeignContent, CommentsOfListsAndElementsOfXmemlAreTold) {
    const Edit list =
        opened("TITLE: x\n001  A1 V C 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00\n"
               "* FROM CLIP NAME: a\n* MY TOOL: 12\n",
               "cut.edl");
    EXPECT_TRUE(tells(losses_of(list, "cut.otio"), "comment line of the list: left out"));
    EXPECT_FALSE(tells_of(losses_of(list, "again.edl"), "comment line"));

    const Edit xmeml = opened(
        R"(<?xml version="1.0"?><xmeml version="5"><sequence id="s"><name>x</name><duration>24</duration>
<rate><timebase>24</timebase><ntsc>FALSE</ntsc></rate><media><video><track><clipitem id="c">
<name>a</name><duration>24</duration><rate><timebase>24</timebase><ntsc>FALSE</ntsc></rate>
<start>0</start><end>24</end><in>0</in><out>24</out>
<file id="f"><name>a.mov</name><pathurl>file:///a.mov</pathurl></file>
<logginginfo><scene>4</scene></logginginfo></clipitem></track></video></media></sequence></xmeml>)",
        "cut.xml");
    EXPECT_TRUE(tells(losses_of(xmeml, "cut.fcpxml"), "<logginginfo>: left out"));
    EXPECT_FALSE(tells_of(losses_of(xmeml, "cut.fcpxml"), "<scene>"));
    EXPECT_FALSE(tells_of(losses_of(xmeml, "again.xml"), "logginginfo"));
}

TEST(ForeignContent, ANestStaysWholeWhereItsMediaAreLinkedAndItMoves) {
    Edit edit = opened(kOtio, "cut.otio");
    auto& events = edit.tracks.at(0).events;
    ASSERT_EQ(events.size(), 2U);
    events[0].duration = 20; // What follows ripples.
    events[1].record_in = 20;
    events[1].media.at(0).path = "/here/b.mov";
    const auto written = write_edit(edit, "cut.otio", {.relinked_urls = true});
    ASSERT_TRUE(written) << written.error().message;
    EXPECT_TRUE(written.value().losses.empty()) << written.value().losses.front().what;
    EXPECT_NE(written.value().text.find("\"nested\""), std::string::npos);
    EXPECT_NE(written.value().text.find("/here/b.mov"), std::string::npos);
    const Edit back = opened(written.value().text, "cut.otio");
    ASSERT_EQ(back.tracks.at(0).events.size(), 2U);
    EXPECT_EQ(back.tracks[0].events[1].record_in, 20);
    EXPECT_EQ(back.tracks[0].events[1].duration, 24);
    EXPECT_EQ(back.tracks[0].events[1].name, "b");

    // Trimmed inside, it is no nest any more, which is told.
    events[1].duration = 10;
    const auto trimmed = losses_of(edit, "cut.otio");
    EXPECT_TRUE(tells_of(trimmed, "a nest in which something changed"));
}

TEST(ForeignContent, WhatHasNoLengthIsNoEventOfAList) {
    Edit edit = opened(kOtio, "cut.otio");
    Event odd;
    odd.kind = EventKind::Gap;
    odd.name = "odd";
    odd.record_in = 48;
    edit.tracks.at(0).events.push_back(odd);
    const auto written = write_edit(edit, "cut.edl");
    ASSERT_TRUE(written);
    EXPECT_EQ(written.value().text.find("003 "), std::string::npos);
    EXPECT_TRUE(tells(losses_of(edit, "cut.edl"), "gap of no length: left out"));
}

TEST(ForeignContent, ChainsOfCompoundClipsHaveNoDepthThatEndsTheProgram) {
    const Edit edit = opened(nested(100'000), "nested.fcpxml");
    const auto written = write_edit(edit, "nested.otio");
    ASSERT_TRUE(written) << written.error().message;
    EXPECT_FALSE(written.value().losses.empty());
}

} // namespace
} // namespace seamline::interchange
