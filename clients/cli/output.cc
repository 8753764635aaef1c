// SPDX-License-Identifier: EUPL-1.2
#include "cli/output.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/timestamp.pb.h>
#include <re2/re2.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "cli/columns.h"
#include "cli/table.h"
#include "cpp/json.h"
#include "platform/calendar/civil.h"
#include "platform/text/fold.h"
#include "platform/text/piece.h"
#include "platform/text/said_place.h"
#include "tranche/common/v1/money.pb.h"
#include "tranche/options/v1/options.pb.h"
#include "tranche/timelines/v1/timelines.pb.h"

namespace tranche::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr char kNone[] = "–";

// Digits in groups of three.
std::string Group(absl::string_view digits, Language language) {
  const bool bulgarian = language == Language::kBulgarian;
  if (bulgarian && digits.size() <= 4) return std::string(digits);
  std::string grouped;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) grouped.push_back(bulgarian ? ' ' : ',');
    grouped.push_back(digits[i]);
  }
  return grouped;
}

std::string LastSegment(absl::string_view name) {
  const size_t slash = name.rfind('/');
  return std::string(slash == absl::string_view::npos ? name : name.substr(slash + 1));
}

// A field that a table names and a description lacks is a mistake of this program.
[[noreturn]] void NoSuchField(const Descriptor* type, absl::string_view path) {
  std::cerr << "tranche: " << type->full_name() << " has no field " << path << "\n";
  std::abort();
}

// A text of which people see "–" when it is empty.
Cell TextOrNone(std::string text) {
  Cell cell = TextCell(std::move(text));
  if (cell.raw.empty()) cell.text = kNone;
  return cell;
}

Cell MoneyCell(const common::v1::Money& money, Language language) {
  return {.text = SayAmount(money.amount(), money.currency(), language),
          .raw = money.amount(),
          .right = true};
}

Cell BasisCell(const timelines::v1::LegalBasis& basis, Language language) {
  std::string text = basis.source();
  if (!text.empty() && !basis.verified()) {
    absl::StrAppend(&text, " (", texts::kUnverified.In(language), ")");
  }
  return TextOrNone(std::move(text));
}

Cell MessageCell(const Message& value, Language language) {
  if (value.GetDescriptor() == common::v1::Money::descriptor()) {
    return MoneyCell(static_cast<const common::v1::Money&>(value), language);
  }
  if (value.GetDescriptor() == common::v1::ThreePartAmount::descriptor()) {
    return MoneyCell(static_cast<const common::v1::ThreePartAmount&>(value).total(), language);
  }
  if (value.GetDescriptor() == timelines::v1::LegalBasis::descriptor()) {
    return BasisCell(static_cast<const timelines::v1::LegalBasis&>(value), language);
  }
  if (value.GetDescriptor() == google::protobuf::Timestamp::descriptor()) {
    const auto& stamp = static_cast<const google::protobuf::Timestamp&>(value);
    const std::string day = FormatDay(DayInSofia(absl::FromUnixSeconds(stamp.seconds())));
    return {.text = SayDay(day, language), .raw = day};
  }
  NoSuchField(value.GetDescriptor(), "as a single value");
}

// What a request may say is described as a day; of what is only answered the names tell.
bool IsDay(const FieldDescriptor* field) {
  static const std::set<std::string> kDays = {
      "as_of",           "known_at",          "valid_from",
      "valid_to",        "known_from",        "day",
      "register_by",     "check_by",          "copy_by",
      "cover_by",        "valid_until",       "security_valid_until",
      "voluntary_until", "rate_missing_from", "next_interest_from"};
  return field->options().GetExtension(options::v1::rules).format() == options::v1::DATE ||
         absl::EndsWith(field->name(), "_on") || kDays.count(field->name()) > 0;
}

Cell StringCell(const FieldDescriptor* field, const std::string& value, Language language) {
  Cell cell = TextOrNone(value);
  if (value.empty()) return cell;
  if (IsDay(field)) {
    cell.text = SayDay(value, language);
  } else if (field->name() == "period") {
    cell.text = SayPeriod(value, language);
  } else if (absl::EndsWith(field->name(), "_percent")) {
    cell.text = absl::StrCat(SayAmount(value, "", language), " %");
    cell.right = true;
  }
  return cell;
}

Cell NumberCell(int64_t number) {
  const std::string text = absl::StrCat(number);
  return {.text = text, .raw = text, .right = true};
}

