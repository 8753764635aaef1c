// SPDX-License-Identifier: EUPL-1.2
#include "cli/participant_rows.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/output.h"
#include "cli/table_words.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/text/fold.h"
#include "platform/text/typed.h"

namespace tranche::cli {
namespace {

namespace v1 = payments::v1;
using sheet::SheetCell;
using sheet::SheetRow;

enum Column : std::size_t {
  kNumber,
  kNumberKind,
  kFirstName,
  kMiddleName,
  kLastName,
  kBornOn,
  kGender,
  kLabour,
  kUnemployedSince,
  kEducation,
  kSettlement,
  kEnteredOn,
  kLeftOn,
  kLeaving,
  kActivity,
  kAnswers,  // The first of the sensitive questions, in the order of the description.
};

struct ColumnWords {
  Column column;
  const char* field;  // In a request.
  Text heading;
  bool needed;
  const char* words;
};

constexpr ColumnWords kColumns[] = {
    {kNumber,
     "personNumber",
     {"ЕГН", "person number"},
     true,
     "егн|лнч|егн/лнч|егн / лнч|личен номер|идентификатор|person number|egn|personal number"},
    {kNumberKind,
     "numberKind",
     {"вид на номера", "kind of number"},
     false,
     "вид на номера|вид номер|вид идентификатор|kind of number|number kind"},
    {kFirstName, "firstName", {"име", "first name"}, true, "име|собствено име|first name"},
    {kMiddleName, "middleName", {"презиме", "middle name"}, false, "презиме|бащино име|middle name"},
    {kLastName, "lastName", {"фамилия", "last name"}, true, "фамилия|фамилно име|last name|surname"},
    {kBornOn,
     "bornOn",
     {"дата на раждане", "born on"},
     false,
     "дата на раждане|роден на|роден/а на|born on|date of birth"},
    {kGender, "gender", {"пол", "gender"}, true, "пол|gender|sex"},
    {kLabour,
     "labourStatus",
     {"статус на пазара на труда", "labour status"},
     true,
     "статус на пазара на труда|трудов статус|заетост|статус|labour status|occupation|work status"},
    {kUnemployedSince,
     "unemployedSince",
     {"безработен от", "unemployed since"},
     false,
     "безработен от|безработен/а от|начало на безработицата|регистриран от|unemployed since"},
    {kEducation,
     "education",
     {"образование", "education"},
     true,
     "образование|степен на образование|education"},
    {kSettlement,
     "settlement",
     {"населено място", "settlement"},
     false,
     "населено място|селище|адрес|settlement"},
    {kEnteredOn,
     "enteredOn",
     {"дата на включване", "entered on"},
     true,
     "дата на включване|включен на|включен/а на|дата на започване|entered on|joining date|start date"},
    {kLeftOn,
     "leftOn",
     {"дата на напускане", "left on"},
     false,
     "дата на напускане|напуснал на|напуснал/а на|дата на приключване|left on|leaving date|end date"},
    {kLeaving,
     "leavingState",
     {"статус при напускане", "leaving state"},
     false,
     "статус при напускане|резултат|leaving state|result"},
    {kActivity, "activity", {"дейност", "activity"}, false, "дейност|номер на дейност|activity"},
};

// Beside the labels of the description.
constexpr EnumWord kGenders[] = {{"ж", v1::WOMAN},    {"м", v1::MAN},        {"f", v1::WOMAN},
                                 {"m", v1::MAN},      {"female", v1::WOMAN}, {"male", v1::MAN},
                                 {"жена", v1::WOMAN}, {"мъж", v1::MAN}};
constexpr EnumWord kLabours[] = {
    {"заето", v1::LABOUR_EMPLOYED},
    {"зает", v1::LABOUR_EMPLOYED},
    {"заета", v1::LABOUR_EMPLOYED},
    {"самонаето", v1::LABOUR_SELF_EMPLOYED},
    {"безработно", v1::LABOUR_UNEMPLOYED},
    {"безработен", v1::LABOUR_UNEMPLOYED},
    {"безработна", v1::LABOUR_UNEMPLOYED},
    {"неактивно - учащ", v1::LABOUR_INACTIVE_IN_EDUCATION},
    {"неактивно извън образование и обучение", v1::LABOUR_INACTIVE_NOT_IN_EDUCATION},
    {"неактивно извън образование/обучение", v1::LABOUR_INACTIVE_NOT_IN_EDUCATION}};
constexpr EnumWord kEducations[] = {{"без", v1::EDUCATION_NONE},
                                    {"начално", v1::EDUCATION_BASIC},
                                    {"следгимназиално (iv степен)", v1::EDUCATION_POST_SECONDARY}};
constexpr EnumWord kReplies[] = {{"отказ", v1::REPLY_REFUSED},
                                 {"отказва", v1::REPLY_REFUSED},
                                 {"отказал", v1::REPLY_REFUSED},
                                 {"refuses", v1::REPLY_REFUSED}};

const google::protobuf::EnumDescriptor* Questions() { return v1::SensitiveQuestion_descriptor(); }

std::string Heading(std::size_t column, Language language) {
  if (column >= kAnswers) {
    return SayEnum(Questions(), static_cast<int>(column - kAnswers) + 1, language);
  }
  return std::string(kColumns[column].heading.In(language));
}

std::string KnownColumns(Language language) {
  std::vector<std::string> known;
  const std::size_t count = kAnswers + static_cast<std::size_t>(Questions()->value_count()) - 1;
  for (std::size_t column = 0; column < count; ++column) known.push_back(Heading(column, language));
  return absl::StrJoin(known, ", ");
}

std::optional<std::size_t> ColumnFor(const std::string& words) {
  for (const ColumnWords& column : kColumns) {
    if (IsOneOf(words, column.words)) return column.column;
  }
  for (int number = 1; number < Questions()->value_count(); ++number) {
    for (const Language language : {Language::kBulgarian, Language::kEnglish}) {
      if (words == PlainWord(SayEnum(Questions(), number, language))) return kAnswers + number - 1;
    }
  }
  return std::nullopt;
}

}  // namespace

// The cells of a row by our columns, and what is said of them.
struct ParticipantRows::Cells {
  ParticipantRows& rows;
  const SheetRow& row;
  sheet::RowSource& source;
  Language language;

