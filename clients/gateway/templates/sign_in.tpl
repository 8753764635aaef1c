{{%AUTOESCAPE context="HTML"}}{{! SPDX-License-Identifier: EUPL-1.2 }}{{#WRONG}}<div class="govuk-error-summary" role="alert" aria-labelledby="wrong">
<h2 class="govuk-error-summary__title" id="wrong">{{W_WRONG}}</h2>
<div class="govuk-error-summary__body"><p class="govuk-body">{{SENTENCE}}</p></div>
</div>
{{/WRONG}}<h1 class="govuk-heading-l">{{W_SIGN_IN}}</h1>
{{#LINK}}<p class="govuk-body">{{W_ONCE}}</p>
<form method="post" action="/sign-in?lang={{LANG}}">
<input type="hidden" name="link" value="{{SECRET}}">
<button class="govuk-button">{{W_BUTTON}}</button>
</form>
{{/LINK}}{{#NO_LINK}}<p class="govuk-body">{{W_HOW}}</p>
<p class="govuk-body">{{W_ADMINISTRATOR}}</p>
<pre translate="no"><code>tranche sign-in link</code></pre>
{{/NO_LINK}}