// What a version of a contract changes, in the words of the columns that show it.
std::string SayChange(const std::string& field, Language language) {
  static const std::map<std::string, Text> kWords = {{"title", texts::kTitle},
                                                     {"durationMonths", texts::kDuration},
                                                     {"amount", texts::kAmount},
                                                     {"beneficiary", texts::kBeneficiary},
                                                     {"revisesBudget", texts::kBudgetLines}};
  const auto words = kWords.find(field);
  return words == kWords.end() ? field : std::string(words->second.In(language));
}

// Items of a list of texts or labels in one cell.
Cell ListCell(const Message& message, const FieldDescriptor* field, bool last, Language language) {
  const Reflection* reflection = message.GetReflection();
  std::vector<std::string> texts;
  std::vector<std::string> raws;
  for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      const int number = reflection->GetRepeatedEnumValue(message, field, i);
      texts.push_back(SayEnum(field->enum_type(), number, language));
      raws.push_back(absl::AsciiStrToLower(reflection->GetRepeatedEnum(message, field, i)->name()));
    } else {
      const std::string value = reflection->GetRepeatedString(message, field, i);
      raws.push_back(last ? LastSegment(value) : value);
      texts.push_back(field->name() == "changes" ? SayChange(raws.back(), language) : raws.back());
    }
  }
  return {.text = texts.empty() ? kNone : absl::StrJoin(texts, ", "), .raw = absl::StrJoin(raws, "; ")};
}

Cell ValueCell(const Message& message, const FieldDescriptor* field, bool last, Language language) {
  const Reflection* reflection = message.GetReflection();
  if (field->is_repeated()) return ListCell(message, field, last, language);
  if (field->has_presence() && !reflection->HasField(message, field)) return TextOrNone("");
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string value = reflection->GetString(message, field);
      return StringCell(field, last ? LastSegment(value) : value, language);
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return MessageCell(reflection->GetMessage(message, field), language);
    case FieldDescriptor::CPPTYPE_INT32:
      return NumberCell(reflection->GetInt32(message, field));
    case FieldDescriptor::CPPTYPE_INT64:
      return NumberCell(reflection->GetInt64(message, field));
    case FieldDescriptor::CPPTYPE_BOOL: {
      const bool value = reflection->GetBool(message, field);
      return {.text = std::string((value ? texts::kYes : texts::kNo).In(language)),
              .raw = value ? "true" : "false"};
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      const int number = reflection->GetEnumValue(message, field);
      if (number == 0) return TextOrNone("");
      return {.text = SayEnum(field->enum_type(), number, language),
              .raw = absl::AsciiStrToLower(reflection->GetEnum(message, field)->name())};
    }
    default:
      NoSuchField(message.GetDescriptor(), field->name());
  }
}

// The mark of a path, or of the longest part of it that is marked: what is said of "document" holds for
// "document.number".
common::v1::Provenance MarkOf(const Message& message, absl::string_view path) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName("marks");
  if (field == nullptr) return common::v1::PROVENANCE_UNSPECIFIED;
  // Marks name fields as JSON does.
  std::vector<std::string> camel;
  const Descriptor* type = message.GetDescriptor();
  for (absl::string_view segment : absl::StrSplit(path, '.')) {
    const FieldDescriptor* step =
        type == nullptr ? nullptr : type->FindFieldByName(std::string(segment));
    if (step == nullptr) break;
    camel.push_back(step->json_name());
    type = step->message_type();
  }
  for (; !camel.empty(); camel.pop_back()) {
    const std::string wanted = absl::StrJoin(camel, ".");
    for (const Message* item : ItemsOf(message, "marks")) {
      const auto& mark = static_cast<const common::v1::Mark&>(*item);
      if (mark.field() == wanted) return mark.provenance();
    }
  }
  return common::v1::PROVENANCE_UNSPECIFIED;
}

// "¹ посочено  ⁵ примерно" for the marks that occur in tables.
std::string MarkLegend(const View& view, Language language) {
  std::set<common::v1::Provenance> used;
  for (const Table& table : view.tables) {
    for (const std::vector<Cell>& row : table.rows) {
      for (const Cell& cell : row) used.insert(cell.mark);
    }
  }
  used.erase(common::v1::PROVENANCE_UNSPECIFIED);
  std::vector<std::string> said;
  for (const common::v1::Provenance mark : used) {
    said.push_back(absl::StrCat(SignOf(mark), " ", SayMark(mark, language)));
  }
  return absl::StrJoin(said, "  ");
}

}  // namespace

