#include "app/session/xdg.h"

#include "temporary_folder.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>

namespace seamline::session {
namespace {

namespace fs = std::filesystem;
using test::TemporaryFolder;

/// Sets an environment variable (or removes it) until the end of the scope.
class Variable {
public:
    Variable(const char* name, std::optional<std::string> value) : name_(name) {
        if (const char* old = std::getenv(name)) old_ = old;
        set(value);
    }
    ~Variable() { set(old_); }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

private:
    void set(const std::optional<std::string>& value) {
        if (value)
            ::setenv(name_, value->c_str(), 1);
        else
            ::unsetenv(name_);
    }
    const char* name_;
    std::optional<std::string> old_;
};

TEST(Xdg, TheVariableDecides) {
    const Variable variable("XDG_CACHE_HOME", "/var/quick//");
    EXPECT_EQ(xdg_path(XdgFolder::Cache), "/var/quick/seamline");
}

TEST(Xdg, WithoutVariablesTheFoldersAreBelowHome) {
    const Variable home("HOME", "/home/kim");
    const Variable config("XDG_CONFIG_HOME", std::nullopt);
    const Variable state("XDG_STATE_HOME", "");
    const Variable data("XDG_DATA_HOME", std::nullopt);
    EXPECT_EQ(xdg_path(XdgFolder::Config), "/home/kim/.config/seamline");
    EXPECT_EQ(xdg_path(XdgFolder::State), "/home/kim/.local/state/seamline");
    EXPECT_EQ(xdg_path(XdgFolder::Data), "/home/kim/.local/share/seamline");
}

TEST(Xdg, ARelativeVariableIsIgnored) {
    const Variable home("HOME", "/home/kim");
    const Variable config("XDG_CONFIG_HOME", "not/absolute");
    EXPECT_EQ(xdg_path(XdgFolder::Config), "/home/kim/.config/seamline");
}

TEST(Xdg, WithoutHomeThereIsStillAnAbsolutePlace) {
    const Variable home("HOME", std::nullopt);
    EXPECT_TRUE(home_folder().is_absolute());
}

TEST(Xdg, AWorkingFolderThatIsGoneIsReplacedByHome) {
    const Variable home("HOME", "/home/kim");
    const fs::path before = fs::current_path();
    EXPECT_EQ(working_folder(), before);
    {
        const TemporaryFolder folder;
        fs::current_path(folder.path());
    }
    EXPECT_EQ(working_folder(), "/home/kim");
    fs::current_path(before);
}

TEST(Xdg, FoldersAreMadePrivateOnDemand) {
    const TemporaryFolder folder;
    const Variable state("XDG_STATE_HOME", (folder / "a/b").string());
    const auto made = xdg_folder(XdgFolder::State);
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_EQ(made.value(), folder / "a/b/seamline");
    EXPECT_EQ(fs::status(made.value()).permissions(), fs::perms::owner_all);
    EXPECT_TRUE(xdg_folder(XdgFolder::State)) << "a second call finds it";
}

TEST(Xdg, AFileInTheWayIsAnErrorWithARemedy) {
    const TemporaryFolder folder;
    test::write_text(folder / "file", "x");
    const Variable state("XDG_STATE_HOME", (folder / "file").string());
    const auto made = xdg_folder(XdgFolder::State);
    ASSERT_FALSE(made);
    EXPECT_NE(made.error().message.find("XDG_STATE_HOME"), std::string::npos);
}

} // namespace
} // namespace seamline::session
