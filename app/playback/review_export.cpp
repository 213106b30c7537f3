#include "app/playback/review_export.h"

#include "app/analysis/media_id.h"
#include "app/interchange/decisions/guest_page.h"
#include "app/interchange/decisions/review_report.h"
#include "app/interchange/decisions/ticket.h"
#include "app/playback/rendered_take.h"
#include "app/playback/staged_folder.h"
#include "app/review/uuid7.h"
#include "app/session/json_file.h"
#include "app/session/review_medium.h"
#include "renderer/vulkan/device.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

namespace seamline::playback {
namespace {

namespace fs = std::filesystem;
using interchange::NamedText;
using interchange::ReviewFormat;

constexpr int kStillPx = 480;
constexpr int kProxyPx = 960;
constexpr const char* kElsewhere = "choose a folder with room that you may write to";

Result<Done> write_file(const fs::path& folder, const NamedText& named) {
    std::error_code code;
    fs::create_directories(folder, code);
    return session::write_whole(folder / named.name, named.text);
}

Error cancelled() { return {ErrorCode::Cancelled, "The export was cancelled."}; }

class Exporting {
public:
    Exporting(const review::Review& review, const ReviewExportRequest& request)
        : review_(review), request_(request) {
        for (const review::Medium& medium : review.media) paths_[medium.media_id] = medium.path;
    }

    Result<ReviewExport> run() {
        if (request_.product == "guest") return guest();
        std::vector<NamedText> texts;
        const std::string date = review::utc_text(review::now_ms()).substr(0, 10);
        if (request_.product == "report") {
            interchange::ReportOptions options;
            options.still_of = stills();
            options.findings = request_.findings;
            options.date = date;
            const std::string name = review_.name.empty() ? "review" : review_.name;
            texts.push_back({interchange::safe_file_name(name) + ".html",
                             interchange::write_review_report(review_, options)});
        } else if (request_.product == "ticket") {
            interchange::TicketOptions options;
            options.still_of = stills();
            options.targets = request_.findings;
            options.date = date;
            auto tickets = interchange::write_tickets(review_, options);
            if (!tickets) return tickets.error();
            texts = std::move(tickets).value();
        } else if (const auto done = markers(texts); !done) {
            return done.error();
        }
        if (is_cancelled()) return cancelled();
        for (const NamedText& text : texts) {
            if (const auto done = write_file(request_.folder, text); !done) return done.error();
            made_.files.push_back(text.name);
        }
        return made_;
    }

private:
    bool is_cancelled() const { return request_.cancelled && request_.cancelled(); }
    void tell(const std::string& what, double done) const {
        if (request_.progress) request_.progress(what, done);
    }

    Result<Done> markers(std::vector<NamedText>& texts) {
        const auto format = interchange::review_format_from(request_.product);
        if (!format || *format == ReviewFormat::PremiereMarkers)
            return Error{ErrorCode::InvalidArgument,
                         "a review cannot be written as '" + request_.product + "'"};
        interchange::ReviewWriteOptions options;
        options.edit = request_.cut;
        options.list = request_.list;
        auto written = interchange::write_review(*format, review_, options);
        if (!written) return written.error();
        texts = std::move(written.value().files);
        made_.losses = std::move(written.value().losses);
        return Done{};
    }

    /// Each medium is opened once where its pictures follow each other.
    interchange::StillOf stills() {
        if (!request_.pictures) return {};
        return [this](const std::string& media_id, std::int64_t frame) {
            return still(media_id, frame);
        };
    }
    std::optional<std::string> still(const std::string& media_id, std::int64_t frame) {
        if (is_cancelled() || lost_.contains(media_id)) return std::nullopt;
        auto made = render(media_id, frame);
        if (made) return std::move(made).value();
        lose(media_id, made.error().message);
        return std::nullopt;
    }
    Result<std::string> render(const std::string& media_id, std::int64_t frame) {
        if (open_id_ != media_id) {
            const auto path = path_of(media_id);
            if (!path) return path.error();
            tell("pictures of " + path.value().filename().string(), 0.5);
            open_id_.clear();
            open_.reset();
            auto take = RenderedTake::open(device(), path.value());
            if (!take) return take.error();
            open_ = std::move(take).value();
            open_id_ = media_id;
        }
        const auto picture = open_->at(frame, open_->size(kStillPx));
        if (!picture) return picture.error();
        return png_bytes(picture.value());
    }

    /// Where the medium is, as it was judged. Errors: NotFound; Corrupt: another content is there.
    Result<fs::path> path_of(const std::string& media_id) const {
        const auto path = paths_.find(media_id);
        std::error_code code;
        if (path == paths_.end() || !fs::exists(path->second, code))
            return Error{ErrorCode::NotFound,
                         "it is not where it was seen last" +
                             (path == paths_.end() ? "" : ", " + path->second.string())};
        const auto id =
            analysis::cached_media_id(path->second, session::media_id_folder(), request_.cancelled);
        if (!id) return id.error();
        if (id.value() != media_id)
            return Error{ErrorCode::Corrupt,
                         path->second.string() + " has another content than the one judged"};
        return path->second;
    }
    void lose(const std::string& media_id, const std::string& why) {
        if (!lost_.insert(media_id).second) return;
        const auto medium = std::ranges::find(review_.media, media_id, &review::Medium::media_id);
        const std::string name = medium != review_.media.end() ? medium->name : media_id;
        made_.losses.push_back("pictures of " + name + ": " + why);
    }