Cell TextCell(std::string text) {
  std::string raw = text;
  return {.text = std::move(text), .raw = std::move(raw)};
}

std::string SayAmount(absl::string_view decimal, absl::string_view unit, Language language) {
  static const RE2 grammar("(-?)([0-9]+)(?:\\.([0-9]+))?");
  const bool bulgarian = language == Language::kBulgarian;
  if (decimal.empty()) return kNone;
  std::string sign;
  std::string whole;
  std::string places;
  if (!RE2::FullMatch(Piece(decimal), grammar, &sign, &whole, &places)) {
    return std::string(decimal);
  }
  std::string said = absl::StrCat(sign, Group(whole, language));
  if (!places.empty()) absl::StrAppend(&said, bulgarian ? "," : ".", places);
  if (unit.empty()) return said;
  if (bulgarian && unit == "BGN") return absl::StrCat(said, " лв.");
  if (bulgarian && unit == "EUR") return absl::StrCat(said, " €");
  return absl::StrCat(said, " ", SayUnit(unit, language));
}

std::string SayDay(absl::string_view iso, Language language) {
  if (iso.empty()) return kNone;
  const absl::StatusOr<absl::CivilDay> day = ParseDay(iso);
  if (!day.ok() || language == Language::kEnglish) return std::string(iso);
  return absl::StrCat(FormatBulgarianDay(*day), " г.");
}

std::string SayPeriod(absl::string_view period, Language language) {
  struct Unit {
    const char* word;
    Text one;
    Text many;
  };
  static constexpr Unit kUnits[] = {{"months", {"месец", "month"}, {"месеца", "months"}},
                                    {"days", {"ден", "day"}, {"дни", "days"}},
                                    {"weeks", {"седмица", "week"}, {"седмици", "weeks"}},
                                    {"years", {"година", "year"}, {"години", "years"}}};
  const std::vector<std::string> parts = absl::StrSplit(period, ' ');
  int count = 0;
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &count)) return std::string(period);
  for (const Unit& unit : kUnits) {
    if (parts[1] == unit.word || parts[1] == unit.one.en) {
      return absl::StrCat(count, " ", (count == 1 ? unit.one : unit.many).In(language));
    }
  }
  return std::string(period);
}

std::string SayMark(common::v1::Provenance mark, Language language) {
  return SayEnum(common::v1::Provenance_descriptor(), mark, language);
}

Cell CellAt(const Message& message, absl::string_view path, Language language) {
  const absl::string_view whole = path;
  const bool last = absl::ConsumeSuffix(&path, "/last");
  const bool place = absl::ConsumeSuffix(&path, "/place");
  const std::string fields =
      absl::StrReplaceAll(path, {{"_*", language == Language::kBulgarian ? "_bg" : "_en"}});
  const Message* at = &message;
  const std::vector<std::string> segments = absl::StrSplit(fields, '.');
  Cell cell;
  for (size_t i = 0; i < segments.size(); ++i) {
    const FieldDescriptor* field = at->GetDescriptor()->FindFieldByName(segments[i]);
    if (field == nullptr) NoSuchField(message.GetDescriptor(), whole);
    if (i + 1 == segments.size()) {
      cell = ValueCell(*at, field, last, language);
    } else if (!at->GetReflection()->HasField(*at, field)) {
      // Nothing is said of what an absent message would hold; the path is still checked.
      Cell none = CellAt(
          at->GetReflection()->GetMessage(*at, field),
          absl::StrJoin(segments.begin() + static_cast<std::ptrdiff_t>(i) + 1, segments.end(), "."),
          language);
      return {.text = kNone, .raw = "", .right = none.right};
    } else {
      at = &at->GetReflection()->GetMessage(*at, field);
    }
  }
  if (place && !cell.raw.empty()) cell.text = SayPlace(cell.raw, language);
  cell.mark = MarkOf(message, fields);
  return cell;
}

std::vector<const Message*> ItemsOf(const Message& message, const std::string& field_name) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(field_name);
  if (field == nullptr) NoSuchField(message.GetDescriptor(), field_name);
  std::vector<const Message*> items;
  for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
    items.push_back(&message.GetReflection()->GetRepeatedMessage(message, field, i));
  }
  return items;
}

Table TableOf(const std::vector<const Message*>& rows, const std::vector<Shown>& columns,
              Language language) {
  Table table;
  for (const Shown& column : columns) table.headings.emplace_back(column.heading.In(language));
  for (const Message* row : rows) {
    table.rows.emplace_back();
    for (const Shown& column : columns) {
      table.rows.back().push_back(CellAt(*row, column.path, language));
    }
  }
  return table;
}

