#include "app/interchange/read_edit.h"

#include "otio_text.h"
#include "tests/unit/session/temporary_folder.h"

#include <gtest/gtest.h>

namespace seamline::interchange {
namespace {

using test::TemporaryFolder;
using test::write_text;

TEST(ReadEdit, KnowsFormatsByContentBeforeNames) {
    EXPECT_EQ(edit_format(R"( {"OTIO_SCHEMA": "Timeline.1"})", "x.txt"), EditFormat::Otio);
    EXPECT_EQ(
        edit_format("\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<!DOCTYPE xmeml>\n<xmeml version=\"4\">",
                    "a.xml"),
        EditFormat::Xmeml);
    EXPECT_EQ(edit_format("<?xml version=\"1.0\"?><fcpxml version=\"1.10\">", "a.xml"),
              EditFormat::Fcpxml);
    EXPECT_EQ(edit_format("TITLE: X\r\n", "x"), EditFormat::Cmx3600);
    EXPECT_EQ(edit_format("001  AX V C 01:00:00:00 01:00:01:00 00:00:00:00 00:00:01:00\n", "x"),
              EditFormat::Cmx3600);
    EXPECT_EQ(edit_format("", "a.EDL"), EditFormat::Cmx3600);
    EXPECT_EQ(edit_format("hello", "a.txt"), EditFormat::None);
    EXPECT_TRUE(is_edit_name("a.OTIO"));
    EXPECT_FALSE(is_edit_name("a.mov"));
}

TEST(ReadEdit, SaysWhatToExportInsteadOfForeignFormats) {
    const TemporaryFolder folder;
    for (const char* name : {"a.aaf", "a.prproj", "a.drp", "a.braw", "a.R3D", "a.ari", "a.avb"}) {
        write_text(folder / name, "x");
        const auto edits = read_edit(folder / name);
        ASSERT_FALSE(edits);
        EXPECT_EQ(edits.error().code, ErrorCode::Unsupported);
        EXPECT_NE(edits.error().message.find("export"), std::string::npos) << name;
        EXPECT_TRUE(edits.error().message.starts_with(name));
        EXPECT_EQ(edits.error().message.find('\n'), std::string::npos);
    }
    std::filesystem::create_directory(folder / "lib.fcpbundle");
    EXPECT_NE(read_edit(folder / "lib.fcpbundle").error().message.find("export the project"),
              std::string::npos);
    write_text(folder / "renamed.otio", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....");
    EXPECT_NE(read_edit(folder / "renamed.otio").error().message.find("AAF"), std::string::npos);
}

TEST(ReadEdit, ReadsFilesAndNamesThemInErrors) {
    const TemporaryFolder folder;
    write_text(folder / "cut.otio",
               test::timeline({test::track({test::clip("a", test::time_range("0", "5"))})}));
    const auto edits = read_edit(folder / "cut.otio");
    ASSERT_TRUE(edits);
    EXPECT_EQ(edits.value().at(0).duration(), 5);
    write_text(folder / "bad.otio", "{\n!}");
    EXPECT_EQ(read_edit(folder / "bad.otio").error().message.find("bad.otio: line 2, column 1"),
              0U);
    write_text(folder / "a.txt", "hello");
    EXPECT_EQ(read_edit(folder / "a.txt").error().code, ErrorCode::Unsupported);
    EXPECT_EQ(read_edit(folder / "none.otio").error().code, ErrorCode::NotFound);
    EXPECT_EQ(read_edit(folder.path()).error().code, ErrorCode::Unsupported);
}

TEST(ReadEdit, ReadsAListAtTheRateThatIsStated) {
    const std::string list = "TITLE: X\n001  AX V C 01:00:00:00 01:00:01:00 01:00:00:00 "
                             "01:00:01:00\n";
    const auto guessed = read_edit_text(list, "x.edl");
    ASSERT_TRUE(guessed);
    EXPECT_EQ(guessed.value().at(0).rate, Rational(24));
    EXPECT_EQ(guessed.value().at(0).notes.size(), 1U);
    const auto stated = read_edit_text(list, "x.edl", {Rational(25)});
    ASSERT_TRUE(stated);
    EXPECT_EQ(stated.value().at(0).rate, Rational(25));
    EXPECT_EQ(stated.value().at(0).duration(), 25);
    EXPECT_TRUE(stated.value().at(0).notes.empty()); // Nothing was guessed.
    EXPECT_EQ(read_edit_text(list, "x.edl", {Rational(2000)}).error().code,
              ErrorCode::InvalidArgument);
    // What states its rate keeps it.
    const auto otio = read_edit_text(
        test::timeline({test::track({test::clip("a", test::time_range("0", "5"))})}), "a.otio",
        {Rational(50)});
    ASSERT_TRUE(otio);
    EXPECT_NE(otio.value().at(0).rate, Rational(50));
}

} // namespace
} // namespace seamline::interchange
