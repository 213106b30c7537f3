#include "app/ui/color_setup.h"

#include <cstdlib>

namespace seamline::ui {

using session::ColorConfigOrigin;

std::string environment_config() {
    const char* value = std::getenv("OCIO");
    return value != nullptr ? value : "";
}

Result<color::ColorConfig> read_config(const ConfigChoice& choice) {
    switch (choice.origin) {
    case ColorConfigOrigin::Environment:
        return color::ColorConfig::open({});
    case ColorConfigOrigin::File:
        return color::ColorConfig::load(choice.file);
    case ColorConfigOrigin::BuiltIn:
        break;
    }
    return color::ColorConfig::built_in();
}

bool ColorSetup::ask(const ConfigChoice& choice) {
    return reading_.start([choice](const Errand<Answer>::Cancelled&) {
        return Answer{choice, read_config(choice)};
    });
}

std::optional<ColorSetup::Answer> ColorSetup::take() {
    std::optional<Answer> answer = reading_.take();
    if (!answer) return answer;
    error_ = answer->config ? "" : answer->config.error().message;
    if (answer->config)
        broken_.clear();
    else if (answer->choice == choice_)
        broken_ = error_;
    if (answer->config) choice_ = answer->choice;
    return answer;
}

} // namespace seamline::ui