  const SheetCell* At(std::size_t column) const {
    const auto found = rows.columns_.find(column);
    if (found == rows.columns_.end() || found->second >= row.cells.size()) return nullptr;
    const SheetCell& cell = row.cells[found->second];
    return cell.kind == SheetCell::Kind::kEmpty ? nullptr : &cell;
  }
  std::string PlaceOf(std::size_t column) const {
    const auto found = rows.columns_.find(column);
    return source.Place(found == rows.columns_.end() ? 0 : found->second, row.row);
  }
  std::string Text(std::size_t column) const {
    const SheetCell* cell = At(column);
    const bool needed = column < kAnswers && kColumns[column].needed;
    if (cell != nullptr && cell->kind == SheetCell::Kind::kError) {
      rows.Find(PlaceOf(column), "TABLE_FORMULA_FAILED", {{"value", cell->text}});
      return "";
    }
    std::string text(absl::StripAsciiWhitespace(cell == nullptr ? absl::string_view()
                                                                : absl::string_view(cell->text)));
    if (needed && text.empty()) rows.Find(PlaceOf(column), "FIELD_REQUIRED");
    return text;
  }
  // A workbook that takes a number for an amount loses the zeros before it; the check digit tells
  // whether this was one.
  std::string PersonNumber() const {
    constexpr std::size_t kDigits = 10;
    const std::string text = Text(kNumber);
    const SheetCell* cell = At(kNumber);
    const bool short_number = cell != nullptr && cell->kind == SheetCell::Kind::kNumber &&
                              text.size() + 2 >= kDigits && text.size() < kDigits;
    return short_number ? absl::StrCat(std::string(kDigits - text.size(), '0'), text) : text;
  }
  std::string Day(std::size_t column) const {
    const std::string text = Text(column);
    if (text.empty()) return "";
    const absl::StatusOr<absl::CivilDay> day = ReadTypedDay(text);
    if (day.ok()) return FormatDay(*day);
    rows.Find(PlaceOf(column), ReasonOf(day.status()), ValuesOf(day.status()));
    return "";
  }
  template <std::size_t size>
  int Word(std::size_t column, const google::protobuf::EnumDescriptor* type,
           const EnumWord (&more)[size]) const {
    const std::string text = Text(column);
    if (text.empty()) return 0;
    const int number = EnumNumberOf(type, PlainWord(text), more);
    if (number == 0) {
      rows.Find(PlaceOf(column), "TABLE_WORD_UNKNOWN",
                {{"value", Shortened(text, 40)}, {"known", KnownWords(type, language)}});
    }
    return number;
  }
};

void ParticipantRows::Find(std::string place, std::string reason, ErrorValues values) {
  if (findings_.size() < kFindingsMax) {
    findings_.push_back({std::move(place), std::move(reason), std::move(values)});
  }
}

absl::Status ParticipantRows::ReadHeader(sheet::RowSource& source, Language language) {
  constexpr int64_t kHeaderRowMax = 50;
  constexpr std::size_t kKnownMin = 3;
  SheetRow row;
  while (true) {
    TRANCHE_ASSIGN_OR_RETURN(const bool more, source.Next(&row));
    if (!more || row.row > kHeaderRowMax) break;
    columns_.clear();
    std::vector<Violation> found;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const std::string words = PlainWord(row.cells[i].text);
      const bool counter = words == "№" || words == "№ по ред" || words == "no" || words == "#";
      if (words.empty() || counter) continue;
      const std::optional<std::size_t> column = ColumnFor(words);
      if (!column.has_value()) {
        found.push_back(
            UnknownHeading(source.Place(i, row.row), row.cells[i].text, KnownColumns(language)));
      } else if (const auto [place, first] = columns_.emplace(*column, i); !first) {
        found.push_back(HeadingTwice(source.Place(i, row.row), Heading(*column, language),
                                     source.Place(place->second, row.row)));
      }
    }
    if (columns_.size() < kKnownMin) continue;
    for (Violation& finding : found) findings_.push_back(std::move(finding));
    break;
  }
  std::vector<std::string> missing;
  for (const ColumnWords& column : kColumns) {
    if (column.needed && columns_.count(column.column) == 0) {
      missing.push_back(Heading(column.column, language));
    }
  }
  if (!missing.empty()) {
    findings_.push_back(MissingHeadings(source.Place(0, std::max<int64_t>(row.row, 1)), missing));
  }
  if (findings_.empty()) return absl::OkStatus();
  return RefuseInput("DOCUMENT_UNREADABLE", findings_, {{"count", absl::StrCat(findings_.size())}});
}

