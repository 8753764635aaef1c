{{%AUTOESCAPE context="HTML"}}{{! SPDX-License-Identifier: EUPL-1.2 }}<h1 class="govuk-heading-l"><span class="t-kicker">{{W_PLAN_DOCUMENT}}</span><span lang="bg">{{TITLE}}</span></h1>
<dl class="t-facts">
<div><dt>{{W_FILE}}</dt><dd>{{FILE}}</dd></div>
<div><dt>{{W_VERSION}}</dt><dd>{{VERSION}}</dd></div>
{{#CORRECTIONS}}<div><dt>{{W_PLAN_CORRECTIONS}}</dt><dd><strong>{{COUNT}}</strong></dd></div>
{{/CORRECTIONS}}<div><dt>{{W_DIGEST}}</dt><dd><code class="t-digest">{{DIGEST}}</code></dd></div>
</dl>
<p class="govuk-body"><a class="govuk-link" href="{{PLAN_HREF}}">{{W_TO_PLAN}}</a></p>
<section aria-labelledby="places">
<h2 class="govuk-heading-m" id="places">{{W_PLACES}}</h2>
<p class="govuk-body">{{W_PLACES_HINT}}</p>
{{#NO_PLACES}}<p class="govuk-body">{{W_NO_PLACES}}</p>
{{/NO_PLACES}}{{#PLACES}}<ul class="t-list">
{{#PLACE}}<li>{{#VERDICT}}<span class="t-state {{STATE_CLASS}}">{{LABEL}}</span> {{/VERDICT}}{{#FINDING}}<span class="t-state t-state--now">{{W_FINDING}}</span> {{/FINDING}}{{#CORRECTED}}<span class="t-state t-state--now">{{W_CORRECTED}}</span> {{/CORRECTED}}<a class="govuk-link" href="{{HREF}}">{{WHERE}}: {{WHAT}}</a></li>
{{/PLACE}}</ul>
{{/PLACES}}</section>
<section aria-labelledby="text">
<h2 class="govuk-heading-m" id="text">{{W_DOCUMENT}}</h2>
<p class="govuk-body">{{W_TEXT_MARKS_HINT}}</p>
{{#WHOLE}}<div class="t-finding" id="whole-document"><p class="t-finding__title">{{W_WHOLE_DOCUMENT}}</p>
{{>NOTES}}</div>
{{/WHOLE}}<div class="t-doc" lang="bg">
{{#BLOCK}}{{#TEXT_BLOCK}}<div class="t-doc__block {{CLASS}}" id="{{ID}}"><p>{{#MARKER}}<span class="t-doc__marker">{{TEXT}}</span> {{/MARKER}}{{>TEXT}}</p>
{{>NOTES}}</div>
{{/TEXT_BLOCK}}{{#TABLE}}<div class="t-scroll" tabindex="0" role="region" aria-labelledby="{{ID}}-caption" id="{{ID}}">
<table class="govuk-table t-table t-dense">
<caption class="govuk-table__caption" id="{{ID}}-caption" lang="{{LANGUAGE}}">{{W_TABLE_OF_DOCUMENT}}, {{PLACE}}</caption>
<tbody>
{{#ROW}}<tr>{{#CELL}}<td id="{{ID}}" class="t-doc__cell">{{>TEXT}}{{>NOTES}}</td>{{/CELL}}</tr>
{{/ROW}}</tbody>
</table>
</div>
{{/TABLE}}{{/BLOCK}}</div>
{{#LEFT_OUT}}<p class="govuk-body">{{SENTENCE}}</p>
{{/LEFT_OUT}}</section>
<p class="govuk-body"><a class="govuk-link" href="{{JSON_HREF}}">{{W_JSON}}</a></p>
