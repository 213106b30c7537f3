#include "app/analysis/grade_export.h"

#include "app/interchange/markup.h"

#include <glm/glm.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace seamline::analysis {
namespace {

using interchange::markup_text;

constexpr double kGamma = 2.4;

// Shortest text that reads back as the same number, whatever the locale.
std::string number(double value) {
    char text[32];
    const auto [end, error] = std::to_chars(text, text + sizeof text, value);
    return error == std::errc{} ? std::string(text, end) : "0";
}

std::string fixed(double value) {
    char text[32];
    const auto [end, error] =
        std::to_chars(text, text + sizeof text, value, std::chars_format::fixed, 6);
    return error == std::errc{} ? std::string(text, end) : "0";
}

std::string triple(const std::array<double, 3>& values) {
    return number(values[0]) + " " + number(values[1]) + " " + number(values[2]);
}

std::string plain_id(std::string_view id) {
    std::string result;
    for (const char c : id) {
        const bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                              (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.';
        result += is_plain ? c : '_';
    }
    return result.empty() ? "match" : result;
}

std::string correction(const measures::GradeFit& grade, const GradeLabel& label,
                       const std::string& attributes, const std::string& indent) {
    const color::Cdl& cdl = grade.cdl;
    const std::string in = indent + "  ";
    const std::string space = measures::GradeFit::kCdlSpace;
    return indent + "<ColorCorrection" + attributes + " id=\"" + plain_id(label.id) + "\">\n" + in +
           "<Description>" + markup_text(label.description) + "</Description>\n" + in +
           "<InputDescription>" + markup_text(space) + "</InputDescription>\n" + in +
           "<ViewingDescription>" + markup_text(kGradePlace) + "</ViewingDescription>\n" + in +
           "<SOPNode>\n" + in + "  <Slope>" + triple(cdl.slope) + "</Slope>\n" + in + "  <Offset>" +
           triple(cdl.offset) + "</Offset>\n" + in + "  <Power>" + triple(cdl.power) +
           "</Power>\n" + in + "</SOPNode>\n" + in + "<SatNode>\n" + in + "  <Saturation>" +
           number(cdl.saturation) + "</Saturation>\n" + in + "</SatNode>\n" + indent +
           "</ColorCorrection>\n";
}

constexpr const char* kNamespace = " xmlns=\"urn:ASC:CDL:v1.2\"";
constexpr const char* kXmlHead = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

std::string comment(std::string_view text) {
    std::string line = "# ";
    for (const char c : text) line += static_cast<unsigned char>(c) >= 0x20 ? c : ' ';
    return line + "\n";
}

} // namespace

const char* const kGradePlace =
    "applied to the incoming picture as it is viewed: after the input transform and any grade, "
    "before the display's calibration";

std::string cc_text(const measures::GradeFit& grade, const GradeLabel& label) {
    return kXmlHead + correction(grade, label, kNamespace, "");
}

std::string cdl_text(const measures::GradeFit& grade, const GradeLabel& label) {
    return std::string(kXmlHead) + "<ColorDecisionList" + kNamespace + ">\n  <ColorDecision>\n" +
           correction(grade, label, "", "    ") + "  </ColorDecision>\n</ColorDecisionList>\n";
}

std::string cube_text(const measures::GradeFit& grade, const GradeLabel& label, int edge) {
    std::string text = comment(label.description) +
                       comment(std::string("space: ") + measures::GradeFit::kCdlSpace) +
                       comment(std::string("place: ") + kGradePlace) + "TITLE \"" +
                       plain_id(label.id) + "\"\nLUT_3D_SIZE " + std::to_string(edge) + "\n";
    const double step = 1.0 / (edge - 1);
    for (int b = 0; b < edge; ++b)
        for (int g = 0; g < edge; ++g)
            for (int r = 0; r < edge; ++r) {
                const glm::dvec3 light = glm::pow(glm::dvec3(r, g, b) * step, glm::dvec3(kGamma));
                const glm::dvec3 graded = glm::max(grade.affine.apply(light), glm::dvec3(0));
                const glm::dvec3 shown = glm::pow(graded, glm::dvec3(1 / kGamma));
                text += fixed(shown.r) + " " + fixed(shown.g) + " " + fixed(shown.b) + "\n";
            }
    return text;
}

} // namespace seamline::analysis