void ParticipantRows::ReadRow(const SheetRow& row, sheet::RowSource& source, Language language) {
  const Cells cells{.rows = *this, .row = row, .source = source, .language = language};
  v1::ParticipantRecord record;
  record.set_place(source.Place(0, row.row));
  record.set_person_number(cells.PersonNumber());
  constexpr EnumWord kNone[] = {{"", 0}};
  int kind = cells.Word(kNumberKind, v1::PersonNumberKind_descriptor(), kNone);
  if (kind == 0) kind = v1::EGN;
  record.set_number_kind(static_cast<v1::PersonNumberKind>(kind));
  record.set_first_name(cells.Text(kFirstName));
  record.set_middle_name(cells.Text(kMiddleName));
  record.set_last_name(cells.Text(kLastName));
  record.set_born_on(cells.Day(kBornOn));
  record.set_gender(static_cast<v1::Gender>(cells.Word(kGender, v1::Gender_descriptor(), kGenders)));
  record.set_labour_status(
      static_cast<v1::LabourStatus>(cells.Word(kLabour, v1::LabourStatus_descriptor(), kLabours)));
  record.set_unemployed_since(cells.Day(kUnemployedSince));
  record.set_education(
      static_cast<v1::Education>(cells.Word(kEducation, v1::Education_descriptor(), kEducations)));
  record.set_settlement(cells.Text(kSettlement));
  record.set_entered_on(cells.Day(kEnteredOn));
  record.set_left_on(cells.Day(kLeftOn));
  record.set_leaving_state(
      static_cast<v1::LeavingState>(cells.Word(kLeaving, v1::LeavingState_descriptor(), kNone)));
  record.set_activity(cells.Text(kActivity));
  for (int number = 1; number < Questions()->value_count(); ++number) {
    const int reply = cells.Word(kAnswers + number - 1, v1::SensitiveReply_descriptor(), kReplies);
    if (reply == 0) continue;  // Not asked.
    v1::SensitiveAnswer* answer = record.add_answers();
    answer->set_question(static_cast<v1::SensitiveQuestion>(number));
    answer->set_reply(static_cast<v1::SensitiveReply>(reply));
  }
  const std::string person = absl::StrCat(kind, ":", record.person_number());
  const auto [first, is_new] = people_.emplace(person, records_.size());
  if (!is_new && !record.person_number().empty()) {
    Find(cells.PlaceOf(kNumber), "PARTICIPANT_TWICE", {{"place", records_[first->second].place()}});
  }
  std::map<std::size_t, std::string> places;
  for (const auto& [column, place] : columns_) places[column] = source.Place(place, row.row);
  places_.push_back(std::move(places));
  records_.push_back(std::move(record));
}

absl::Status ParticipantRows::Read(sheet::RowSource& source, Language language) {
  TRANCHE_RETURN_IF_ERROR(ReadHeader(source, language));
  SheetRow row;
  while (true) {
    TRANCHE_ASSIGN_OR_RETURN(const bool more, source.Next(&row));
    if (!more) return absl::OkStatus();
    if (records_.size() == kRowsMax) {
      return RefuseInput(
          "DOCUMENT_UNREADABLE",
          {{source.Place(0, row.row), "TABLE_TOO_MANY_ROWS", {{"max", absl::StrCat(kRowsMax)}}}},
          {{"count", "1"}});
    }
    ReadRow(row, source, language);
  }
}

std::string ParticipantRows::CellOf(std::size_t record, absl::string_view field) const {
  const std::map<std::size_t, std::string>& places = places_[record];
  for (const ColumnWords& column : kColumns) {
    const auto found = places.find(column.column);
    if (field == column.field && found != places.end()) return found->second;
  }
  return records_[record].place();
}

}  // namespace tranche::cli
