{{%AUTOESCAPE context="HTML"}}{{! SPDX-License-Identifier: EUPL-1.2 }}<div class="govuk-form-group{{#WRONG}} govuk-form-group--error{{/WRONG}}">
<label class="govuk-label govuk-label--s" for="{{FIELD}}">{{LABEL}}</label>
<div class="govuk-hint" id="{{FIELD}}-hint">{{HINT}}</div>
{{#WRONG}}<p class="govuk-error-message" id="{{FIELD}}-error">{{SENTENCE}}</p>
{{/WRONG}}<input class="govuk-input govuk-input--width-10" type="date" min="1990-01-01" max="2100-12-31" id="{{FIELD}}" name="{{FIELD}}" value="{{VALUE}}" aria-describedby="{{FIELD}}-hint{{#WRONG}} {{FIELD}}-error{{/WRONG}}">
</div>
