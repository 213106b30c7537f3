#include "app/interchange/decisions/review_report.h"

#include "app/interchange/markup.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

namespace seamline::interchange {
namespace {

using review::Comment;
using review::Decision;
using review::Drawing;
using review::Medium;
using review::Review;
using review::Shot;
using review::Take;

class Report {
public:
    Report(const Review& review, const ReportOptions& options)
        : review_(review), options_(options),
          stills_(review, options.still_of, options.most_stills) {
        for (const Medium& medium : review.media) media_[medium.media_id] = &medium;
    }

    std::string html() {
        const std::string title = review_.name.empty() ? "Review" : review_.name;
        std::string body = "<h1>" + markup_text(title) + "</h1>\n";
        if (!options_.date.empty())
            body += "<p class=\"soft\">" + markup_text(options_.date) + "</p>\n";
        body += progress() + disagreement();
        bool first = true;
        std::set<std::string> shown;
        for (const Shot& shot : review_.shots) {
            body += heading(shot.name, first) + shot_line(shot);
            first = false;
            for (const std::string& id : shot.takes) {
                const auto medium = media_.find(id);
                if (medium == media_.end() || !shown.insert(id).second) continue;
                body += take_card(*medium->second, &shot);
            }
        }
        std::string loose;
        for (const Medium& medium : review_.media)
            if (!shown.contains(medium.media_id)) loose += take_card(medium, nullptr);
        if (!loose.empty())
            body += heading(review_.shots.empty() ? "Takes" : "Takes of no shot", first) + loose;
        if (stills_.left_out() > 0)
            body += "<p class=\"soft\">Pictures left out, so that this page can be opened: " +
                    std::to_string(stills_.left_out()) + ".</p>\n";
        return page(title, body);
    }

private:
    static std::string heading(const std::string& name, bool first) {
        return std::string("<h2") + (first ? " class=\"first\"" : "") + ">" + markup_text(name) +
               "</h2>\n";
    }

    std::string progress() const {
        const auto picked = std::ranges::count_if(
            review_.shots, [](const Shot& shot) { return !shot.pick.empty(); });
        std::array<int, 3> states{};
        for (const Decision& decision : review_.decisions)
            ++states[static_cast<std::size_t>(decision.state)];
        std::string html = "<p>";
        if (!review_.shots.empty())
            html += "<b>" + std::to_string(picked) + " of " + std::to_string(review_.shots.size()) +
                    " shots decided</b> <meter min=\"0\" max=\"" +
                    std::to_string(review_.shots.size()) + "\" value=\"" + std::to_string(picked) +
                    "\"></meter> &nbsp; ";
        for (std::size_t i = 0; i < states.size(); ++i)
            html += state_markup(static_cast<review::DecisionState>(i)) + " " +
                    std::to_string(states[i]) + " &nbsp; ";
        return html + "</p>\n";
    }

    std::string disagreement() const {
        std::string rows;
        for (const auto& group : disagreements(review_)) {
            const auto medium = media_.find(group.front()->media_id);
            if (medium == media_.end()) continue;
            rows += "<tr><td>" + markup_text(medium->second->name) + "<td>" +
                    markup_text(target_words(group.front()->target, *medium->second)) + "<td>";
            for (const Decision* decision : group)
                rows += markup_text(decision->author.empty() ? "?" : decision->author) + ": " +
                        state_markup(decision->state) + "<br>";
        }
        if (rows.empty()) return {};
        return "<h3>People disagree</h3><table><tr><th>take<th>where<th>who says what" + rows +
               "</table>\n";
    }

    std::string shot_line(const Shot& shot) const {
        std::vector<std::string> words;
        if (shot.coverage != review::CoverageClass::None)
            words.emplace_back(review::name(shot.coverage));
        if (shot.place != review::ShotPlace::None) words.emplace_back(review::name(shot.place));
        const auto pick = media_.find(shot.pick);
        words.push_back(pick == media_.end() ? "no pick yet" : "pick: " + pick->second->name);
        return "<p class=\"soft\">" + markup_text(joined_words(words)) + "</p>\n";
    }

    std::string facts(const Medium& medium) const {
        const auto take = std::ranges::find(review_.takes, medium.media_id, &Take::media_id);
        std::string rows;
        const auto row = [&](const char* title, const std::string& value) {
            if (!value.empty())
                rows += std::string("<tr><th>") + title + "<td>" + markup_lines(value);
        };
        if (take != review_.takes.end()) {
            row("generator", take->facts.generator);
            row("version", take->facts.version);
            row("prompt", take->facts.prompt);
            row("seed", take->facts.seed);
            row("rights", take->facts.rights);
        }
        return rows.empty() ? "" : "<table>" + rows + "</table>\n";
    }

