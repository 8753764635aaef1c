// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pages/phrases.h"

#include <map>
#include <string>

namespace tranche::gateway {

namespace {

constexpr Phrase kPhrases[] = {
    // Every page
    {"W_SKIP", "Към съдържанието", "Skip to the content"},
    {"W_LANGUAGE", "Език", "Language"},
    {"W_CRUMBS", "Къде сте", "Where you are"},
    {"W_HOME", "Планове и проекти", "Plans and projects"},
    {"W_SIGN_OUT", "Изход", "Sign out"},
    {"W_COMMAND", "Същото от командния ред", "The same from the command line"},
    {"W_COMMAND_HINT", "Щракнете върху ред, за да го маркирате целия, и го копирайте.",
     "Click a line to mark all of it, then copy it."},
    {"W_FOOTER",
     "Tranche следи планове, договори, бюджети и срокове по европейски програми. Показва какво "
     "пише в документите и отделно от него какво следва от сметките.",
     "Tranche follows plans, contracts, budgets and deadlines of European programmes. It shows what "
     "the documents state and, apart from it, what follows by computing."},
    {"W_STATE", "Състояние", "State"},
    {"W_TOTAL", "Общо", "Total"},
    {"W_JSON", "Същите данни като JSON", "The same data as JSON"},
    {"W_SHOW", "Покажи", "Show"},
    {"W_WRONG", "Поправете въведеното", "Correct what was entered"},
    {"W_AS_OF", "Към дата", "As of"},
    {"W_AS_OF_LOWER", "към", "as of"},

    // Refusals
    {"W_TO_HOME", "Към плановете и проектите", "To plans and projects"},
    {"W_AGAIN", "Опитайте отново", "Try again"},
    {"W_TRACE", "Номер за справка при поддръжката", "Number to give to support"},
    {"W_NEXT_400", "Проверете адреса или въведеното.", "Check the address or what was entered."},
    {"W_NEXT_403",
     "Ако ви трябва, помолете администратора на вашата община за роля, която дава това право.",
     "If you need it, ask the administrator of your municipality for a role that permits it."},
    {"W_NEXT_404", "Проверете номера или адреса. Може записът да е на община, чиито записи не виждате.",
     "Check the number or the address. The record may belong to a municipality whose records you do "
     "not see."},
    {"W_NEXT_503",
     "Нищо не е загубено. Изчакайте минута и опитайте отново; ако не помогне, обадете се на "
     "поддръжката и кажете номера по-долу.",
     "Nothing is lost. Wait a minute and try again; if that does not help, call support and give the "
     "number below."},
    {"W_HEADING_400", "Страницата не може да се покаже", "The page cannot be shown"},
    {"W_HEADING_403", "Нямате право да видите това", "You may not see this"},
    {"W_HEADING_404", "Не е намерено", "Not found"},
    {"W_HEADING_503", "В момента няма връзка със сървъра", "The server cannot be reached just now"},
    {"W_REASON_KICKER", "Причина за отказ", "Reason of a refusal"},
    {"W_REASON_HINT",
     "Програмите получават този код, хората изречението. На мястото на думите в скоби стоят "
     "стойностите от заявката.",
     "Programs get this code, people the sentence. Values of the request stand where the words in "
     "brackets are."},

    // Plans and projects
    {"W_PORTFOLIO", "Планове и проекти", "Plans and projects"},
    {"W_SEARCH", "Номер на договор или план", "Number of a contract or plan"},
    {"W_SEARCH_HINT",
     "Целият номер, например BG05M9OP001-2.005-0063-C01 или lyubimets-2013. Може и с кирилски букви.",
     "The whole number, for example BG05M9OP001-2.005-0063-C01 or lyubimets-2013. Look-alike "
     "Cyrillic "
     "letters do as well."},
    {"W_FIND", "Намери", "Find"},
    {"W_NOT_FOUND", "Няма договор или план с номер", "There is no contract or plan with the number"},
    {"W_NOT_FOUND_NEXT", "Проверете номера или потърсете в списъците по-долу.",
     "Check the number or look in the lists below."},
    {"W_PROJECTS", "Проекти", "Projects"},
    {"W_PROJECTS_CAPTION", "Проекти по номер на договора", "Projects by number of the contract"},
    {"W_PROJECTS_PAGES", "Още проекти", "More projects"},
    {"W_NO_PROJECTS",
     "Още няма проекти. Проектът започва с предложение; записва го ръководителят на проекта:",
     "There are no projects yet. A project begins with a proposal, which the project manager adds:"},
    {"W_PROJECT", "Проект", "Project"},
    {"W_CONTRACT_NUMBER", "Номер на договора", "Number of the contract"},
    {"W_PERIOD", "Срок на изпълнение", "Period of implementation"},
    {"W_FIRST_PAGE", "Към началото на списъка", "To the start of the list"},
    {"W_NEXT_PROJECTS", "Следващите проекти", "Next projects"},
    {"W_PLANS", "Планове", "Plans"},
    {"W_PLANS_CAPTION", "Годишни планове на общините", "Annual plans of municipalities"},
    {"W_PLANS_PAGES", "Още планове", "More plans"},
    {"W_NO_PLANS",
     "Още няма планове. Планът се внася от файла на документа; внася го ръководителят на проекта:",
     "There are no plans yet. A plan is imported from its document's file, by the project manager:"},
    {"W_PLAN", "План", "Plan"},
    {"W_NEXT_PLANS", "Следващите планове", "Next plans"},
    {"W_MUNICIPALITY", "Община", "Municipality"},
    {"W_YEAR", "Година", "Year"},
    {"W_MEASURES", "Мерки", "Measures"},
    {"W_WITH_AMOUNT", "С посочена сума", "With a stated amount"},
    {"W_STATED_TOTAL", "Обща сума според документа", "Total that the document states"},

    // One plan
    {"W_PLAN_KICKER", "Годишен план", "Annual plan"},
    {"W_MEASURES_COUNT", "Мерки (от тях с посочена сума)", "Measures (of them with a stated amount)"},
    {"W_VERSION", "Версия в Tranche", "Version in Tranche"},
    {"W_STORED", "записана на", "stored on"},
    {"W_OPEN", "Отворен документ", "Open document"},
    {"W_OPEN_YES", "да: документът казва, че може да се допълва и променя",
     "yes: the document says that it may be added to and changed"},
    {"W_FINDINGS", "Какво показва проверката", "What the check found"},
    {"W_FINDINGS_HINT",
     "Всяка посочена стойност е сравнена с изчислената. Връзката води до мястото в документа.",
     "Every stated value is compared with the computed one. The link leads to the place in the "
     "document."},
    {"W_NO_FINDINGS", "В документа няма стойности, които могат да се сравнят.",
     "The document has no values that can be compared."},
    {"W_DOCUMENT", "Документът", "The document"},
    {"W_DOCUMENT_HINT",
     "Текстът е такъв, какъвто е в документа. Изчисленото стои отделно, на цветен фон.",
     "The text stands as in the document. What is computed stands apart, on a coloured ground."},
    {"W_STRATEGY", "Стратегия, която планът изпълнява", "Strategy that the plan carries out"},
    {"W_STRATEGY_TITLE", "Наименование", "Title"},
    {"W_DECISION", "Решение №", "Decision No"},
    {"W_PROTOCOL", "Протокол №", "Protocol No"},
    {"W_ADOPTED_ON", "Приета", "Adopted"},
    {"W_BLANK", "празно място в документа", "left blank in the document"},
    {"W_LINE_OF_DOCUMENT", "Ред в документа", "Line of the document"},
    {"W_TARGETS", "Целеви групи", "Target groups"},
    {"W_OBJECTIVES", "Основни цели", "Main objectives"},
    {"W_DESCRIPTION", "Описание", "Description"},
    {"W_WHERE", "Място", "Place"},
    {"W_EXECUTOR", "Изпълнител", "Carried out by"},
    {"W_FINANCING", "Финансиране, както е написано", "Financing, as written"},
    {"W_STATED_AMOUNT", "Посочена обща сума", "Stated total"},
    {"W_WHOLE", "Целият план", "The whole plan"},
    {"W_WHOLE_PLACE", "план", "plan"},
    {"W_STATED", "Посочено", "Stated"},
    {"W_COMPUTED", "Изчислено", "Computed"},
    {"W_DELTA", "Разлика", "Difference"},
    {"W_DELTA_SHORT", "разлика", "difference"},
    {"W_NOT_WRITTEN", "в документа не е написано:", "not written in the document:"},
    {"W_DIGEST", "SHA-256 на документа", "SHA-256 of the document"},
    {"W_JSON_PLAN", "Планът като JSON", "The plan as JSON"},
    {"W_JSON_CHECKS", "проверките като JSON", "the checks as JSON"},

    // One project
    {"W_PROJECT_KICKER", "Договор", "Contract"},
    {"W_PROJECT_LINKS", "Страници на проекта", "Pages of the project"},
    {"W_CONTRACT", "Договорът", "The contract"},
    {"W_MIXED", "смесва латиница и кирилица", "mixes Latin and Cyrillic letters"},
    {"W_PROCEDURE", "Процедура", "Procedure"},
    {"W_ORGANISATION", "Организация", "Organisation"},
    {"W_CONCLUDED", "Сключен", "Concluded"},
    {"W_DURATION", "Продължителност", "Duration"},
    {"W_PERIOD_RULE", "последен ден:", "last day:"},
    {"W_CONTRACT_VERSION", "Версия на договора", "Version of the contract"},
    {"W_FINANCING_PARTS", "Финансиране", "Financing"},
    {"W_EU", "ЕС", "EU"},
    {"W_NATIONAL", "Национално", "National"},
    {"W_OWN", "Собствено", "Own"},
    {"W_GRANT", "Безвъзмездна помощ", "Grant"},
    {"W_SPENDING", "Изпълнение на бюджета", "Spending"},
    {"W_BUDGET_LINES", "Бюджет и изпълнение по редове", "Budget against actual by line"},
    {"W_NEXT_DEADLINES", "Следващи срокове", "Next deadlines"},
    {"W_NO_NEXT_DEADLINES", "Няма неизпълнени срокове.", "No deadline is open."},
    {"W_ALL_DEADLINES", "Всички срокове и дейности", "All deadlines and activities"},
    {"W_CLAIMS", "Искания за плащане", "Payment claims"},
    {"W_CLAIMS_CAPTION", "Искания по реда на изпращане", "Claims in their sequence"},
    {"W_NO_CLAIMS", "Още няма искания за плащане.", "There are no payment claims yet."},
    {"W_CLAIM", "Искане", "Claim"},
    {"W_REQUESTED", "Поискано", "Requested"},
    {"W_APPROVED", "Верифицирано", "Approved"},
    {"W_REFUSED", "Отказано", "Refused"},
    {"W_PAID", "Платено", "Paid"},
    {"W_SENT_ON", "Изпратено", "Sent"},
    {"W_DECIDED_ON", "Решено", "Decided"},
    {"W_PAYMENTS", "Получени плащания", "Payments received"},
    {"W_PAYMENTS_CAPTION", "Плащания по реда на получаване", "Payments in their sequence"},
    {"W_NO_PAYMENTS", "Още няма получени плащания.", "No payment has arrived yet."},
    {"W_PAYMENT", "Плащане", "Payment"},
    {"W_PAID_ON", "Получено на", "Received on"},
    {"W_BANK", "Банкова референция", "Bank reference"},
    {"W_MARKS", "Произход на стойностите", "Where the values come from"},
    {"W_MARKS_HINT",
     "За всяко поле на договора и на редовете от бюджета: кой го казва и къде. „Примерно“ значи "
     "попълнено, за да е пълен примерът.",
     "For each field of the contract and of the budget's lines: who states it and where. "
     "“Illustrative” means filled in to complete the example."},

    // Budget against actual
    {"W_BUDGET", "Бюджет и изпълнение", "Budget against actual"},
    {"W_AS_OF_HINT_BUDGET", "Какво се е случило до края на този ден. Празно: всичко.",
     "What had happened by the end of this day. Empty: everything."},
    {"W_KNOWN_AT", "Известно към", "Known at"},
    {"W_KNOWN_AT_HINT", "Какво е било записано в Tranche до края на този ден. Празно: всичко.",
     "What was recorded in Tranche by the end of this day. Empty: everything."},
    {"W_SHOWN_ALL", "Показано е всичко, записано досега.", "All that is recorded so far is shown."},
    {"W_SHOWN_AS_OF", "Показано е случилото се до края на", "Shown: what had happened by the end of"},
    {"W_SHOWN_KNOWN_AT", "каквото е било записано до края на", "what was recorded by the end of"},
    {"W_CAP", "Предвидено", "Budgeted"},
    {"W_RESERVED", "Записано", "Recorded"},
    {"W_SPENT", "Верифицирано", "Approved"},
    {"W_LEFT", "Остава", "Left"},
    {"W_LINES_CAPTION", "Бюджет по редове", "Budget by line"},
    {"W_LINE", "Ред", "Line"},
    {"W_CAP_EU", "Предвидено ЕС", "Budgeted EU"},
    {"W_CAP_NATIONAL", "Предвидено национално", "Budgeted national"},
    {"W_CAP_OWN", "Предвидено собствено", "Budgeted own"},
    {"W_CAP_TOTAL", "Предвидено общо", "Budgeted total"},
    {"W_PERCENT", "Изпълнение", "Spent"},
    {"W_SOURCES_CAPTION", "Бюджет и получени пари по източник", "Budget and money received by source"},
    {"W_SOURCE", "Източник", "Source"},
    {"W_RECEIVED_ADVANCE", "Получен аванс", "Advance received"},
    {"W_RECEIVED_COSTS", "Получено за разходи", "Received for costs"},
    {"W_RECEIVED_TOTAL", "Получено общо", "Received in total"},
    {"W_NOT_PAID", "Верифицирано, но още неплатено", "Approved, not yet paid"},
    {"W_IN_BGN", "в лева", "in BGN"},
    {"W_IN_EUR", "в евро", "in EUR"},
    {"W_DOWNLOAD_JSON", "Изтеглете справката като JSON", "Download the report as JSON"},

    // Deadlines
    {"W_DEADLINES", "Срокове и дейности", "Deadlines and activities"},
    {"W_AS_OF_HINT_DEADLINES", "Денят, към който се броят оставащите дни. Празно: днес.",
     "The day from which days are counted. Empty: today."},
    {"W_DEADLINES_CAPTION", "Срокове към", "Deadlines as of"},
    {"W_NO_DEADLINES", "Още няма срокове. Те се появяват, когато договорът влезе в сила.",
     "There are no deadlines yet. They appear when the contract is in force."},
    {"W_OWED", "Какво се дължи", "What is owed"},
    {"W_OWNER", "От кого", "By whom"},
    {"W_DUE", "Краен срок", "Due"},
    {"W_DAYS_LEFT", "Дни", "Days"},
    {"W_HOW", "Как е получен", "How it follows"},
    {"W_BASIS", "Правно основание", "Legal basis"},
    {"W_UNVERIFIED", "(непроверено в първоизточника)", "(not verified in the primary source)"},
    {"W_GANTT", "Във времето", "Over time"},
    {"W_GANTT_TITLE", "Дейности и срокове във времето", "Activities and deadlines over time"},
    {"W_BEFORE_CHART", "е преди показания период.", "is before the period shown."},
    {"W_AFTER_CHART", "е след показания период.", "is after the period shown."},
    {"W_TWIN_CAPTION", "Същото като таблица", "The same as a table"},
    {"W_WHAT", "Дейност или срок", "Activity or deadline"},
    {"W_KIND", "Вид", "Kind"},
    {"W_ACTIVITY", "дейност", "activity"},
    {"W_DEADLINE", "срок", "deadline"},
    {"W_FROM", "От", "From"},
    {"W_TO", "До", "To"},
};

}  // namespace

absl::Span<const Phrase> Phrases() { return kPhrases; }

const char* Say(absl::string_view name, Language language) {
  static const auto* const kByName = [] {
    auto* by_name = new std::map<absl::string_view, const Phrase*>;
    for (const Phrase& phrase : Phrases()) by_name->emplace(phrase.name, &phrase);
    return by_name;
  }();
  const auto found = kByName->find(name);
  if (found == kByName->end()) return name.data();
  return language == Language::kBulgarian ? found->second->bg : found->second->en;
}

}  // namespace tranche::gateway
