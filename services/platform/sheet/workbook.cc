// SPDX-License-Identifier: EUPL-1.2
#include "platform/sheet/workbook.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"

namespace tranche::sheet {
namespace {

constexpr std::size_t kRatioFromBytes = 16 << 20;

absl::Status DamagedPart(absl::string_view part) {
  return Refuse("TABLE_FILE_DAMAGED", {{"part", std::string(part)}});
}

absl::Status TooLarge(absl::string_view part, std::size_t max) {
  return Refuse("TABLE_TOO_LARGE", {{"part", std::string(part)}, {"max", absl::StrCat(max)}});
}

}  // namespace

absl::StatusOr<std::shared_ptr<Archive>> Archive::OfSource(zip_source_t* source,
                                                           const SheetLimits& limits) {
  zip_error_t error;
  zip_error_init(&error);
  zip_t* zip = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
  zip_error_fini(&error);
  if (zip == nullptr) {
    zip_source_free(source);
    return DamagedPart("zip");
  }
  std::shared_ptr<Archive> archive(new Archive(zip, limits));
  if (zip_get_num_entries(zip, 0) > static_cast<zip_int64_t>(limits.entries_max)) {
    return TooLarge("zip", limits.entries_max);
  }
  return archive;
}

absl::StatusOr<std::shared_ptr<Archive>> Archive::Open(const std::string& file,
                                                       const SheetLimits& limits) {
  zip_source_t* source = zip_source_file_create(file.c_str(), 0, -1, nullptr);
  if (source == nullptr) return DamagedPart("zip");
  return OfSource(source, limits);
}

absl::StatusOr<std::shared_ptr<Archive>> Archive::OpenBytes(absl::string_view bytes,
                                                            const SheetLimits& limits) {
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
  if (source == nullptr) return DamagedPart("zip");
  return OfSource(source, limits);
}

Archive::~Archive() { zip_discard(zip_); }

bool Archive::Has(const std::string& part) const { return zip_name_locate(zip_, part.c_str(), 0) >= 0; }

absl::StatusOr<std::unique_ptr<Xml>> Xml::Open(std::shared_ptr<Archive> archive,
                                               const std::string& part) {
  zip_stat_t stat;
  zip_stat_init(&stat);
  const SheetLimits& limits = archive->limits();
  if (zip_stat(archive->zip_, part.c_str(), 0, &stat) != 0) return DamagedPart(part);
  // What the archive says of itself; what it really holds is counted as it is read.
  if ((stat.valid & ZIP_STAT_SIZE) != 0 && stat.size > limits.part_bytes_max) {
    return TooLarge(part, limits.part_bytes_max);
  }
  if ((stat.valid & ZIP_STAT_SIZE) != 0 && (stat.valid & ZIP_STAT_COMP_SIZE) != 0 &&
      stat.size > kRatioFromBytes && stat.size / limits.ratio_max > stat.comp_size) {
    return TooLarge(part, kRatioFromBytes);
  }
  zip_file_t* file = zip_fopen(archive->zip_, part.c_str(), 0);
  if (file == nullptr) return DamagedPart(part);
  std::unique_ptr<Xml> xml(new Xml(std::move(archive), part, file));
  xml->reader_ =
      xmlReaderForIO(&Xml::Read, nullptr, xml.get(), nullptr, nullptr,
                     XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_COMPACT);
  if (xml->reader_ == nullptr) return DamagedPart(part);
  return xml;
}

Xml::~Xml() {
  if (reader_ != nullptr) xmlFreeTextReader(reader_);
  zip_fclose(file_);
}

int Xml::Read(void* self, char* buffer, int size) {
  Xml* const xml = static_cast<Xml*>(self);
  const zip_int64_t read = zip_fread(xml->file_, buffer, static_cast<zip_uint64_t>(size));
  if (read < 0) return -1;
  xml->bytes_ += static_cast<std::size_t>(read);
  xml->archive_->bytes_ += static_cast<std::size_t>(read);
  const SheetLimits& limits = xml->archive_->limits();
  xml->too_large_ = xml->bytes_ > limits.part_bytes_max || xml->archive_->bytes_ > limits.bytes_max;
  if (xml->too_large_) return -1;
  const absl::string_view bytes(buffer, static_cast<std::size_t>(read));
  xml->tag_too_large_ = !xml->guard_.Fits(bytes);
  return xml->tag_too_large_ ? -1 : static_cast<int>(read);
}

absl::Status Xml::Damaged() const {
  const SheetLimits& limits = archive_->limits();
  return too_large_ ? TooLarge(part_, std::min(limits.part_bytes_max, limits.bytes_max))
                    : DamagedPart(part_);
}

absl::StatusOr<bool> Xml::Next() {
  const int read = xmlTextReaderRead(reader_);
  if (read < 0) return Damaged();
  const int type = read == 0 ? 0 : xmlTextReaderNodeType(reader_);
  // Workbooks have none; the ones that do want to unpack to something else.
  if (type == XML_READER_TYPE_DOCUMENT_TYPE || type == XML_READER_TYPE_ENTITY_REFERENCE) {
    return DamagedPart(part_);
  }
  return read > 0;
}

bool Xml::IsStart() const { return xmlTextReaderNodeType(reader_) == XML_READER_TYPE_ELEMENT; }
bool Xml::IsEnd() const { return xmlTextReaderNodeType(reader_) == XML_READER_TYPE_END_ELEMENT; }
bool Xml::IsEmpty() const { return xmlTextReaderIsEmptyElement(reader_) == 1; }

bool Xml::IsText() const {
  const int type = xmlTextReaderNodeType(reader_);
  return type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA ||
         type == XML_READER_TYPE_WHITESPACE || type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE;
}

absl::string_view Xml::Name() const {
  const xmlChar* name = xmlTextReaderConstLocalName(reader_);
  return name == nullptr ? absl::string_view() : reinterpret_cast<const char*>(name);
}

absl::string_view Xml::Text() const {
  const xmlChar* text = xmlTextReaderConstValue(reader_);
  return text == nullptr ? absl::string_view() : reinterpret_cast<const char*>(text);
}

std::string Xml::Attribute(const char* name) const {
  std::string value;
  for (int more = xmlTextReaderMoveToFirstAttribute(reader_); more == 1;
       more = xmlTextReaderMoveToNextAttribute(reader_)) {
    if (Name() == name) {
      value = std::string(Text());
      break;
    }
  }
  xmlTextReaderMoveToElement(reader_);
  return value;
}

}  // namespace tranche::sheet
