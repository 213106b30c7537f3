// app/ui/review/review_desk_impl.h: what a ReviewDesk holds; for its own files only.
#pragma once

#include "app/review/review_log.h"
#include "app/ui/review/media_names.h"
#include "app/ui/review/review_desk.h"

#include <deque>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace seamline::ui {

struct ReviewDesk::Impl {
    Options options;
    Say say;
    std::unique_ptr<review::ReviewLog> log; ///< Never null.
    bool is_in_memory = false;              ///< The store could not be opened ...
    std::string why_not;                    ///< ... because of this.
    std::unique_ptr<MediaNames> names;
    CutRemarks cut_remarks;
    std::map<std::filesystem::path, std::string> ids;
    std::map<std::filesystem::path, std::string> id_errors;
    std::set<std::filesystem::path> seen; ///< Whose facts are in the store.
    Clock::time_point next_look{};

    /// An action that waits for its medium's id, and with it all that were made after it.
    struct Waiting {
        std::filesystem::path path; ///< Empty: waits for nothing.
        std::function<review::Action(const std::string& media_id)> make;
        std::optional<review::Medium> medium;
        std::shared_ptr<review::Action> made; ///< What it became, for undo; null: nobody asks.
    };
    std::deque<Waiting> waiting;

    /// What was done, or undone, and when.
    struct Step {
        Clock::time_point when;
        std::shared_ptr<review::Action> what; ///< Never null; holds no event while it waits.
    };
    std::map<std::string, std::vector<Step>> done;   ///< By author.
    std::map<std::string, std::vector<Step>> undone; ///< By author.

    struct Refused {
        std::string author;
        std::string why;
    };
    std::mutex refused_mutex; ///< Guards `refused`, which the log's thread fills.
    std::vector<Refused> refused;

    std::shared_ptr<const DecisionTable> table;
    std::uint64_t table_change = ~std::uint64_t{0};
    int table_base = 0;
    std::uint64_t change = 0;
    std::set<std::string> authors; ///< Of what stands.
    std::set<std::string> named;   ///< Who was named in this run.
    std::uint64_t seen_change = ~std::uint64_t{0};

    using Opened = Result<std::unique_ptr<review::ReviewLog>>;
    std::future<Opened> reopening; ///< Valid while a store is being tried again.

    /// All of them, and the deciding one; sorted.
    std::vector<std::string> people() const;
    void open();
    void take_rescued();
    void rescue();
    void try_again();
    void take_reopened();
    void flush();
    void post(review::Action action);
    void take_ids();
    void remember(const std::string& id, review::Medium medium);
    void act(std::optional<DecisionPlace> place,
             std::function<review::Action(const std::string& media_id)> make);
    std::string turn(std::vector<Step>& from, std::vector<Step>& to, review::Action turning);

    Impl(Options its, Say told)
        : options(std::move(its)), say(std::move(told)), cut_remarks(options.wake) {}
};

} // namespace seamline::ui
