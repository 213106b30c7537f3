#include "app/interchange/decisions/echo.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <utility>

namespace seamline::interchange {
namespace {

using review::Comment;
using review::Decision;
using review::Review;

bool is_list(ReviewFormat format) {
    return format == ReviewFormat::ResolveMarkers || format == ReviewFormat::AvidMarkers ||
           format == ReviewFormat::Cmx3600;
}

bool says_same(const Decision& a, const Decision& b) {
    return a.media_id == b.media_id && same_place(a.target, b.target) && a.state == b.state &&
           a.reasons == b.reasons && a.note == b.note && a.author == b.author;
}
bool says_same(const Comment& a, const Comment& b) {
    return a.media_id == b.media_id && a.target == b.target && a.text == b.text &&
           a.author == b.author;
}
bool may_be(const Decision& stands, const Decision& came) {
    return stands.media_id == came.media_id && stands.target.from == came.target.from &&
           stands.state == came.state;
}
bool may_be(const Comment& stands, const Comment& came) {
    return stands.media_id == came.media_id && stands.target.from == came.target.from;
}

class Echoing {
public:
    Echoing(const Review& stands, ReviewFormat format, const ReviewReadOptions& options)
        : stands_(stands), format_(format), reading_(options) {
        // Premiere exports the markers of the sequence that it was given.
        if (format_ == ReviewFormat::PremiereMarkers) format_ = ReviewFormat::Xmeml;
        reading_.stands = nullptr;
        reading_.format = format_;
        // As it is written here; where the labels start and how they count changes no frame.
        reading_.rate.reset();
        reading_.start_frame.reset();
        reading_.drop_frame.reset();
    }

    void add_all(const Review& incoming) {
        Review all = stands_;
        all.media = reading_.known;
        if (reading_.edit != nullptr || !is_list(format_)) return add(all);
        std::set<std::string> ids;
        for (const Decision& decision : incoming.decisions) ids.insert(decision.media_id);
        for (const Comment& comment : incoming.comments) ids.insert(comment.media_id);
        for (const std::string& id : ids) {
            Review one = all;
            const auto is_other = [&](const auto& item) { return item.media_id != id; };
            std::erase_if(one.media, is_other);
            std::erase_if(one.decisions, is_other);
            std::erase_if(one.comments, is_other);
            std::erase_if(one.drawings, is_other);
            add(one);
        }
    }

    /// Remarks that may be what came, each alone.
    template <typename T>
    void add_alone(const std::vector<T>& incoming, std::vector<T> Review::*list) {
        std::set<const T*> tried;
        for (const T& came : incoming) {
            const auto same = [&](const T& other) { return says_same(other, came); };
            if (std::ranges::any_of(stands_.*list, same) || std::ranges::any_of(echo_.*list, same))
                continue;
            for (const T& own : stands_.*list) {
                if (!may_be(own, came) || !tried.insert(&own).second) continue;
                Review alone;
                std::ranges::copy_if(
                    reading_.known, std::back_inserter(alone.media),
                    [&](const review::Medium& medium) { return medium.media_id == own.media_id; });
                (alone.*list).push_back(own);
                add(alone);
            }
        }
    }

    /// Drawings of one medium alone: its other remarks are not asked for.
    void add_drawings(const std::string& media_id) {
        const auto is_meant = [&](const auto& item) { return item.media_id == media_id; };
        Review drawn;
        std::ranges::copy_if(reading_.known, std::back_inserter(drawn.media), is_meant);
        std::ranges::copy_if(stands_.drawings, std::back_inserter(drawn.drawings), is_meant);
        if (!drawn.drawings.empty()) add(drawn);
    }

    Review take() { return std::move(echo_); }
    const std::vector<DrawingMark>& drawing_marks() const { return drawing_marks_; }

private:
    void add(const Review& part) {
        for (const bool utf8 : {false, true}) {
            if (utf8 && !is_list(format_)) break;
            ReviewWriteOptions writing;
            writing.edit = reading_.edit;
            writing.media_id_of = reading_.media_id_of;
            writing.list.utf8 = utf8;
            const auto written = write_review(format_, part, writing);
            if (!written) continue; // Nothing of it goes into such a file.
            for (const NamedText& file : written.value().files) read(file, part);
        }
    }

    void read(const NamedText& file, const Review& part) {
        ReviewReadOptions reading = reading_;
        if (reading.edit == nullptr && is_list(format_) && !part.media.empty())
            reading.media_id = part.media.front().media_id;
        auto back = read_marks(file.text, file.name, reading);
        if (!back) return; // Then nothing that came can be its words either.
        const Review& said = back.value().review;
        echo_.decisions.insert(echo_.decisions.end(), said.decisions.begin(), said.decisions.end());
        echo_.comments.insert(echo_.comments.end(), said.comments.begin(), said.comments.end());
        const std::vector<DrawingMark>& marks = back.value().drawing_marks;
        drawing_marks_.insert(drawing_marks_.end(), marks.begin(), marks.end());
    }

    const Review& stands_;
    ReviewFormat format_;
    ReviewReadOptions reading_;
    Review echo_;
    std::vector<DrawingMark> drawing_marks_;
};

} // namespace

Review echo_of(const Review& stands, const Review& incoming, ReviewFormat format,
               const ReviewReadOptions& options) {
    if (format == ReviewFormat::Json || format == ReviewFormat::Csv) return {};
    Echoing echoing(stands, format, options);
    echoing.add_all(incoming);
    echoing.add_alone(incoming.decisions, &Review::decisions);
    echoing.add_alone(incoming.comments, &Review::comments);
    return echoing.take();
}

void settle_drawing_marks(ReadReview& read, const Review* stands, ReviewFormat format,
                          const ReviewReadOptions& options) {
    std::set<std::pair<std::string, std::int64_t>> known;
    if (stands != nullptr && !read.drawing_marks.empty()) {
        std::set<std::string> media;
        for (const DrawingMark& mark : read.drawing_marks) media.insert(mark.media_id);
        Echoing echoing(*stands, format, options);
        for (const std::string& id : media) echoing.add_drawings(id);
        for (const DrawingMark& mark : echoing.drawing_marks())
            known.emplace(mark.media_id, mark.from);
        for (const review::Drawing& drawing : stands->drawings)
            known.emplace(drawing.media_id, drawing.from);
    }
    for (const DrawingMark& mark : read.drawing_marks) {
        if (known.contains({mark.media_id, mark.from})) {
            ++read.drawings_that_stand;
            continue;
        }
        ++read.left_out;
        read.notes.push_back({mark.where, "drawing without its strokes: left out"});
    }
    read.drawing_marks.clear();
}

} // namespace seamline::interchange
