{{%AUTOESCAPE context="HTML"}}{{! SPDX-License-Identifier: EUPL-1.2 }}{{#DONE}}<div class="govuk-inset-text" role="status">{{SENTENCE}}</div>
{{/DONE}}{{>WRONG}}<h1 class="govuk-heading-l"><span class="t-kicker">{{ORGANISATION}}</span>{{W_GROUNDWORK}}</h1>
{{>NAV}}<section aria-labelledby="steps">
<h2 class="govuk-heading-m" id="steps">{{CHECKLIST}}</h2>
{{#STEPS_REFUSED}}<p class="t-refused">{{SENTENCE}}</p>
{{/STEPS_REFUSED}}{{#STEPS}}<p class="govuk-body">{{W_STEPS_DONE}} <strong>{{DONE}} / {{APPLICABLE}}</strong>. <span class="t-note" lang="bg">{{SOURCE}}</span>{{#UNVERIFIED}} <span class="t-note">{{W_UNVERIFIED}}</span>{{/UNVERIFIED}}</p>
<div class="t-scroll" tabindex="0" role="region" aria-labelledby="steps-caption">
<table class="govuk-table t-table t-reflow">
<caption class="govuk-visually-hidden" id="steps-caption">{{W_STEPS_CAPTION}}</caption>
<thead><tr><th scope="col">{{W_STEP}}</th><th scope="col">{{W_STATE}}</th><th scope="col">{{W_SINCE}}</th><th scope="col">{{W_STEP_SHOWN_BY}}</th><th scope="col">{{W_STEP_REASON}}</th></tr></thead>
<tbody>
{{#STEP}}<tr><th scope="row" class="t-min">{{ORDINAL}}. {{TITLE}}</th><td data-label="{{W_STATE}}"><span class="t-state {{CLASS}}">{{STATE}}</span></td><td data-label="{{W_SINCE}}"><span>{{SINCE}}</span></td><td data-label="{{W_STEP_SHOWN_BY}}"><span>{{#EVIDENCE}}<a class="govuk-link" href="{{HREF}}">{{ID}}</a> {{/EVIDENCE}}<span class="t-note">{{KIND_WANTED}}</span></span></td><td data-label="{{W_STEP_REASON}}"><span lang="bg">{{REASON}}</span></td></tr>
{{/STEP}}</tbody>
</table>
</div>
{{/STEPS}}</section>
{{#MOVE_STEP}}<section aria-labelledby="move-heading">
<h2 class="govuk-heading-m" id="move-heading">{{W_MOVE_STEP}}</h2>
<form class="t-form" id="move-form" method="post" action="{{ACTION}}">
<input type="hidden" name="csrf_token" value="{{CSRF_TOKEN}}"><input type="hidden" name="request_id" value="{{REQUEST_ID}}">
<div class="govuk-form-group">
<label class="govuk-label govuk-label--s" for="step">{{W_STEP}}</label>
<select class="govuk-select" id="step" name="step">{{#STEP_OPTION}}<option value="{{ID}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{TEXT}}</option>{{/STEP_OPTION}}</select>
</div>
<div class="govuk-form-group">
<label class="govuk-label govuk-label--s" for="move">{{W_MOVE_TO}}</label>
<select class="govuk-select" id="move" name="move">{{#MOVE_OPTION}}<option value="{{NUMBER}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{TEXT}}</option>{{/MOVE_OPTION}}</select>
</div>
{{>INPUT}}<button class="govuk-button">{{W_DO_MOVE_STEP}}</button>
</form>
</section>
{{/MOVE_STEP}}{{#RECORDS_REFUSED}}<p class="t-refused">{{SENTENCE}}</p>
{{/RECORDS_REFUSED}}{{#NO_RECORDS}}<p class="govuk-body">{{W_NO_GROUNDWORK}}</p>
<pre class="t-line" translate="no"><code>tranche groundwork add-body</code></pre>
{{/NO_RECORDS}}{{#GROUP}}<section class="t-section" aria-labelledby="{{ID}}">
<h2 class="govuk-heading-m" id="{{ID}}">{{KIND}}</h2>
{{#RECORD}}<article aria-labelledby="{{ID}}">
<h3 class="govuk-heading-s" id="{{ID}}"><span lang="bg">{{TITLE}}</span></h3>
<dl class="t-facts">
{{#FACT}}<div><dt>{{NAME}}</dt><dd lang="{{LANG}}">{{VALUE}}</dd></div>
{{/FACT}}{{#OF_PLAN}}<div><dt>{{W_PLAN}}</dt><dd><a class="govuk-link" href="{{HREF}}">{{ID}}</a></dd></div>
{{/OF_PLAN}}</dl>
{{#LIST}}{{#LIST_TITLE}}<h4 class="govuk-heading-s" lang="bg">{{TEXT}}</h4>
{{/LIST_TITLE}}<ol class="govuk-list govuk-list--number" lang="bg">
{{#ITEM}}<li>{{TEXT}}{{#NOTE}} <span class="t-note" lang="{{NOTE_LANG}}">({{WORDS}})</span>{{/NOTE}}{{#TAKEN_UP}} <span lang="{{PAGE_LANG}}">{{W_TAKEN_UP}} <a class="govuk-link" href="{{HREF}}">{{WHERE}}</a></span>{{/TAKEN_UP}}</li>
{{/ITEM}}</ol>
{{/LIST}}</article>
{{/RECORD}}</section>
{{/GROUP}}{{#PAGING}}<nav class="t-next" aria-label="{{W_GROUNDWORK_PAGES}}">{{#FIRST}}<a class="govuk-link" href="{{HREF}}">{{W_FIRST_PAGE}}</a>{{/FIRST}}{{#NEXT}}<a class="govuk-link" rel="next" href="{{HREF}}">{{W_FIND_MORE}}</a>{{/NEXT}}</nav>
{{/PAGING}}<p class="govuk-body"><a class="govuk-link" href="{{JSON_HREF}}">{{W_JSON}}</a></p>