    Result<ReviewExport> guest() {
        std::vector<interchange::GuestTake> takes;
        // A page with half of its movies is of no use: all of it is put in place, or nothing.
        const auto unfinished = StagedFolder::make(request_.folder);
        if (!unfinished) return unfinished.error();
        const fs::path& folder = unfinished.value()->path();
        for (const review::Medium& medium : review_.media) {
            if (is_cancelled()) return cancelled();
            const auto path = path_of(medium.media_id);
            if (!path) {
                lose(medium.media_id, path.error().message);
                continue;
            }
            tell("a small movie of " + medium.name,
                 static_cast<double>(takes.size()) / static_cast<double>(review_.media.size()));
            const std::string name = "take_" + std::to_string(takes.size() + 1) + ".mp4";
            const auto done =
                write_proxy(device(), path.value(), folder / name, kProxyPx, request_.cancelled);
            if (!done) return guest_failed(done.error(), folder);
            takes.push_back({medium.media_id, name});
            made_.files.push_back(name);
        }
        if (takes.empty())
            return Error{ErrorCode::InvalidArgument, "no take of the review is where it was, and "
                                                     "as it was judged: name the files to share"};
        const auto page = interchange::write_guest_page(review_, takes, {!request_.hide_names});
        if (!page) return page.error();
        if (const auto done = write_file(folder, page.value()); !done)
            return guest_failed(done.error(), folder);
        made_.files.insert(made_.files.begin(), page.value().name);
        // The page last: whoever sees it finds its own movies.
        std::vector<std::string> names = made_.files;
        std::ranges::reverse(names);
        if (const auto done = unfinished.value()->put_in_place(names); !done) return done.error();
        return made_;
    }
    /// What could not be written is named by the folder that was asked for.
    Error guest_failed(const Error& error, const fs::path& unfinished) const {
        const bool is_of_output = error.message.find(unfinished.string()) != std::string::npos;
        if (error.code != ErrorCode::Io || !is_of_output) return error;
        // The system's reason alone: "cannot write 'FILE': reason; advice".
        std::string why;
        if (const auto at = error.message.rfind("': "); at != std::string::npos)
            why = error.message.substr(at + 1, error.message.find(';', at) - at - 1);
        return {ErrorCode::Io, "cannot write the guest page into '" + request_.folder.string() +
                                   "'" + why + "; nothing of it was left there: " + kElsewhere};
    }

    const renderer::Device& device() {
        if (!device_) device_ = std::make_unique<renderer::Device>();
        return *device_;
    }

    const review::Review& review_;
    const ReviewExportRequest& request_;
    std::map<std::string, fs::path> paths_;
    std::unique_ptr<renderer::Device> device_; ///< Outlives what renders with it.
    std::optional<RenderedTake> open_;
    std::string open_id_;
    std::set<std::string> lost_; ///< Media that have no pictures.
    ReviewExport made_;
};

} // namespace

const std::vector<ReviewProduct>& review_products() {
    static const std::vector<ReviewProduct> products = [] {
        std::vector<ReviewProduct> all{
            {"report", "Report", "one HTML page with pictures, to mail or print"},
            {"ticket", "Send-back tickets",
             "a page, CSV and JSON for each take that goes back, for who prompts"},
            {"guest", "Guest page",
             "a folder that plays in any browser; importing takes its answers"}};
        constexpr std::pair<ReviewFormat, const char*> kFormats[]{
            {ReviewFormat::ResolveMarkers, "Resolve markers"},
            {ReviewFormat::AvidMarkers, "Avid markers"},
            {ReviewFormat::Xmeml, "Premiere sequence"},
            {ReviewFormat::Fcpxml, "Final Cut Pro"},
            {ReviewFormat::Otio, "OpenTimelineIO"},
            {ReviewFormat::OtioNleSafe, "OpenTimelineIO for older programs"},
            {ReviewFormat::Cmx3600, "CMX3600 with locators"},
            {ReviewFormat::Csv, "Table"},
            {ReviewFormat::Json, "All of it"}};
        for (const auto& [format, words] : kFormats)
            all.push_back({interchange::name(format), words, interchange::purpose(format)});
        return all;
    }();
    return products;
}

Result<ReviewExport> export_review(const review::Review& review,
                                   const ReviewExportRequest& request) {
    return Exporting(review, request).run();
}

review::Review only_media(review::Review review, const std::vector<std::string>& media_ids) {
    const auto is_wanted = [&](const std::string& id) {
        return std::ranges::find(media_ids, id) != media_ids.end();
    };
    const auto other = [&](const auto& item) { return !is_wanted(item.media_id); };
    std::erase_if(review.media, other);
    std::erase_if(review.decisions, other);
    std::erase_if(review.comments, other);
    std::erase_if(review.drawings, other);
    std::erase_if(review.takes, other);
    std::erase_if(review.answers, other);
    for (review::Shot& shot : review.shots) {
        std::erase_if(shot.takes, [&](const std::string& id) { return !is_wanted(id); });
        if (!is_wanted(shot.pick)) shot.pick.clear();
    }
    std::erase_if(review.shots, [](const review::Shot& shot) { return shot.takes.empty(); });
    std::erase_if(review.comparisons, [&](const review::Comparison& c) {
        return !is_wanted(c.left) || !is_wanted(c.right);
    });
    return review;
}

} // namespace seamline::playback
