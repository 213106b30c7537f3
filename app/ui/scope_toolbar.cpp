#include "app/ui/scope_toolbar.h"

#include <array>
#include <span>

namespace seamline::ui {
namespace {

using renderer::LevelScale;
using renderer::ScopePair;
using renderer::TraceGain;
using renderer::WaveformKind;
using session::ScopeRegion;
using session::ScopeSettings;
using session::ScopeSignal;
using session::TraceTint;
using session::VectorTargets;

template <typename Value> struct Choice {
    Value value;
    const char* words;
};

constexpr std::array<Choice<WaveformKind>, 4> kWaveforms{{
    {WaveformKind::Luma, "Luma"},
    {WaveformKind::RgbOverlay, "RGB overlay"},
    {WaveformKind::RgbParade, "RGB parade"},
    {WaveformKind::YCbCrParade, "YCbCr parade"},
}};
constexpr std::array<Choice<LevelScale>, 4> kScales{{
    {LevelScale::Percent, "%"},
    {LevelScale::Code, "Code"},
    {LevelScale::Millivolt, "mV"},
    {LevelScale::Nits, "cd/m\xC2\xB2"},
}};
constexpr std::array<Choice<ScopePair>, 3> kPairs{{
    {ScopePair::Apart, "Apart"},
    {ScopePair::Overlay, "A over B"},
    {ScopePair::Difference, "A - B"},
}};
constexpr std::array<Choice<ScopeSignal>, 2> kSignals{{
    {ScopeSignal::Source, "Source"},
    {ScopeSignal::View, "After view"},
}};
constexpr std::array<Choice<ScopeRegion::Kind>, 3> kRegions{{
    {ScopeRegion::Kind::Whole, "Whole"},
    {ScopeRegion::Kind::Rectangle, "Rectangle"},
    {ScopeRegion::Kind::View, "As seen"},
}};
constexpr std::array<Choice<TraceGain>, 3> kGains{{
    {TraceGain::Log, "Logarithmic"},
    {TraceGain::Sqrt, "Square root"},
    {TraceGain::Linear, "Linear"},
}};
constexpr std::array<Choice<TraceTint>, 3> kTints{{
    {TraceTint::White, "White"},
    {TraceTint::Green, "Green"},
    {TraceTint::Amber, "Amber"},
}};
constexpr std::array<Choice<VectorTargets>, 4> kTargets{{
    {VectorTargets::Source, "Take's own"},
    {VectorTargets::Bt601, "BT.601"},
    {VectorTargets::Bt709, "BT.709"},
    {VectorTargets::Bt2020, "BT.2020"},
}};
constexpr std::array<Choice<int>, 3> kZooms{{{1, "1x"}, {2, "2x"}, {4, "4x"}}};

/// Puts each control beside the one before where it fits, else on a new line.
class Flow {
public:
    explicit Flow(const Ui& ui)
        : gap_(ui.px(5)), end_(ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x) {}

