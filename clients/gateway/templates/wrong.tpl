{{%AUTOESCAPE context="HTML"}}{{! SPDX-License-Identifier: EUPL-1.2 }}<div class="govuk-error-summary" role="alert" aria-labelledby="wrong">
<h2 class="govuk-error-summary__title" id="wrong">{{W_WRONG}}</h2>
<div class="govuk-error-summary__body">
<ul class="govuk-list govuk-error-summary__list">
{{#FIELD_WRONG}}<li><a href="{{HREF}}">{{SENTENCE}}</a></li>
{{/FIELD_WRONG}}</ul>
</div>
</div>