    std::string take_card(const Medium& medium, const Shot* shot) {
        const auto take = std::ranges::find(review_.takes, medium.media_id, &Take::media_id);
        std::string html = "<section class=\"card\"><h3>" +
                           markup_text(medium.name.empty() ? medium.path : medium.name);
        if (shot != nullptr && shot->pick == medium.media_id) html += " &#9733; pick";
        if (take != review_.takes.end() && take->eliminated) html += " (eliminated)";
        html += "</h3>\n<p class=\"soft\">" + std::to_string(medium.frame_count) + " frames, " +
                medium.frame_rate.text() + " fps, " + markup_text(medium.path) + "</p>\n" +
                facts(medium);
        if (const auto found = options_.findings.find(medium.media_id);
            found != options_.findings.end() && !found->second.empty()) {
            html += "<p><b>Measured</b></p><ul>";
            for (const std::string& line : found->second) html += "<li>" + markup_lines(line);
            html += "</ul>\n";
        }
        std::set<std::int64_t> pictured;
        // What several people say about the same frames stands beside one picture.
        const auto decisions = sorted(review_.decisions, medium);
        for (std::size_t i = 0; i < decisions.size();) {
            const review::Target target = decisions[i]->target;
            std::string words;
            for (; i < decisions.size() && decisions[i]->target == target; ++i)
                words += "<p>" + state_markup(decisions[i]->state) + " " +
                         markup_text(joined_words(decisions[i]->reasons)) + "</p>\n" +
                         quote_markup(decisions[i]->note) +
                         said_markup(decisions[i]->author, decisions[i]->time_ms);
            html += item(medium, target, pictured, words);
        }
        html += comments(medium, pictured) + drawings(medium, pictured);
        return html + "</section>\n";
    }

    template <typename T>
    std::vector<const T*> sorted(const std::vector<T>& all, const Medium& medium) const {
        std::vector<const T*> own;
        for (const T& value : all)
            if (value.media_id == medium.media_id) own.push_back(&value);
        const auto place = [](const T* value) {
            return std::tuple(value->target.kind != review::TargetKind::Take, value->target.from,
                              value->target.to);
        };
        std::ranges::stable_sort(own, [&](const T* a, const T* b) { return place(a) < place(b); });
        return own;
    }

    /// `words` beside the frame that is meant.
    std::string item(const Medium& medium, const review::Target& target,
                     std::set<std::int64_t>& pictured, const std::string& words) {
        const std::string where = target_words(target, medium);
        const std::int64_t frame = shown_frame(target, medium);
        const std::string picture = stills_.figure(medium, frame, "frame " + std::to_string(frame));
        pictured.insert(frame);
        return std::string("<div class=\"item") + (picture.empty() ? " bare" : "") + "\">" +
               picture + "<div><p><b>" + markup_text(where) + "</b></p>\n" + words +
               "</div></div>\n";
    }

    std::string comments(const Medium& medium, std::set<std::int64_t>& pictured) {
        std::string html;
        for (const Comment* comment : sorted(review_.comments, medium)) {
            if (!comment->parent_id.empty()) continue;
            html += item(medium, comment->target, pictured, thread_markup(review_, *comment));
        }
        return html;
    }

    /// Drawings on frames that nobody else has spoken of.
    std::string drawings(const Medium& medium, std::set<std::int64_t>& pictured) {
        std::string html;
        for (const Drawing& drawing : review_.drawings) {
            const auto in = pictured.lower_bound(drawing.from);
            if (drawing.media_id != medium.media_id || (in != pictured.end() && *in <= drawing.to))
                continue;
            html += item(medium, review::Target::frame(drawing.from), pictured,
                         "<p>drawing</p>\n" + said_markup(drawing.author, drawing.time_ms));
        }
        return html;
    }

    const Review& review_;
    const ReportOptions& options_;
    Stills stills_;
    std::map<std::string, const Medium*> media_;
};

} // namespace

std::vector<std::vector<const Decision*>> disagreements(const Review& review) {
    std::vector<std::vector<const Decision*>> groups;
    std::map<std::tuple<std::string, review::TargetKind, std::int64_t, std::int64_t>, std::size_t>
        at;
    for (const Decision& decision : review.decisions) {
        const review::Target& target = decision.target;
        const auto [place, is_new] =
            at.try_emplace({decision.media_id, target.kind, target.from, target.to}, groups.size());
        if (is_new) groups.emplace_back();
        groups[place->second].push_back(&decision);
    }
    std::erase_if(groups, [](const auto& group) {
        return std::ranges::all_of(group, [&](const Decision* decision) {
            return decision->state == group.front()->state ||
                   decision->author == group.front()->author;
        });
    });
    return groups;
}

std::string write_review_report(const Review& review, const ReportOptions& options) {
    return Report(review, options).html();
}

} // namespace seamline::interchange