    void place(float width) {
        if (is_first_) {
            is_first_ = false;
            return;
        }
        if (ImGui::GetItemRectMax().x + gap_ + width <= end_) ImGui::SameLine(0, gap_);
    }

private:
    float gap_;
    float end_;
    bool is_first_ = true;
};

float button_width(const char* label) {
    return ImGui::CalcTextSize(label).x + 2 * ImGui::GetStyle().FramePadding.x;
}

void toggle(const Ui& ui, Flow& flow, const char* label, Action action, bool on) {
    flow.place(button_width(label));
    if (text_button(label, ui.tip(description(action).tooltip, action), on))
        ui.commands.run(action);
}

/// True when `value` was changed.
template <typename Value>
bool choose(const Ui& ui, const char* id, float width, std::span<const Choice<Value>> choices,
            Value& value, Action action) {
    const char* now = "";
    for (const Choice<Value>& choice : choices)
        if (choice.value == value) now = choice.words;
    bool is_changed = false;
    ImGui::SetNextItemWidth(ui.px(width));
    const bool is_open = ImGui::BeginCombo(id, now);
    if (!is_open) tooltip(ui.tip(description(action).tooltip, action));
    if (!is_open) return false;
    for (const Choice<Value>& choice : choices) {
        if (!ImGui::Selectable(choice.words, choice.value == value)) continue;
        value = choice.value;
        is_changed = true;
    }
    ImGui::EndCombo();
    return is_changed;
}

void more(const Ui& ui) {
    ScopeSettings& scopes = ui.state.scopes;
    constexpr float kWidth = 130;
    choose<TraceGain>(ui, "Trace response", kWidth, kGains, scopes.gain, Action::ScopeGain);
    choose<TraceTint>(ui, "Trace colour", kWidth, kTints, scopes.tint, Action::ScopeTint);
    choose<int>(ui, "Vectorscope zoom", kWidth, kZooms, scopes.zoom, Action::ScopeZoom);
    choose<VectorTargets>(ui, "Vectorscope targets", kWidth, kTargets, scopes.targets,
                          Action::ScopeTargets);
    ImGui::Checkbox("Beside the picture", &scopes.beside);
    tooltip(ui.tip(description(Action::ScopesBeside).tooltip, Action::ScopesBeside));
    if (text_button("Clear the region",
                    ui.tip("Forgets the drawn rectangle. Ctrl and a drag in the picture draw one, "
                           "Ctrl and a click clear it.",
                           Action::ScopeClearRegion)))
        ui.commands.run(Action::ScopeClearRegion);
}

void region_chooser(const Ui& ui) {
    ScopeRegion region = ui.model.session.scope_region;
    if (choose<ScopeRegion::Kind>(ui, "##region", 88, kRegions, region.kind, Action::ScopeRegion))
        ui.commands.edit([kind = region.kind](session::Session& s) { s.scope_region.kind = kind; });
}

} // namespace

void draw_scope_toolbar(const Ui& ui) {
    ScopeSettings& scopes = ui.state.scopes;
    Flow flow(ui);
    toggle(ui, flow, "Histogram", Action::ScopeHistogram, scopes.histogram);
    toggle(ui, flow, "Waveform", Action::ScopeWaveform, scopes.waveform);
    if (scopes.waveform) {
        flow.place(ui.px(116));
        choose<WaveformKind>(ui, "##waveform", 116, kWaveforms, scopes.waveform_kind,
                             Action::ScopeWaveform);
    }
    toggle(ui, flow, "Vectorscope", Action::ScopeVectorscope, scopes.vectorscope);
    toggle(ui, flow, "CIE", Action::ScopeChromaticity, scopes.chromaticity);
    flow.place(ui.px(72));
    choose<LevelScale>(ui, "##scale", 72, kScales, scopes.scale, Action::ScopeScale);
    flow.place(ui.px(84));
    choose<ScopePair>(ui, "##pair", 84, kPairs, scopes.pair, Action::ScopePair);
    flow.place(ui.px(92));
    choose<ScopeSignal>(ui, "##signal", 92, kSignals, scopes.signal, Action::ScopeSignal);
    flow.place(ui.px(88));
    region_chooser(ui);
    flow.place(ui.px(80));
    ImGui::SetNextItemWidth(ui.px(80));
    slider("##brightness", scopes.brightness, 0.1F, 10, 1, "light %.2f",
           ui.tip("Brightness of the traces. Double click: as usual.", Action::ScopeBrighter),
           ImGuiSliderFlags_Logarithmic);
    flow.place(button_width("More"));
    if (text_button("More", {"Trace response and colour, vectorscope, place of the panel.", ""}))
        ImGui::OpenPopup("more scopes");
    if (ImGui::BeginPopup("more scopes")) {
        more(ui);
        ImGui::EndPopup();
    }
    const char* fill = ui.state.scopes_fill ? "Back" : "Fill";
    toggle(ui, flow, fill, Action::ScopesFill, ui.state.scopes_fill);
}

} // namespace seamline::ui
