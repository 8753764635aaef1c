// SPDX-License-Identifier: EUPL-1.2
#include "reports/paper/paper.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/text/fold.h"
#include "reports/paper/sheet.h"

namespace tranche::reports::paper {
namespace {

constexpr Font kTitleFont = {14, true};
constexpr Font kHeadingFont = {10.5, true};
constexpr Font kTextFont = {8, false};
constexpr Font kStrongFont = {8, true};
constexpr Font kEdgeFont = {7, false};
constexpr double kTop = kMargin + 22;  // Below the head of the page.
constexpr double kBottom = kPageHeight - kMargin - 20;
constexpr double kCellGap = 6;   // Between columns.
constexpr double kRowGap = 1.5;  // Above and below a text of a row.
constexpr double kThin = 0.4;
constexpr double kThick = 0.8;

// Columns of a table: where each begins, how wide it is, in which size it is written.
struct Widths {
  std::vector<double> widths;
  double size = 0;
};

// Lays out a document from top to bottom; run once to count its pages and once to draw them.
class Layout {
 public:
  Layout(const Document& document, int pages, Sheet* sheet)
      : document_(document), pages_(pages), sheet_(*sheet) {}

  // How many pages there are; beyond the most it stops.
  int Run() {
    DrawEdges();
    Write("H1", document_.title, kTitleFont, 4);
    for (const Block& block : document_.blocks) {
      if (page_ > kMostPages) break;
      std::visit([this](const auto& content) { Place(content); }, block);
    }
    sheet_.EndPage();
    return page_;
  }

 private:
  void DrawEdges() {
    const Laid head =
        sheet_.Lay(document_.head, {kEdgeFont.size, true}, kTextWidth * 0.55, Align::kLeft);
    const Laid more = sheet_.Lay(document_.head_more, kEdgeFont, kTextWidth * 0.43, Align::kRight);
    sheet_.Draw(head, kMargin, kMargin - 8);
    sheet_.Draw(more, kMargin + kTextWidth * 0.57, kMargin - 8);
    sheet_.DrawLine(kMargin, kTop - 8, kTextWidth, kThin);
    const std::string number = absl::StrReplaceAll(
        document_.page_of, {{"{page}", absl::StrCat(page_)}, {"{pages}", absl::StrCat(pages_)}});
    const Laid foot = sheet_.Lay(document_.foot, kEdgeFont, kTextWidth * 0.84, Align::kLeft);
    const Laid page = sheet_.Lay(number, kEdgeFont, kTextWidth * 0.15, Align::kRight);
    sheet_.DrawLine(kMargin, kBottom + 6, kTextWidth, kThin);
    sheet_.Draw(foot, kMargin, kBottom + 10);
    sheet_.Draw(page, kMargin + kTextWidth * 0.85, kBottom + 10);
    y_ = kTop;
  }

  void NextPage() {
    sheet_.EndPage();
    ++page_;
    DrawEdges();
  }

  // Whether so much more has room on this page.
  bool Fits(double height) const { return y_ + height <= kBottom; }

  void Write(const char* tag, const std::string& text, Font font, double gap) {
    const Laid laid = sheet_.Lay(text, font, kTextWidth, Align::kLeft);
    if (!Fits(laid.height())) NextPage();
    sheet_.Begin(tag);
    sheet_.Draw(laid, kMargin, y_);
    sheet_.End(tag);
    y_ += laid.height() + gap;
  }

  void Place(const Heading& heading) { WriteHeading(heading.text); }

  void Place(const Paragraph& paragraph) {
    Write("P", paragraph.text, paragraph.strong ? kStrongFont : kTextFont, 5);
  }

  // With room for some lines of what it is the heading of.
  void WriteHeading(const std::string& text) {
    y_ += y_ > kTop ? 8 : 0;
    if (!Fits(60)) NextPage();
    Write("H2", text, kHeadingFont, 3);
  }

  // Two beside each other; each name above nothing but its value.
  void Place(const Facts& facts) {
    constexpr double kHalf = kTextWidth / 2;
    constexpr double kName = 150;
    for (size_t i = 0; i < facts.facts.size(); i += 2) {
      std::vector<Laid> texts;
      double height = 0;
      for (size_t k = i; k < std::min(i + 2, facts.facts.size()); ++k) {
        texts.push_back(sheet_.Lay(facts.facts[k].first, kTextFont, kName - kCellGap, Align::kLeft));
        texts.push_back(
            sheet_.Lay(facts.facts[k].second, kStrongFont, kHalf - kName - kCellGap, Align::kLeft));
      }
      for (const Laid& text : texts) height = std::max(height, text.height());
      if (!Fits(height)) NextPage();
      for (size_t k = 0; k < texts.size(); ++k) {
        const double x = kMargin + static_cast<double>(k / 2) * kHalf + (k % 2 == 1 ? kName : 0);
        sheet_.Begin("P");
        sheet_.Draw(texts[k], x, y_);
        sheet_.End("P");
      }
      y_ += height + 2;
    }
    y_ += 4;
  }

