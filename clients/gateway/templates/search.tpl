{{%AUTOESCAPE context="HTML"}}{{! SPDX-License-Identifier: EUPL-1.2 }}<h1 class="govuk-heading-l">{{W_FIND_ALL}}</h1>
<form class="t-ask" method="get" action="{{ACTION}}" role="search">
<div class="govuk-form-group t-ask__wide">
<label class="govuk-label govuk-label--s" for="q">{{W_FIND_WORDS}}</label>
<div class="govuk-hint" id="q-hint">{{W_FIND_HINT}}</div>
<input class="govuk-input govuk-input--width-30" id="q" name="q" maxlength="200" autocomplete="off" spellcheck="false" aria-describedby="q-hint" value="{{Q}}">
</div>
<button class="govuk-button">{{W_FIND}}</button>
</form>
{{#REFUSED}}<p class="t-refused">{{SENTENCE}}</p>
{{/REFUSED}}{{#NOTHING}}<div class="govuk-inset-text" role="status">{{W_FIND_NOTHING}}</div>
{{/NOTHING}}{{#UNKNOWN}}<p class="govuk-body">{{W_FIND_UNKNOWN}} <strong>{{WORD}}</strong></p>
{{/UNKNOWN}}{{#HITS}}<ol class="govuk-list" aria-label="{{W_FIND_FOUND}}">
{{#HIT}}<li class="t-section"><h2 class="govuk-heading-s"><span class="t-kicker">{{KIND}}, {{ORGANISATION}}</span><a class="govuk-link" href="{{HREF}}" lang="bg">{{TITLE}}</a></h2>
{{#PLACE}}<p class="govuk-body"><span class="t-note">{{LABEL}}</span> <span lang="bg">{{#PIECE}}{{TEXT}}{{#FOUND}}<mark>{{WORDS}}</mark>{{/FOUND}}{{/PIECE}}</span></p>
{{/PLACE}}</li>
{{/HIT}}</ol>
{{/HITS}}{{#MORE}}<nav class="t-next" aria-label="{{W_FIND_PAGES}}"><a class="govuk-link" rel="next" href="{{HREF}}">{{W_FIND_MORE}}</a></nav>
{{/MORE}}
