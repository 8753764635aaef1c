// SPDX-License-Identifier: EUPL-1.2
// One run over the pages of a document: texts are measured, placed and, unless pages are only counted,
// drawn by Cairo and Pango. All lengths are in points.
#pragma once

#include <memory>
#include <string>

#include "absl/strings/string_view.h"

typedef struct _cairo cairo_t;
typedef struct _cairo_surface cairo_surface_t;
typedef struct _PangoContext PangoContext;
typedef struct _PangoFontMap PangoFontMap;
typedef struct _PangoLayout PangoLayout;

namespace tranche::reports::paper {

inline constexpr double kPageWidth = 841.89;  // A4 on its side.
inline constexpr double kPageHeight = 595.28;
inline constexpr double kMargin = 36;
inline constexpr double kTextWidth = kPageWidth - 2 * kMargin;

struct Font {
  double size = 8;
  bool strong = false;
};

enum class Align { kLeft, kRight };

// A text that was laid out.
class Laid {
 public:
  Laid(PangoLayout* layout, double width, double height);
  Laid(Laid&&) noexcept;
  Laid& operator=(Laid&&) = delete;
  ~Laid();

  PangoLayout* layout() const { return layout_; }
  double width() const { return width_; }
  double height() const { return height_; }

 private:
  PangoLayout* layout_;
  double width_;
  double height_;
};

class Sheet {
 public:
  // `into` gets the PDF; null: nothing is drawn.
  explicit Sheet(std::string* into);
  Sheet(const Sheet&) = delete;
  Sheet& operator=(const Sheet&) = delete;
  ~Sheet();

  // The name of the font, when the machine has it.
  bool HasFont() const;
  void SetTitle(const std::string& title);

  // Broken into lines of this width; a width of 0: one line.
  Laid Lay(absl::string_view text, Font font, double width, Align align) const;
  void Draw(const Laid& text, double x, double y);
  void DrawLine(double x, double y, double width, double thickness);

  // What is drawn between belongs to one part of the document, "TR"; for readers that read aloud.
  void Begin(const char* tag);
  void End(const char* tag);

  void EndPage();
  // Writes what is left; false when it could not.
  bool Finish();

 private:
  bool draws_;
  cairo_surface_t* surface_ = nullptr;
  cairo_t* cairo_ = nullptr;
  PangoFontMap* fonts_ = nullptr;
  PangoContext* context_ = nullptr;
};

inline constexpr char kFontFamily[] = "DejaVu Sans";

}  // namespace tranche::reports::paper
