// SPDX-License-Identifier: EUPL-1.2
#include "reports/paper/sheet.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <cmath>
#include <utility>

namespace tranche::reports::paper {
namespace {

// A text that would fill the page is cut, so that a row always has room on one.
constexpr int kMostLines = 40;

cairo_status_t Append(void* into, const unsigned char* bytes, unsigned length) {
  if (into != nullptr)
    static_cast<std::string*>(into)->append(reinterpret_cast<const char*>(bytes), length);
  return CAIRO_STATUS_SUCCESS;
}

PangoFontDescription* Describe(Font font) {
  PangoFontDescription* description = pango_font_description_new();
  pango_font_description_set_family_static(description, kFontFamily);
  pango_font_description_set_absolute_size(description, std::round(font.size * PANGO_SCALE));
  pango_font_description_set_weight(description, font.strong ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  return description;
}

}  // namespace

Laid::Laid(PangoLayout* layout, double width, double height)
    : layout_(layout), width_(width), height_(height) {}

Laid::Laid(Laid&& other) noexcept
    : layout_(std::exchange(other.layout_, nullptr)), width_(other.width_), height_(other.height_) {}

Laid::~Laid() {
  if (layout_ != nullptr) g_object_unref(layout_);
}

Sheet::Sheet(std::string* into) : draws_(into != nullptr) {
  surface_ = cairo_pdf_surface_create_for_stream(Append, into, kPageWidth, kPageHeight);
  // Without this the day and time of the printing would be in it.
  cairo_pdf_surface_set_metadata(surface_, CAIRO_PDF_METADATA_CREATE_DATE, nullptr);
  cairo_pdf_surface_set_metadata(surface_, CAIRO_PDF_METADATA_CREATOR, "Tranche");
  cairo_ = cairo_create(surface_);
  // A map of its own: fonts of other documents, in other threads, make no difference to this one.
  fonts_ = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
  pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts_), 72);
  context_ = pango_font_map_create_context(fonts_);
  pango_cairo_update_context(cairo_, context_);
}

Sheet::~Sheet() {
  g_object_unref(context_);
  g_object_unref(fonts_);
  cairo_destroy(cairo_);
  cairo_surface_destroy(surface_);
}

bool Sheet::HasFont() const {
  PangoFontDescription* wanted = Describe({});
  PangoFont* font = pango_context_load_font(context_, wanted);
  pango_font_description_free(wanted);
  if (font == nullptr) return false;
  PangoFontDescription* found = pango_font_describe(font);
  const char* const family = pango_font_description_get_family(found);
  const bool is_it = family != nullptr && std::string(family) == kFontFamily;
  pango_font_description_free(found);
  g_object_unref(font);
  return is_it;
}

void Sheet::SetTitle(const std::string& title) {
  cairo_pdf_surface_set_metadata(surface_, CAIRO_PDF_METADATA_TITLE, title.c_str());
}

Laid Sheet::Lay(absl::string_view text, Font font, double width, Align align) const {
  PangoLayout* layout = pango_layout_new(context_);
  PangoFontDescription* description = Describe(font);
  pango_layout_set_font_description(layout, description);
  pango_font_description_free(description);
  if (width > 0) {
    pango_layout_set_width(layout, static_cast<int>(std::floor(width * PANGO_SCALE)));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_height(layout, -kMostLines);
    pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
  }
  pango_layout_set_alignment(layout, align == Align::kRight ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  pango_layout_set_text(layout, text.data(), static_cast<int>(text.size()));
  int laid_width = 0;
  int laid_height = 0;
  pango_layout_get_size(layout, &laid_width, &laid_height);
  return Laid(layout, static_cast<double>(laid_width) / PANGO_SCALE,
              static_cast<double>(laid_height) / PANGO_SCALE);
}

void Sheet::Draw(const Laid& text, double x, double y) {
  if (!draws_) return;
  cairo_move_to(cairo_, x, y);
  pango_cairo_show_layout(cairo_, text.layout());
}

void Sheet::DrawLine(double x, double y, double width, double thickness) {
  if (!draws_) return;
  cairo_set_line_width(cairo_, thickness);
  cairo_move_to(cairo_, x, y);
  cairo_line_to(cairo_, x + width, y);
  cairo_stroke(cairo_);
}

void Sheet::Begin(const char* tag) {
  if (draws_) cairo_tag_begin(cairo_, tag, nullptr);
}

void Sheet::End(const char* tag) {
  if (draws_) cairo_tag_end(cairo_, tag);
}

void Sheet::EndPage() {
  if (draws_) cairo_show_page(cairo_);
}

bool Sheet::Finish() {
  cairo_surface_finish(surface_);
  return cairo_status(cairo_) == CAIRO_STATUS_SUCCESS &&
         cairo_surface_status(surface_) == CAIRO_STATUS_SUCCESS;
}

}  // namespace tranche::reports::paper
