// SPDX-License-Identifier: EUPL-1.2
// The forms by which people correct what was read of a plan, record its adoption and move a step.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "gateway/pages/plans/plan_pages_fixture.h"

namespace tranche::gateway {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

pb::PlanValue ExampleValue(const std::string& path, pb::PlanValueForm form, const std::string& value,
                           const std::string& read) {
  pb::PlanValue made;
  made.set_path(path);
  made.set_title_bg("мярка 1.2, сума");
  made.set_title_en("measure 1.2, total");
  made.set_form(form);
  made.set_value(value);
  made.set_read(read);
  made.set_document_place("line 27, column 5");
  return made;
}

class PlanValuePages : public PlanPages {
 protected:
  PlanValuePages() { GiveValue(pb::AMOUNT_VALUE, "39792.00 BGN"); }

  void GiveValue(pb::PlanValueForm form, const std::string& value) {
    pb::ListPlanValuesResponse values;
    *values.add_values() = ExampleValue("measure.1.2.stated_total", form, value, value);
    Give("ListPlanValues", values);
  }

  pb::CorrectPlanRequest SentCorrection(const std::string& form) {
    Give("CorrectPlan", pb::Correction());
    Post(absl::StrCat("/bg", kPlan, "/values"), form);
    pb::CorrectPlanRequest sent;
    EXPECT_TRUE(Asked("CorrectPlan", &sent));
    return sent;
  }
};

TEST_F(PlanValuePages, Values_StandWithTheirAddressAndWhatWasRead) {
  const std::string page = Page("/values", "under=measure.1.2");
  pb::ListPlanValuesRequest asked;
  ASSERT_TRUE(Asked("ListPlanValues", &asked));
  EXPECT_EQ(asked.under(), "measure.1.2");
  EXPECT_THAT(page, HasSubstr("measure.1.2.stated_total</code>"));
  EXPECT_THAT(page, HasSubstr("line 27, column 5"));
  EXPECT_THAT(Get(absl::StrCat("/bg", kPlan, "/values")).body, HasSubstr("ред 27, колона 5"));
  EXPECT_THAT(page, HasSubstr(absl::StrCat(
                        "href=\"/en", kPlan,
                        "/values?under=measure.1.2&amp;path=measure.1.2.stated_total#correct\"")));
}

TEST_F(PlanValuePages, AddedStruckAndCorrected_AreMarked) {
  pb::ListPlanValuesResponse values;
  *values.add_values() = ExampleValue("measure.1.2.activity", pb::TEXT_VALUE, "а", "б");
  values.mutable_values(0)->set_corrected(true);
  *values.add_values() = ExampleValue("measure.1.9.activity", pb::TEXT_VALUE, "в", "");
  values.mutable_values(1)->set_added(true);
  *values.add_values() = ExampleValue("measure.1.3.activity", pb::TEXT_VALUE, "г", "г");
  values.mutable_values(2)->set_struck(true);
  Give("ListPlanValues", values);
  const std::string page = Page("/values");
  EXPECT_THAT(page, HasSubstr(">corrected</span>"));
  EXPECT_THAT(page, HasSubstr(">added</span>"));
  EXPECT_THAT(page, HasSubstr(">struck out</span>"));
  // What is struck out is brought back by taking that correction back, not corrected.
  EXPECT_THAT(page, Not(HasSubstr("path=measure.1.3.activity")));
}

TEST_F(PlanValuePages, CorrectForm_HasWhatIsShownAndSaysItBack) {
  const std::string page = Page("/values", "under=measure.1.2&path=measure.1.2.stated_total");
  EXPECT_THAT(page, HasSubstr("name=\"had\" value=\"1\""));
  EXPECT_THAT(page, HasSubstr("name=\"instead_of\" value=\"39792.00 BGN\""));
  EXPECT_THAT(page, HasSubstr(">BGN\u00a039,792.00</textarea>"));

  Give("CorrectPlan", pb::Correction());
  const HttpResponse done =
      Post(absl::StrCat("/bg", kPlan, "/values"),
           "act=correct&request_id=r-1&path=measure.1.2.stated_total&form=3&had=1&"
           "instead_of=39792.00+BGN&value=BGN%C2%A039%2C972.00&reason=protokol");
  EXPECT_EQ(done.status, 303);
  EXPECT_THAT(done.headers,
              Contains(Pair("Location",
                            absl::StrCat("/bg", kPlan, "/values?under=measure.1.2&done=corrected"))));
  pb::CorrectPlanRequest sent;
  ASSERT_TRUE(Asked("CorrectPlan", &sent));
  EXPECT_EQ(sent.parent(), kPlan + 1);
  EXPECT_EQ(sent.path(), "measure.1.2.stated_total");
  EXPECT_EQ(sent.instead_of(), "39792.00 BGN");
  EXPECT_EQ(sent.value(), "39972.00 BGN");
  EXPECT_EQ(sent.reason(), "protokol");
  EXPECT_EQ(sent.request_id(), "r-1");
}

TEST_F(PlanValuePages, CorrectForm_OfWordsInSeveralLines_KeepsThem) {
  const pb::CorrectPlanRequest sent = SentCorrection(
      "act=correct&path=measure.1.2.description&form=1&had=1&"
      "instead_of=+one%0D%0Atwo&value=one%0D%0Athree&reason=r");
  EXPECT_EQ(sent.instead_of(), " one\ntwo");
  EXPECT_EQ(sent.value(), "one\nthree");
}

TEST_F(PlanValuePages, CorrectForm_LeftEmpty_MeansBlankOrNothingByTheFormOfTheValue) {
  EXPECT_FALSE(SentCorrection("act=correct&path=p&form=3&had=1&instead_of=1.00+BGN&value=&reason=r")
                   .has_value());
  const pb::CorrectPlanRequest blank =
      SentCorrection("act=correct&path=p&form=2&had=0&instead_of=&value=&reason=r");
  EXPECT_TRUE(blank.has_value());
  EXPECT_EQ(blank.value(), "");
  EXPECT_FALSE(blank.has_instead_of());
  EXPECT_FALSE(SentCorrection("act=correct&path=p&form=2&had=1&instead_of=x&value=x&none=1&reason=r")
                   .has_value());
}

TEST_F(PlanValuePages, CorrectForm_OfAWord_OffersThoseThatAreAllowed) {
  pb::ListPlanValuesResponse values;
  *values.add_values() =
      ExampleValue("measure.1.2.sources.1.kind", pb::WORD_VALUE, "STATE_BUDGET", "STATE_BUDGET");
  values.mutable_values(0)->add_allowed("STATE_BUDGET");
  values.mutable_values(0)->add_allowed("MUNICIPAL_BUDGET");
  Give("ListPlanValues", values);
  const std::string page = Page("/values", "path=measure.1.2.sources.1.kind");
  EXPECT_THAT(page, HasSubstr("<option value=\"STATE_BUDGET\" selected>state budget</option>"));
  EXPECT_THAT(page, HasSubstr("<option value=\"MUNICIPAL_BUDGET\">municipal budget</option>"));
}

TEST_F(PlanValuePages, WordsAndFlags_AreSaidInTheLanguageOfThePage) {
  pb::ListPlanValuesResponse values;
  *values.add_values() =
      ExampleValue("measure.1.2.sources.1.kind", pb::WORD_VALUE, "PROJECT", "DONATION");
  *values.add_values() = ExampleValue("bodies.1.in_attachment_only", pb::FLAG_VALUE, "true", "false");
  Give("ListPlanValues", values);
  const std::string bulgarian = Get(absl::StrCat("/bg", kPlan, "/values")).body;
  for (const char* said : {"<span>проект</span>", "<span>дарение</span>", "<span>да</span>"}) {
    EXPECT_THAT(bulgarian, HasSubstr(said));
  }
  const std::string english = Page("/values");
  for (const char* said : {"<span>project</span>", "<span>donation</span>", "<span>no</span>"}) {
    EXPECT_THAT(english, HasSubstr(said));
  }
  for (const std::string& page : {bulgarian, english}) EXPECT_THAT(page, Not(HasSubstr("PROJECT")));
}

TEST_F(PlanValuePages, CorrectForm_ThatIsRefused_KeepsWhatWasTypedAtItsField) {
  Deny("CorrectPlan",
       RefuseInput("INVALID_REQUEST", {{"reason", "FIELD_REQUIRED", {{"field", "reason"}}}}));
  const HttpResponse page =
      Post(absl::StrCat("/en", kPlan, "/values"),
           "act=correct&request_id=r-1&path=measure.1.2.stated_total&form=3&had=1&"
           "instead_of=39000.00+BGN&value=lots&reason=");
  EXPECT_EQ(page.status, 400);
  EXPECT_THAT(page.body, HasSubstr("<a href=\"#reason\">"));
  EXPECT_THAT(page.body, HasSubstr(">lots</textarea>"));
  // The person typed beside this value: it is compared with it again.
  EXPECT_THAT(page.body, HasSubstr("name=\"instead_of\" value=\"39000.00 BGN\""));
  EXPECT_THAT(page.body, Not(HasSubstr("value=\"r-1\"")));
  EXPECT_EQ(FirstUnbalanced(page.body), "");
}

TEST_F(PlanValuePages, CorrectForm_OfAPathThatIsNone_SaysSo) {
  EXPECT_THAT(Page("/values", "path=measure.9"), HasSubstr("No value has this address."));
}

TEST_F(PlanValuePages, AddForm_SendsAValueOfEachLine) {
  Give("AddPlanRow", pb::Correction());
  const HttpResponse done =
      Post(absl::StrCat("/en", kPlan, "/values"),
           "act=add&request_id=r-2&list=measure.1&number=9&found_at=line+27&"
           "add_reason=missed&row_values=activity+%3D+a%3Db%0D%0A%0D%0Aplace%3Dtown");
  EXPECT_EQ(done.status, 303);
  pb::AddPlanRowRequest sent;
  ASSERT_TRUE(Asked("AddPlanRow", &sent));
  EXPECT_EQ(sent.list(), "measure.1");
  EXPECT_EQ(sent.number(), 9);
  EXPECT_EQ(sent.document_place(), "line 27");
  EXPECT_EQ(sent.reason(), "missed");
  ASSERT_EQ(sent.values_size(), 2);
  EXPECT_EQ(sent.values(0).path(), "activity");
  EXPECT_EQ(sent.values(0).value(), "a=b");
  EXPECT_EQ(sent.values(1).path(), "place");
}

TEST_F(PlanValuePages, AddForm_WhoseValueIsRefused_SaysSoWhereTheyAreTyped) {
  Deny("AddPlanRow",
       RefuseInput("INVALID_REQUEST", {{"values[0].value", "FIELD_REQUIRED", {{"field", "value"}}}}));
  const HttpResponse page = Post(absl::StrCat("/en", kPlan, "/values"),
                                 "act=add&request_id=r&list=bodies&row_values=name+%3D+%3Cb%3E");
  EXPECT_EQ(page.status, 400);
  EXPECT_THAT(page.body, HasSubstr("<a href=\"#row_values\">"));
  EXPECT_THAT(page.body, HasSubstr("id=\"row_values-error\""));
  EXPECT_THAT(page.body, HasSubstr("name = &lt;b&gt;</textarea>"));
  EXPECT_THAT(page.body, HasSubstr("name=\"list\" inputmode=\"text\" maxlength=\"1000\" "
                                   "autocomplete=\"off\" value=\"bodies\""));
  EXPECT_EQ(FirstUnbalanced(page.body), "");
}

TEST_F(PlanValuePages, StrikeAndTakeBackForms_SendTheRowAndTheCorrection) {
  Give("StrikePlanRow", pb::Correction());
  Give("TakeBackCorrection", pb::Correction());
  EXPECT_EQ(Post(absl::StrCat("/en", kPlan, "/values"),
                 "act=strike&request_id=s&row=measure.1.2&strike_reason=a+heading")
                .status,
            303);
  pb::StrikePlanRowRequest struck;
  ASSERT_TRUE(Asked("StrikePlanRow", &struck));
  EXPECT_EQ(struck.row(), "measure.1.2");
  EXPECT_EQ(struck.reason(), "a heading");

  EXPECT_THAT(Page("/values", "correction=3"), HasSubstr("name=\"correction\" value=\"3\""));
  EXPECT_EQ(Post(absl::StrCat("/en", kPlan, "/values"),
                 "act=take_back&request_id=t&correction=3&back_reason=wrong")
                .status,
            303);
  pb::TakeBackCorrectionRequest taken;
  ASSERT_TRUE(Asked("TakeBackCorrection", &taken));
  EXPECT_EQ(taken.name(), absl::StrCat(kPlan + 1, "/corrections/3"));
  EXPECT_EQ(taken.reason(), "wrong");
}

TEST_F(PlanValuePages, Plan_ShowsRowsThatWereAddedAndStruckOut) {
  pb::Plan plan = ExamplePlan();
  pb::Correction* added = plan.add_corrections();
  added->set_field(pb::PLAN_ROW);
  added->set_kind(pb::ROW_ADDED);
  added->set_path("measure.1.9");
  added->set_title_en("measure 1.9");
  pb::RowValue* value = added->add_row();
  value->set_path("activity");
  value->set_value("Дневен център");
  pb::RowValue* source = added->add_row();
  source->set_path("sources.1.kind");
  source->set_value("PROJECT");
  pb::Correction* struck = plan.add_corrections();
  struck->set_field(pb::PLAN_ROW);
  struck->set_kind(pb::ROW_STRUCK);
  struck->set_path("measure.1.2");
  struck->set_place("measure.1.2");
  struck->set_title_en("measure 1.2");
  Give("GetPlan", plan);
  const std::string page = Page("");
  EXPECT_THAT(page, HasSubstr("measure 1.9: "));
  EXPECT_THAT(page, HasSubstr("row added: activity: Дневен център; sources.1.kind: project"));
  EXPECT_THAT(page, HasSubstr("row struck out"));
}

TEST_F(PlanPages, AdoptionForm_RecordsWhatIsKnownAndWhatIsLeftBlank) {
  Give("RecordAdoption", pb::PlanAdoption());
  const HttpResponse done =
      Post(absl::StrCat("/bg", kPlan, "/adoptions"),
           "request_id=a-1&decision=699&protocol_blank=1&date=07.2022&source=page");
  EXPECT_EQ(done.status, 303);
  pb::RecordAdoptionRequest sent;
  ASSERT_TRUE(Asked("RecordAdoption", &sent));
  EXPECT_EQ(sent.parent(), kPlan + 1);
  EXPECT_FALSE(sent.validate_only());
  EXPECT_EQ(sent.adoption().source(), "page");
  const pb::Adoption& adoption = sent.adoption().adoption();
  EXPECT_EQ(adoption.decision_number(), "699");
  EXPECT_TRUE(adoption.has_protocol_number());
  EXPECT_EQ(adoption.protocol_number(), "");
  EXPECT_FALSE(adoption.has_body());
  EXPECT_EQ(adoption.date().year(), 2022);
  EXPECT_EQ(adoption.date().month(), 7);
}

TEST_F(PlanPages, AdoptionForm_WithADateThatIsNone_IsOnlyChecked) {
  Deny("RecordAdoption",
       RefuseInput("INVALID_REQUEST", {{"adoption.source", "FIELD_REQUIRED", {{"field", "source"}}}}));
  const HttpResponse page =
      Post(absl::StrCat("/en", kPlan, "/adoptions"), "request_id=a&decision=699&date=30.02.2022");
  EXPECT_EQ(page.status, 400);
  pb::RecordAdoptionRequest sent;
  ASSERT_TRUE(Asked("RecordAdoption", &sent));
  EXPECT_TRUE(sent.validate_only());
  EXPECT_THAT(page.body, HasSubstr("<a href=\"#date\">"));
  EXPECT_THAT(page.body, HasSubstr("<a href=\"#source\">"));
  EXPECT_THAT(page.body, HasSubstr("value=\"30.02.2022\""));
  EXPECT_EQ(FirstUnbalanced(page.body), "");
}

TEST_F(PlanPages, StepForm_MovesTheStepThatIsChosen) {
  pb::Checklist list;
  list.add_steps()->set_name("organisations/sopot/checklists/romact/steps/agreement");
  Give("GetChecklist", list);
  Give("MoveStep", pb::ChecklistStep());
  const std::string page = Get("/en/organisations/sopot/groundwork").body;
  EXPECT_THAT(page, HasSubstr("<option value=\"agreement\">"));
  const HttpResponse done = Post("/en/organisations/sopot/groundwork",
                                 "request_id=m&step=agreement&move=2&on=2017&evidence=a%2C+b");
  EXPECT_EQ(done.status, 303);
  pb::MoveStepRequest sent;
  ASSERT_TRUE(Asked("MoveStep", &sent));
  EXPECT_EQ(sent.name(), "organisations/sopot/checklists/romact/steps/agreement");
  EXPECT_EQ(sent.move(), pb::FINISH_STEP);
  EXPECT_EQ(sent.on().year(), 2017);
  EXPECT_EQ(sent.on().as_written(), "");
  EXPECT_THAT(sent.evidence(),
              ElementsAre("organisations/sopot/groundwork/a", "organisations/sopot/groundwork/b"));
}

TEST_F(PlanPages, StepForm_ThatIsRefused_StaysWithWhatWasChosen) {
  pb::Checklist list;
  list.add_steps()->set_name("organisations/sopot/checklists/romact/steps/agreement");
  Give("GetChecklist", list);
  Deny("MoveStep",
       RefuseInput("INVALID_REQUEST", {{"reason", "FIELD_REQUIRED", {{"field", "reason"}}}}));
  const HttpResponse page =
      Post("/en/organisations/sopot/groundwork", "request_id=m&step=agreement&move=4&on=yesterday");
  EXPECT_EQ(page.status, 400);
  EXPECT_THAT(page.body, HasSubstr("<a href=\"#reason\">"));
  EXPECT_THAT(page.body, HasSubstr("<a href=\"#on\">"));
  EXPECT_THAT(page.body, HasSubstr("<option value=\"4\" selected>"));
  EXPECT_EQ(FirstUnbalanced(page.body), "");
}

}  // namespace
}  // namespace tranche::gateway
