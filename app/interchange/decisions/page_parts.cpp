#include "app/interchange/decisions/page_parts.h"

#include "app/interchange/decisions/drawing_svg.h"
#include "app/interchange/markup.h"
#include "app/interchange/text_encoding.h"
#include "decode/media/timecode.h"

#include <algorithm>
#include <array>
#include <span>

namespace seamline::interchange {

using review::Medium;
using review::Target;
using review::TargetKind;

const char* const kReviewPageStyle = R"(
:root{color-scheme:light dark;--ink:#1b1d21;--soft:#555b66;--ground:#fff;--card:#f3f4f6;--line:#c9ccd2;
--keep:#0b6b3a;--send_back:#a32c00;--hold:#6b5200}
@media(prefers-color-scheme:dark){:root{--ink:#eceef2;--soft:#a9afba;--ground:#16181c;--card:#22252b;--line:#434851;
--keep:#6fd6a0;--send_back:#ff9f7a;--hold:#ffd75e}}
body{font:15px/1.45 Inter,system-ui,sans-serif;color:var(--ink);background:var(--ground);margin:2em auto;max-width:1100px;padding:0 1em}
h1{font-size:1.5em}h2{font-size:1.25em;margin-top:2em;border-bottom:1px solid var(--line)}h3{font-size:1.05em;margin:0 0 .3em}
.soft,figcaption{color:var(--soft)}figcaption{font-size:.9em}
.card{background:var(--card);border:1px solid var(--line);border-radius:6px;padding:1em;margin:1em 0}
.item{display:grid;grid-template-columns:minmax(0,320px) 1fr;gap:1em;margin:.8em 0;break-inside:avoid}
.item.bare{grid-template-columns:1fr}
figure{margin:0;break-inside:avoid}.frame{position:relative}.frame img{width:100%;display:block}
.frame .drawing{position:absolute;inset:0;width:100%;height:100%}
.frame.none{background:#000;color:#fff;aspect-ratio:16/9}
.state{font-weight:600;white-space:nowrap}.keep{color:var(--keep)}.send_back{color:var(--send_back)}.hold{color:var(--hold)}
table{border-collapse:collapse;margin:.6em 0}td,th{text-align:left;vertical-align:top;padding:.2em .9em .2em 0;border-bottom:1px solid var(--line);
font-variant-numeric:tabular-nums}
p{margin:.3em 0;overflow-wrap:anywhere}ul{margin:.3em 0;padding-left:1.3em}
blockquote{margin:.4em 0;padding-left:.8em;border-left:3px solid var(--line)}
ins{text-decoration:underline;font-weight:600}del{color:var(--soft)}
meter{width:14em;vertical-align:middle}
a{color:inherit}
@media print{:root{--ink:#000;--soft:#333;--ground:#fff;--card:#fff;--line:#888;--keep:#0b6b3a;--send_back:#a32c00;--hold:#6b5200}
body{margin:0;max-width:none;font-size:11px}h2{break-before:page;break-after:avoid}h2.first{break-before:auto}h3{break-after:avoid}
.card{border:0;border-top:1px solid var(--line);border-radius:0;padding:.6em 0}.item{grid-template-columns:7cm 1fr}
.item.bare{grid-template-columns:1fr}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
@page{margin:14mm}
)";

std::string markup_lines(std::string_view text) {
    std::string out;
    for (const std::string_view line : text_lines(text))
        out += (out.empty() ? "" : "<br>") + markup_text(line);
    return out;
}

std::string picture_url(std::string_view bytes) {
    const bool png = bytes.starts_with("\x89PNG\r\n\x1A\n");
    if (!png && !bytes.starts_with("\xFF\xD8\xFF")) return {};
    return (png ? "data:image/png;base64," : "data:image/jpeg;base64,") +
           base64(std::as_bytes(std::span(bytes.data(), bytes.size())));
}

std::string state_markup(review::DecisionState state) {
    static constexpr std::array kSigns{"&#9679; keep", "&#9650; send back", "&#9632; hold"};
    return std::string("<span class=\"state ") + review::name(state) + "\">" +
           kSigns[static_cast<std::size_t>(state)] + "</span>";
}

std::string target_words(const Target& target, const Medium& medium) {
    if (target.kind == TargetKind::Take) return "whole take";
    const auto label = [&](std::int64_t frame) {
        return timecode_text(medium.start_frame + frame, medium.frame_rate, medium.drop_frame);
    };
    std::string words =
        target.kind == TargetKind::Shot ? "shot " + std::to_string(target.shot + 1) + ", " : "";
    if (target.from == target.to)
        return words + "frame " + std::to_string(target.from) + " (" + label(target.from) + ")";
    return words + "frames " + std::to_string(target.from) + "-" + std::to_string(target.to) +
           " (" + label(target.from) + " to " + label(target.to) + ")";
}

std::string joined_words(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
    return out;
}

std::string time_words(std::int64_t time_ms) {
    if (time_ms == 0) return {};
    std::string text = review::utc_text(time_ms);
    text[10] = ' ';
    return text.substr(0, 16) + " UTC";
}

std::string quote_markup(std::string_view text) {
    return text.empty() ? "" : "<blockquote>" + markup_lines(text) + "</blockquote>\n";
}

std::string said_markup(const std::string& author, std::int64_t time_ms) {
    const std::string time = time_words(time_ms);
    if (author.empty() && time.empty()) return {};
    return "<p class=\"soft\">" + markup_text(author) +
           (author.empty() || time.empty() ? "" : ", ") + time + "</p>\n";
}

std::string thread_markup(const review::Review& review, const review::Comment& first) {
    std::string html = std::string("<p>comment (") + (first.resolved ? "resolved" : "open") +
                       ")</p>\n" + quote_markup(first.text) +
                       said_markup(first.author, first.time_ms);
    for (const review::Comment& reply : review.comments)
        if (reply.parent_id == first.id && !first.id.empty())
            html += "<blockquote>" + markup_lines(reply.text) +
                    said_markup(reply.author, reply.time_ms) + "</blockquote>\n";
    return html;
}

std::int64_t shown_frame(const Target& target, const Medium& medium) {
    return target.kind == TargetKind::Take ? std::max<std::int64_t>(medium.frame_count / 2, 0)
                                           : target.from;
}

std::string Stills::figure(const Medium& medium, std::int64_t frame, const std::string& caption) {
    std::vector<review::Stroke> strokes;
    for (const review::Drawing& drawing : review_.drawings)
        if (drawing.media_id == medium.media_id && drawing.from <= frame && frame <= drawing.to)
            strokes.insert(strokes.end(), drawing.strokes.begin(), drawing.strokes.end());
    std::string url;
    if (still_of_ && made_ < most_) {
        if (const auto bytes = still_of_(medium.media_id, frame)) url = picture_url(*bytes);
    } else if (still_of_) {
        ++left_out_;
    }
    if (url.empty() && strokes.empty()) return {};
    if (!url.empty()) ++made_;
    const bool sized = medium.width > 0 && medium.height > 0;
    const int width = sized ? medium.width : 16;
    const int height = sized ? medium.height : 9;
    std::string out = "<figure><div class=\"frame";
    if (url.empty())
        out += " none\" style=\"aspect-ratio:" + std::to_string(width) + "/" +
               std::to_string(height) + "\">";
    else
        out += "\"><img loading=\"lazy\" alt=\"" + markup_text(medium.name + ", " + caption) +
               "\" src=\"" + url + "\">";
    if (!strokes.empty()) out += drawing_svg(strokes, width, height, "drawing on " + caption);
    return out + "</div><figcaption>" + markup_text(caption) + "</figcaption></figure>\n";
}

std::string page(const std::string& title, const std::string& body) {
    // Nothing of the page may be fetched or run, whatever its texts hold.
    return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta "
           "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
           "style-src 'unsafe-inline'\"><meta name=\"viewport\" "
           "content=\"width=device-width\"><title>" +
           markup_text(title) + "</title><style>" + kReviewPageStyle + "</style></head><body>\n" +
           body + "</body></html>\n";
}

} // namespace seamline::interchange