  void Place(const Table& table) {
    WriteHeading(table.title);
    if (table.rows.empty()) {
      Write("P", table.nothing, kTextFont, 4);
      return;
    }
    const Widths widths = WidthsOf(table);
    BeginTable(table, widths);
    for (size_t i = 0; i < table.rows.size() && page_ <= kMostPages; ++i) {
      const std::vector<Laid> cells = LayRow(table, table.rows[i], widths);
      const double height = HeightOf(cells);
      // Rows that go on with the one before stay with it, as far as a few go.
      double wanted = height;
      for (size_t k = i + 1; table.rows[i].begins && k < table.rows.size() && k <= i + 5; ++k) {
        if (table.rows[k].begins) break;
        wanted += height;
      }
      if (!Fits(height) || !Fits(std::min(wanted, (kBottom - kTop) / 3))) {
        sheet_.End("Table");
        NextPage();
        BeginTable(table, widths);
      }
      if (table.rows[i].begins) sheet_.DrawLine(kMargin, y_, kTextWidth, kThin);
      DrawRow("TD", cells, widths);
    }
    sheet_.DrawLine(kMargin, y_, kTextWidth, kThick);
    sheet_.End("Table");
    y_ += 4;
  }

  void BeginTable(const Table& table, const Widths& widths) {
    Row headings;
    headings.strong = true;
    for (const Column& column : table.columns) headings.cells.push_back(column.heading);
    sheet_.Begin("Table");
    DrawRow("TH", LayRow(table, headings, widths), widths);
    sheet_.DrawLine(kMargin, y_, kTextWidth, kThick);
  }

  std::vector<Laid> LayRow(const Table& table, const Row& row, const Widths& widths) const {
    std::vector<Laid> cells;
    for (size_t i = 0; i < std::min(row.cells.size(), table.columns.size()); ++i) {
      cells.push_back(sheet_.Lay(row.cells[i], {widths.size, row.strong}, widths.widths[i],
                                 table.columns[i].right ? Align::kRight : Align::kLeft));
    }
    return cells;
  }

  static double HeightOf(const std::vector<Laid>& cells) {
    double height = 0;
    for (const Laid& cell : cells) height = std::max(height, cell.height());
    return height + 2 * kRowGap;
  }

  void DrawRow(const char* tag, const std::vector<Laid>& cells, const Widths& widths) {
    double x = kMargin;
    sheet_.Begin("TR");
    for (size_t i = 0; i < cells.size(); ++i) {
      sheet_.Begin(tag);
      sheet_.Draw(cells[i], x, y_ + kRowGap);
      sheet_.End(tag);
      x += widths.widths[i] + kCellGap;
    }
    sheet_.End("TR");
    y_ += HeightOf(cells);
  }

  // Amounts get what their longest one takes, texts share the rest as they are long; the writing gets
  // smaller until each column has room for its longest word.
  Widths WidthsOf(const Table& table) const {
    for (double size = 7.5;; size -= 0.5) {
      Widths widths{std::vector<double>(table.columns.size()), size};
      const double digit = sheet_.Lay("0", {size, true}, 0, Align::kLeft).width();
      std::vector<double> wished(table.columns.size());
      double left = kTextWidth - kCellGap * static_cast<double>(table.columns.size() - 1);
      for (size_t i = 0; i < table.columns.size(); ++i) {
        size_t longest = 0;
        for (const Row& row : table.rows) {
          if (i < row.cells.size()) longest = std::max(longest, CharacterCount(row.cells[i]));
        }
        const double word = LongestWord(table.columns[i].heading, size);
        wished[i] = std::max(word, static_cast<double>(longest) * digit);
        widths.widths[i] = table.columns[i].right ? wished[i] : std::max(word, 3 * digit);
        left -= widths.widths[i];
      }
      if (left < kTextWidth * 0.08 && size > 5) continue;
      ShareRest(wished, left, &widths);
      return widths;
    }
  }

  double LongestWord(const std::string& text, double size) const {
    double longest = 0;
    for (const absl::string_view word : absl::StrSplit(text, ' ')) {
      longest = std::max(longest, sheet_.Lay(word, {size, true}, 0, Align::kLeft).width());
    }
    return std::ceil(longest) + 1;
  }

  // Columns of text get what they wish where there is room, else parts of the rest; without any,
  // amounts stand wider apart.
  static void ShareRest(const std::vector<double>& wished, double left, Widths* widths) {
    double lacking = 0;
    for (size_t i = 0; i < wished.size(); ++i) lacking += std::max(0.0, wished[i] - widths->widths[i]);
    const double share = lacking > left && lacking > 0 ? std::max(left, 0.0) / lacking : 1;
    for (size_t i = 0; i < wished.size(); ++i) {
      const double more = std::max(0.0, wished[i] - widths->widths[i]) * share;
      widths->widths[i] += more;
      left -= more;
    }
    if (left > 0) {
      for (double& width : widths->widths) width += left / static_cast<double>(wished.size());
    }
  }

  const Document& document_;
  const int pages_;
  Sheet& sheet_;
  int page_ = 1;
  double y_ = kTop;
};

}  // namespace

absl::StatusOr<std::string> PrintPdf(const Document& document) {
  int pages = 0;
  {
    Sheet counted(nullptr);
    if (!counted.HasFont()) return Refuse("FONT_MISSING", {{"font", kFontFamily}});
    pages = Layout(document, 0, &counted).Run();
  }
  if (pages > kMostPages) return Refuse("REPORT_TOO_LONG", {{"pages", absl::StrCat(kMostPages)}});
  std::string pdf;
  Sheet sheet(&pdf);
  sheet.SetTitle(document.title);
  Layout(document, pages, &sheet).Run();
  if (!sheet.Finish()) return absl::InternalError("the PDF could not be made");
  return pdf;
}

}  // namespace tranche::reports::paper