std::vector<Field> FieldsOf(const Message& message, const std::vector<Shown>& shown,
                            Language language) {
  std::vector<Field> fields;
  for (const Shown& field : shown) {
    fields.push_back({std::string(field.heading.In(language)), CellAt(message, field.path, language)});
  }
  return fields;
}

Table MarksTable(const Message& message, Language language) {
  Table table;
  table.title = std::string(texts::kProvenance.In(language));
  for (const Text& heading : {texts::kField, texts::kMark, texts::kSource}) {
    table.headings.emplace_back(heading.In(language));
  }
  for (const Message* item : ItemsOf(message, "marks")) {
    const auto& mark = static_cast<const common::v1::Mark&>(*item);
    table.rows.push_back({TextOrNone(mark.field()), TextOrNone(SayMark(mark.provenance(), language)),
                          TextOrNone(mark.source())});
  }
  return table;
}

std::string RenderText(const View& view, const OutputStyle& style) {
  std::string out = RenderFields(view.fields, style);
  for (const Table& table : view.tables) {
    if (table.rows.empty() && !table.title.empty()) continue;
    if (!out.empty()) absl::StrAppend(&out, "\n");
    if (!table.title.empty()) absl::StrAppend(&out, table.title, "\n");
    absl::StrAppend(&out, RenderTable(table, style));
    if (table.rows.empty()) absl::StrAppend(&out, texts::kNothing.In(style.language), "\n");
  }
  const std::string legend = MarkLegend(view, style.language);
  if (!legend.empty()) absl::StrAppend(&out, "\n", legend, "\n");
  if (!view.notes.empty() && !out.empty()) absl::StrAppend(&out, "\n");
  for (const std::string& note : view.notes) absl::StrAppend(&out, RenderNote(note, style));
  return out;
}

std::string CsvCell(absl::string_view raw) {
  static const RE2 number("-?[0-9]+(\\.[0-9]+)?");
  std::string cell(raw);
  const bool formula =
      !raw.empty() && absl::string_view("=+-@\t\r").find(raw[0]) != absl::string_view::npos;
  if (formula && !RE2::FullMatch(cell, number)) cell.insert(0, "'");
  if (cell.find_first_of(",\"\r\n") == std::string::npos && cell == absl::StripAsciiWhitespace(cell)) {
    return cell;
  }
  return absl::StrCat("\"", absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\"");
}

std::string RenderCsv(const View& view, const OutputStyle& style) {
  std::vector<std::string> headings;
  std::vector<std::vector<Cell>> rows;
  if (!view.tables.empty() && (view.fields.empty() || view.tables.front().title.empty())) {
    headings = view.tables.front().headings;
    rows = view.tables.front().rows;
  } else {
    rows.emplace_back();
    for (const Field& field : view.fields) {
      headings.push_back(field.label);
      rows.back().push_back(field.cell);
    }
  }
  std::string out = style.bom ? "\xef\xbb\xbf" : "";
  const auto append = [&out](const std::vector<std::string>& cells) {
    absl::StrAppend(&out, absl::StrJoin(cells, ","), "\r\n");
  };
  std::vector<std::string> line;
  if (style.headers) {
    for (const std::string& heading : headings) line.push_back(CsvCell(heading));
    append(line);
  }
  for (const std::vector<Cell>& row : rows) {
    line.clear();
    for (const Cell& cell : row) line.push_back(CsvCell(cell.raw));
    append(line);
  }
  return out;
}

std::string JsonList(const std::vector<const Message*>& items) {
  if (items.empty()) return "[]";
  std::vector<std::string> texts;
  for (const Message* item : items) {
    // Line breaks within texts are escaped, so every one that is left is layout.
    texts.push_back(
        absl::StrReplaceAll(client::ToJson(*item, client::JsonStyle::kIndented), {{"\n", "\n  "}}));
  }
  return absl::StrCat("[\n  ", absl::StrJoin(texts, ",\n  "), "\n]");
}

std::string Shortened(absl::string_view text, int columns) {
  if (BytesWithin(text, columns) == text.size()) return std::string(text);
  std::string cut(text.substr(0, BytesWithin(text, columns - 1)));
  absl::StripTrailingAsciiWhitespace(&cut);
  return absl::StrCat(cut, "…");
}

}  // namespace tranche::cli
