// SPDX-License-Identifier: EUPL-1.2
// The parts of a workbook: files within a ZIP archive, read as XML piece by piece.
#pragma once

#include <libxml/xmlreader.h>
#include <zip.h>

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "platform/sheet/sheet.h"
#include "platform/sheet/tag_guard.h"

namespace tranche::sheet {

// A ZIP archive, from a file or from memory.
class Archive {
 public:
  static absl::StatusOr<std::shared_ptr<Archive>> Open(const std::string& file,
                                                       const SheetLimits& limits);
  static absl::StatusOr<std::shared_ptr<Archive>> OpenBytes(absl::string_view bytes,
                                                            const SheetLimits& limits);
  ~Archive();
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;

  bool Has(const std::string& part) const;
  const SheetLimits& limits() const { return limits_; }

 private:
  friend class Xml;
  Archive(zip_t* zip, const SheetLimits& limits) : zip_(zip), limits_(limits) {}
  static absl::StatusOr<std::shared_ptr<Archive>> OfSource(zip_source_t* source,
                                                           const SheetLimits& limits);

  zip_t* zip_;
  const SheetLimits limits_;
  std::size_t bytes_ = 0;  // Of all parts that were read so far.
};

// Walks one part from element to element. No document type, no entities of its own, no network.
class Xml {
 public:
  static absl::StatusOr<std::unique_ptr<Xml>> Open(std::shared_ptr<Archive> archive,
                                                   const std::string& part);
  ~Xml();
  Xml(const Xml&) = delete;
  Xml& operator=(const Xml&) = delete;

  // Goes on to the next node; false at the end. TABLE_FILE_DAMAGED, TABLE_TOO_LARGE.
  absl::StatusOr<bool> Next();

  bool IsStart() const;                           // Of an element.
  bool IsEnd() const;                             // Of an element that is not empty.
  bool IsEmpty() const;                           // <element/>, which has no end.
  bool IsText() const;                            // Text, also of blanks.
  absl::string_view Name() const;                 // Without its prefix.
  std::string Attribute(const char* name) const;  // "" when there is none; by its local name.
  absl::string_view Text() const;

 private:
  Xml(std::shared_ptr<Archive> archive, std::string part, zip_file_t* file)
      : archive_(std::move(archive)), part_(std::move(part)), file_(file) {}
  static int Read(void* self, char* buffer, int size);
  absl::Status Damaged() const;

  std::shared_ptr<Archive> archive_;
  std::string part_;
  zip_file_t* file_;
  xmlTextReader* reader_ = nullptr;
  std::size_t bytes_ = 0;
  bool too_large_ = false;
  TagGuard guard_{TagGuard::Language::kXml};
  bool tag_too_large_ = false;
};

// A workbook in a file.
absl::StatusOr<std::unique_ptr<RowSource>> OpenXlsxFile(const std::string& file,
                                                        const std::string& sheet,
                                                        const SheetLimits& limits);

}  // namespace tranche::sheet
