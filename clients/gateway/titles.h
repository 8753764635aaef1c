// SPDX-License-Identifier: EUPL-1.2
// What kind of problem an HTTP status stands for, in both languages.
#pragma once

namespace tranche::gateway {

struct Title {
  int status;
  const char* bg;
  const char* en;
};

// RFC 9457: a title belongs to the kind of problem and does not change from one time to the next.
inline constexpr Title kTitles[] = {
    {400, "Неправилна заявка", "Bad request"},
    {401, "Нужен е ключ за достъп", "Access token needed"},
    {403, "Нямате право", "Not permitted"},
    {404, "Не е намерено", "Not found"},
    {405, "Непозволен метод", "Method not allowed"},
    {409, "Състоянието не го позволява", "Conflict with the present state"},
    {412, "Записът е променен междувременно", "Changed in the meantime"},
    {413, "Тялото е твърде голямо", "Body too large"},
    {415, "Неподдържан вид съдържание", "Unsupported media type"},
    {421, "Друг адрес", "Another host"},
    {422, "Заявката не може да се изпълни", "Cannot be carried out"},
    {429, "Твърде много заявки", "Too many requests"},
    {431, "Заглавията са твърде големи", "Headers too large"},
    {500, "Вътрешна грешка", "Internal error"},
    {503, "Услугата не отговаря", "Service not available"},
    {504, "Времето изтече", "Time is over"},
};

// The title of a status; of one that no refusal has, that of 500.
inline const Title& TitleOf(int status) {
  const Title* found = nullptr;
  for (const Title& title : kTitles) {
    if (title.status == status) return title;
    if (title.status == 500) found = &title;
  }
  return *found;
}

}  // namespace tranche::gateway
