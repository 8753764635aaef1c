// SPDX-License-Identifier: EUPL-1.2
// The words of the pages below a plan and around plans.
#include "gateway/pages/phrases.h"

namespace tranche::gateway {
namespace {

constexpr Phrase kPhrases[] = {
    // All of them
    {"W_PLAN_PAGES", "Страници за плановете", "Pages about plans"},
    {"W_PLAN_LOWER", "план", "plan"},
    {"W_VERSION_LOWER", "версия", "version"},
    {"W_VERSION_SHORT", "Версия", "Version"},
    {"W_MADE_BY", "Записано от", "Recorded by"},
    {"W_MADE_ON", "Записано на", "Recorded on"},
    {"W_IN_FORCE", "в сила", "in force"},
    {"W_NOT_IN_FORCE", "не е в сила", "not in force"},
    {"W_REPLACED", "заменено", "replaced"},
    {"W_ENDED", "прекратено", "ended"},

    // Versions
    {"W_PLAN_VERSIONS", "Версии и поправки", "Versions and corrections"},
    {"W_VERSIONS_STORED", "Записани версии", "Stored versions"},
    {"W_VERSIONS_CAPTION", "Версии, най-новата първа", "Versions, the newest first"},
    {"W_STORED_ON", "Записана на", "Stored on"},
    {"W_COMPARE", "Какво се е променило", "What has changed"},
    {"W_DO_COMPARE", "Сравни", "Compare"},
    {"W_COMPARED_BEFORE", "По-ранната", "The earlier"},
    {"W_COMPARED_AFTER", "По-новата", "The later"},
    {"W_THE_ONE_BEFORE", "предишната", "the one before"},
    {"W_THE_NEWEST", "най-новата", "the newest"},
    {"W_OTHER_PLAN", "По-ранен план вместо по-ранна версия",
     "An earlier plan instead of an earlier version"},
    {"W_OTHER_PLAN_HINT",
     "Номерът му, например lyubimets-2012. Тогава се взема последната му версия, освен ако горе не е "
     "избрана друга. Празно: същият план.",
     "Its identifier, for example lyubimets-2012. Its newest version is taken then, unless another one "
     "is "
     "chosen above. Empty: the same plan."},
    {"W_AS_STATED", "Както е в документите, без поправките",
     "As the documents state it, without corrections"},
    {"W_ONE_VERSION",
     "Записана е само една версия, затова няма какво да се сравни. Нова версия се появява, когато "
     "ръководителят на проекта внесе променения документ; може да сравните и с по-ранен план.",
     "Only one version is stored, so there is nothing to compare. A new version appears when the "
     "project "
     "manager imports the changed document; you can also compare with an earlier plan."},
    {"W_ROWS_BEFORE", "Сума на редовете в по-ранната", "Sum of the rows in the earlier"},
    {"W_ROWS_AFTER", "Сума на редовете в по-новата", "Sum of the rows in the later"},
    {"W_UNCHANGED", "Мерки без промяна", "Measures without a change"},
    {"W_NOTHING_DIFFERS", "Няма разлики.", "Nothing differs."},
    {"W_OF_WHOLE_PLAN", "Стойности на целия план", "Values of the whole plan"},
    {"W_VALUE", "Стойност", "Value"},
    {"W_OLD", "Преди", "Before"},
    {"W_NEW", "След", "After"},
    {"W_MATCHED_BY", "разпозната по:", "matched by:"},
    {"W_CORRECTIONS_BEFORE", "Поправки в по-ранната", "Corrections in the earlier"},
    {"W_CORRECTIONS_AFTER", "Поправки в по-новата", "Corrections in the later"},
    {"W_ALL_CORRECTIONS", "Всички поправки, по реда на записване",
     "All corrections, in the order in which they were recorded"},
    {"W_CORRECTIONS_PAGES", "Още поправки", "More corrections"},
    {"W_NO_CORRECTIONS",
     "Никой не е поправял стойности на плана. Прочетено погрешно се поправя от ръководителя на "
     "проекта; "
     "прочетеното остава до поправеното:",
     "Nobody has corrected values of the plan. What was read wrongly is corrected by the project "
     "manager; "
     "what was read stays beside it:"},
    {"W_CORRECTED_WHAT", "Какво", "What"},
    {"W_READ_AS", "Прочетено", "Read"},
    {"W_CORRECTED_TO", "Поправено на", "Corrected to"},
    {"W_WHY", "Защо", "Why"},
    {"W_TAKES_BACK", "оттегля поправка №", "takes back correction No"},

    // Strategies
    {"W_STRATEGIES", "Стратегии и планове", "Strategies and plans"},
    {"W_STRATEGIES_HINT",
     "Отгоре надолу: националните, областните и общинските стратегии и плановете, които ги изпълняват. "
     "Периодът стои два пъти, както е в заглавието и както е в текста, защото невинаги съвпадат.",
     "From the top down: national, regional and municipal strategies and the plans that carry them "
     "out. "
     "The period stands twice, as the title and as the text has it, since the two do not always "
     "agree."},
    {"W_STRATEGIES_CAPTION", "Стратегии и планове, всяка под онова, което изпълнява",
     "Strategies and plans, each below what it carries out"},
    {"W_NO_STRATEGIES",
     "Още няма записани стратегии. Записва ги ръководителят на проекта и свързва с тях плановете:",
     "No strategies are recorded yet. The project manager records them and links the plans with them:"},
    {"W_STRATEGY_OR_PLAN", "Стратегия или план", "Strategy or plan"},
    {"W_ADOPTION", "Приемане", "Adoption"},
    {"W_TREE_STEP", "Стъпало", "Step"},
    {"W_NAMED_BY_PLAN", "планът я нарича:", "the plan calls it:"},
    {"W_TREE_CUT", "Показани са първите 1000 реда.", "The first 1,000 rows are shown."},
    {"W_PLANS_WITHOUT_STRATEGY", "Планове, които не са свързани със стратегия",
     "Plans that are not linked with a strategy"},
    {"W_PLANS_WITHOUT_STRATEGY_HINT",
     "Свързва ги ръководителят на проекта:", "The project manager links them:"},
    {"W_PLANS_FIRST_ONLY", "Проверени са първите 200 плана.", "The first 200 plans were looked at."},

    // Adoption
    {"W_PLAN_ADOPTIONS", "Приемане на плана", "Adoption of the plan"},
    {"W_ADOPTIONS_RECORDED", "Какво е записано", "What is recorded"},
    {"W_ADOPTION_STATED", "Какво пише в документа за приемането му",
     "What the document states of its adoption"},
    {"W_ADOPTION_NOT_STATED", "Документът не казва нищо за приемането си.",
     "The document states nothing of its adoption."},
    {"W_NO_ADOPTIONS",
     "Още не е записано кога и с какво решение е приет планът. Записва го ръководителят на проекта, "
     "дори да се знае само част:",
     "It is not recorded yet when and by which decision the plan was adopted. The project manager "
     "records "
     "it, even when only a part is known:"},
    {"W_DATE", "Дата", "Date"},
    {"W_BODY", "Приет от", "Adopted by"},

    // Links with projects
    {"W_PLAN_LINKS", "Мерки и проекти", "Measures and projects"},
    {"W_LINKED", "Кой проект коя мярка изпълнява", "Which project carries out which measure"},
    {"W_LINKS_HINT", "Колко е отпуснато и похарчено по всяка мярка, показва годишният отчет:",
     "How much was granted and spent for each measure is in the annual report:"},
    {"W_LINKS_CAPTION", "Връзки по мерки", "Links by measure"},
    {"W_LINKS_PAGES", "Още връзки", "More links"},
    {"W_LINKS_CUT", "Показани са първите 5000 връзки; всички са в JSON.",
     "The first 5,000 links are shown; all of them are in the JSON."},
    {"W_NO_LINKS_YET", "Още няма проекти, свързани с плана.",
     "No projects are linked with the plan yet."},
    {"W_LINK_BELOW", "Свържете първия с формуляра по-долу.", "Link the first one with the form below."},
    {"W_GIVES", "Дава от себе си", "Gives of itself"},
    {"W_ALL_OF_IT", "целия проект", "all of it"},
    {"W_UNLINK", "Прекратяване", "Ending"},
    {"W_UNLINK_WHY", "Защо се прекратява", "Why it is ended"},
    {"W_DO_UNLINK", "Прекрати връзката", "End the link"},
    {"W_UNLINKED", "Мерки без проект", "Measures without a project"},
    {"W_UNLINKED_COUNT",
     "Мерки, които никой проект не изпълнява:", "Measures that no project carries out:"},
    {"W_ALL_LINKED", "Всяка мярка е свързана с проект.", "Every measure is linked with a project."},
    {"W_LINK_IT", "Свържи с проект", "Link with a project"},
    {"W_LINK_MAKE", "Нова връзка", "New link"},
    {"W_LINK_CONTRACT", "Номер на договора", "Contract number"},
    {"W_LINK_CONTRACT_HINT", "Ако проектът се води в Tranche. Може и с кирилски букви.",
     "If the project is kept in Tranche. Look-alike Cyrillic letters do as well."},
    {"W_LINK_EXTERNAL", "Или проект, който не се води тук", "Or a project that is not kept here"},
    {"W_LINK_EXTERNAL_HINT", "Заглавие, програма и номер, с думи.",
     "Title, programme and number, in words."},
    {"W_LINK_SHARE", "Каква част от проекта е за мярката, в проценти",
     "How much of the project is for the measure, in percent"},
    {"W_LINK_SHARE_HINT",
     "Например 40,5. Празно, ако вместо това знаете сумата или ако целият проект е за нея.",
     "For example 40.5. Empty when you know the amount instead, or when the whole project is for it."},
    {"W_LINK_AMOUNT", "Или сума от проекта за мярката", "Or an amount of the project for the measure"},
    {"W_LINK_AMOUNT_HINT", "Например 12 500,00.", "For example 12,500.00."},
    {"W_LINK_CURRENCY", "Валута на сумата", "Currency of the amount"},
    {"W_LINK_PEOPLE", "Обслужени хора", "Persons served"},
    {"W_WHOLE_NUMBER", "„цяло число“, например 22", "“whole number”, for example 22"},
    {"W_LINK_PEOPLE_HINT", "Цяло число. Празно, ако не е известно.",
     "A whole number. Empty when not known."},
    {"W_LINK_CONTRIBUTION", "Какво дава проектът на мярката", "What the project contributes"},
    {"W_LINK_CONTRIBUTION_HINT", "С думи; може да остане празно.", "In words; may stay empty."},
    {"W_LINK_SOURCE", "Откъде се знае", "How it is known"},
    {"W_LINK_SOURCE_HINT", "Задължително. Например „договорът, дейност 2“.",
     "Required. For example “the contract, activity 2”."},
    {"W_LINK_ILLUSTRATIVE", "Измислено за пример", "Made up as an example"},
    {"W_DO_LINK", "Свържи", "Link"},

    // Changes
    {"W_PLAN_CHANGES", "Промени по плана", "Changes of the plan"},
    {"W_NEW_CHANGES", "Нови промени", "New changes"},
    {"W_ALL_ORGANISATIONS", "всички общини", "all municipalities"},
    {"W_CHANGES", "Промени", "Changes"},
    {"W_CHANGES_CAPTION", "Промени по реда, в който са направени",
     "Changes in the order in which they were made"},
    {"W_CHANGES_PAGES", "Още промени", "More changes"},
    {"W_PLAN_CHANGES_HINT", "Всичко, което се е променило по този план, откакто е в Tranche.",
     "Everything that has changed about this plan since it is in Tranche."},
    {"W_NEW_CHANGES_HINT",
     "Промените по плановете, за които сте абонирани, откакто последно сте ги отбелязали като видени.",
     "Changes of the plans that you subscribed to, since you last marked them as seen."},
    {"W_NO_CHANGES", "Нищо не се е променило.", "Nothing has changed."},
    {"W_NOTHING_NEW", "Няма нищо ново. Тук се виждат промените по плановете, за които сте абонирани.",
     "There is nothing new. Changes of the plans that you subscribed to are shown here."},
    {"W_CHANGE", "Промяна", "Change"},
    {"W_MARK_SEEN", "Отбележи като видени до №", "Mark as seen up to No"},
    {"W_SUBSCRIPTIONS", "Вашите абонаменти", "Your subscriptions"},
    {"W_NOT_SUBSCRIBED", "Не сте абонирани. Нищо не се изпраща: новото ви чака тук.",
     "You are not subscribed. Nothing is sent: what is new waits for you here."},
    {"W_SUBSCRIBE_WHERE",
     "Абонирайте се от страницата „Промени по плана“ на всеки план или от „Нови промени“ на община.",
     "Subscribe on the page “Changes of the plan” of any plan, or on “New changes” of a municipality."},
    {"W_ALL_PLANS_OF", "всички планове на", "all plans of"},
    {"W_ALL_KINDS", "всички видове промени", "all kinds of changes"},
    {"W_UNSEEN", "невидени:", "unseen:"},
    {"W_UNSUBSCRIBE", "Отпиши се", "Unsubscribe"},
    {"W_SUBSCRIBE", "Абонирай се", "Subscribe"},
    {"W_SUBSCRIBE_ANEW", "Запази избора", "Keep this choice"},
    {"W_SUBSCRIBE_FOR", "За какви промени да научавате:", "What changes to be told of:"},
    {"W_SUBSCRIBE_HINT", "Нищо отбелязано значи всички видове.", "None ticked means all kinds."},
    {"W_DONE_LINKED", "Проектът е свързан.", "The project is linked."},
    {"W_DONE_UNLINKED", "Връзката е прекратена; остава като запис.",
     "The link is ended; it stays as a record."},
    {"W_DONE_SUBSCRIBED", "Абонаментът е записан.", "The subscription is recorded."},
    {"W_DONE_UNSUBSCRIBED", "Вече не сте абонирани.", "You are no longer subscribed."},
    {"W_DONE_SEEN", "Отбелязано е като видяно.", "It is marked as seen."},

    // Groundwork
    {"W_GATHERINGS", "Срещи и обучения", "Meetings and trainings"},
    {"W_ASSESSMENTS", "Оценки", "Assessments"},
    {"W_PRIORITIES", "Приоритети", "Priorities"},
    {"W_OPPORTUNITIES", "Възможности за финансиране", "Funding opportunities"},
    {"W_VALID", "Валидност", "Validity"},
    {"W_DOCUMENT_PLACE", "Място в документа", "Place in the document"},
    {"W_TAKEN_UP", "поет в", "taken up in"},
    {"W_SINCE", "Откога", "Since"},
    {"W_GROUNDWORK_PAGES", "Още записи", "More records"},

    // The first page
    {"W_BY_ORGANISATION", "По общини", "By municipality"},
};

}  // namespace

absl::Span<const Phrase> PlanPhrases() { return kPhrases; }

}  // namespace tranche::gateway
