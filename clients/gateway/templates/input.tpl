{{%AUTOESCAPE context="HTML"}}{{! SPDX-License-Identifier: EUPL-1.2 }}<div class="govuk-form-group{{#INPUT_WRONG}} govuk-form-group--error{{/INPUT_WRONG}}">
<label class="govuk-label govuk-label--s" for="{{FIELD}}">{{LABEL}}</label>
<div class="govuk-hint" id="{{FIELD}}-hint">{{HINT}}</div>
{{#INPUT_WRONG}}<p class="govuk-error-message" id="{{FIELD}}-error">{{SENTENCE}}</p>
{{/INPUT_WRONG}}<input class="govuk-input {{WIDTH}}{{#INPUT_WRONG}} govuk-input--error{{/INPUT_WRONG}}" id="{{FIELD}}" name="{{FIELD}}" inputmode="{{MODE}}" maxlength="1000" autocomplete="off" value="{{VALUE}}" aria-describedby="{{FIELD}}-hint{{#INPUT_WRONG}} {{FIELD}}-error{{/INPUT_WRONG}}">
</div>
