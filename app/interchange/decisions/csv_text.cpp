#include "app/interchange/decisions/csv_text.h"

namespace seamline::interchange {
namespace {

constexpr std::size_t kMostBytes = std::size_t{64} << 20;
constexpr std::size_t kMostRows = 500'000;
constexpr std::size_t kMostColumns = 200;

char separator_of(std::string_view text) {
    const std::string_view first = text.substr(0, text.find_first_of("\r\n"));
    if (first.find(',') != std::string_view::npos) return ',';
    if (first.find('\t') != std::string_view::npos) return '\t';
    return first.find(';') != std::string_view::npos ? ';' : ',';
}

bool is_guarded(char c) { return c == '=' || c == '+' || c == '-' || c == '@' || c == '\t'; }

} // namespace

std::string csv_cell(std::string_view text) {
    if (text.find_first_of(",;\t\"\r\n") == std::string_view::npos) return std::string(text);
    std::string cell = "\"";
    for (const char c : text) cell += c == '"' ? std::string("\"\"") : std::string(1, c);
    return cell + "\"";
}

std::string csv_line(const std::vector<std::string>& cells) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) line += (i == 0 ? "" : ",") + csv_cell(cells[i]);
    return line + "\r\n";
}

Result<std::vector<CsvRow>> read_csv(std::string_view text, const std::string& name) {
    const auto too_large = [&](const char* what) {
        return Error{ErrorCode::TooLarge, name + ": " + what + ": split the table"};
    };
    if (text.size() > kMostBytes) return too_large("more than 64 MB");
    const char separator = separator_of(text);
    std::vector<CsvRow> rows;
    std::size_t line = 1;
    std::size_t at = 0;
    while (at < text.size()) {
        CsvRow row{line, {}};
        for (bool more = true; more;) {
            std::string cell;
            if (text.substr(at).starts_with('"')) {
                const std::size_t opened = line;
                for (++at;; ++at) {
                    if (at >= text.size())
                        return Error{ErrorCode::Corrupt, name + ": line " + std::to_string(opened) +
                                                             ": a quote is never closed"};
                    if (text[at] == '\n') ++line;
                    if (text[at] != '"') {
                        cell += text[at];
                    } else if (text.substr(at + 1).starts_with('"')) {
                        cell += text[at++];
                    } else {
                        ++at;
                        break;
                    }
                }
            }
            while (at < text.size() && text[at] != separator && text[at] != '\r' &&
                   text[at] != '\n')
                cell += text[at++];
            row.cells.push_back(std::move(cell));
            if (row.cells.size() > kMostColumns) return too_large("more than 200 columns");
            more = at < text.size() && text[at] == separator;
            if (more) ++at;
        }
        if (at < text.size() && text[at] == '\r') ++at;
        if (at < text.size() && text[at] == '\n') ++at;
        ++line;
        if (row.cells.size() == 1 && row.cells.front().empty()) continue;
        rows.push_back(std::move(row));
        if (rows.size() > kMostRows) return too_large("more than 500,000 rows");
    }
    return rows;
}

std::string without_formula(std::string_view text) {
    const bool guard = !text.empty() && (is_guarded(text[0]) || text[0] == '\'');
    return (guard ? "'" : "") + std::string(text);
}

std::string with_formula(std::string_view text) {
    const bool guarded =
        text.size() > 1 && text[0] == '\'' && (is_guarded(text[1]) || text[1] == '\'');
    return std::string(guarded ? text.substr(1) : text);
}

} // namespace seamline::interchange
