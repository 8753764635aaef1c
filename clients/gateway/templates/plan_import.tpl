{{%AUTOESCAPE context="HTML"}}{{! SPDX-License-Identifier: EUPL-1.2 }}{{>WRONG}}<h1 class="govuk-heading-l">{{W_PLAN_IMPORT}}</h1>
{{#READ}}<section aria-labelledby="read">
<h2 class="govuk-heading-m" id="read">{{W_IMPORT_READ}}</h2>
<p class="govuk-body">{{W_IMPORT_NOT_KEPT}}</p>
<dl class="t-facts">
{{#FACT}}<div><dt>{{NAME}}</dt><dd{{#BULGARIAN}} lang="bg"{{/BULGARIAN}}>{{VALUE}}</dd></div>
{{/FACT}}</dl>
<h3 class="govuk-heading-s">{{W_NOT_UNDERSTOOD}}</h3>
{{#NOTHING_MISSED}}<p class="govuk-body">{{W_IMPORT_NOTHING_MISSED}}</p>
{{/NOTHING_MISSED}}{{#MISSES}}<ul class="t-list">
{{#MISSED}}<li><span class="t-state t-state--bad">{{WHERE}}</span> {{WHAT}}</li>
{{/MISSED}}{{#MISSED_MORE}}<li>{{W_IMPORT_MORE}} {{COUNT}}</li>
{{/MISSED_MORE}}</ul>
{{/MISSES}}<h3 class="govuk-heading-s">{{W_IMPORT_FINDINGS}}</h3>
{{#NOTHING_FOUND}}<p class="govuk-body">{{W_IMPORT_NO_FINDINGS}}</p>
{{/NOTHING_FOUND}}{{#FINDS}}<ul class="t-list">
{{#FOUND}}<li><span class="t-state t-state--mind">{{WHERE}}</span> {{WHAT}}</li>
{{/FOUND}}</ul>
{{/FINDS}}<h3 class="govuk-heading-s">{{W_IMPORT_CHECKS}}</h3>
<p class="govuk-body">{{W_IMPORT_AGREE}} {{AGREE}}</p>
{{#CHECKS}}<ul class="t-list">
{{#CHECK}}<li><span class="t-state {{STATE_CLASS}}">{{VERDICT}}</span> {{WHERE}}: {{WHAT}}{{#DIFFERENCE}} <span class="t-note">{{W_DELTA_SHORT}} {{DELTA}}</span>{{/DIFFERENCE}}</li>
{{/CHECK}}</ul>
{{/CHECKS}}{{#UNUSED}}<details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">{{W_IMPORT_UNUSED}}</span></summary>
<div class="govuk-details__text"><ul class="t-list">
{{#TEXT}}<li><span class="t-note">{{WHERE}}</span> <span lang="bg">{{WHAT}}</span></li>
{{/TEXT}}{{#UNUSED_MORE}}<li>{{W_IMPORT_MORE}} {{COUNT}}</li>
{{/UNUSED_MORE}}</ul></div></details>
{{/UNUSED}}<h3 class="govuk-heading-s" id="measures">{{W_MEASURES}}</h3>
{{#NO_MEASURES}}<p class="govuk-body">{{W_IMPORT_NO_MEASURES}}</p>
{{/NO_MEASURES}}{{#MEASURES}}<div class="t-scroll" tabindex="0" role="region" aria-labelledby="measures">
<table class="govuk-table t-table t-reflow">
<caption class="govuk-visually-hidden">{{W_IMPORT_MEASURES_CAPTION}}</caption>
<thead><tr><th scope="col">№</th><th scope="col">{{W_MEASURE}}</th><th scope="col">{{W_EXECUTOR}}</th><th scope="col">{{W_FINANCING}}</th><th scope="col" class="t-n">{{W_STATED_AMOUNT}}</th></tr></thead>
<tbody>
{{#MEASURE}}<tr><td data-label="№">{{PLACE}}</td><th scope="row" class="t-min" lang="bg">{{ACTIVITY}}</th><td data-label="{{W_EXECUTOR}}"><span lang="bg">{{EXECUTOR}}</span></td><td data-label="{{W_FINANCING}}"><span lang="bg">{{FINANCING}}</span></td><td data-label="{{W_STATED_AMOUNT}}" class="t-n">{{AMOUNT}}</td></tr>
{{/MEASURE}}</tbody>
</table>
</div>
{{/MEASURES}}{{#NO_PLACE}}<p class="govuk-body">{{W_IMPORT_NO_PLACE}}</p>
{{/NO_PLACE}}{{#STORE}}<h3 class="govuk-heading-s" id="store">{{W_IMPORT_STORE}}</h3>
<form class="t-form" method="post" action="{{ACTION}}" enctype="multipart/form-data">
<input type="hidden" name="csrf_token" value="{{CSRF_TOKEN}}"><input type="hidden" name="request_id" value="{{REQUEST_ID}}"><input type="hidden" name="act" value="store"><input type="hidden" name="kept_name" value="{{KEPT_NAME}}"><input type="hidden" name="kept" value="{{KEPT}}">
{{#BOX}}<label class="t-check"><input type="checkbox" name="{{FIELD}}" value="1"{{#CHOSEN}} checked{{/CHOSEN}}> {{LABEL}}</label>
{{/BOX}}<button class="govuk-button">{{W_DO_STORE}}</button>
</form>
{{/STORE}}</section>
{{/READ}}{{#CHOOSE}}<section aria-labelledby="choose">
<h2 class="govuk-heading-m" id="choose">{{W_IMPORT_CHOOSE}}</h2>
<p class="govuk-body">{{W_IMPORT_HINT}}</p>
<form class="t-form" method="post" action="{{ACTION}}" enctype="multipart/form-data">
<input type="hidden" name="csrf_token" value="{{CSRF_TOKEN}}"><input type="hidden" name="act" value="read">
<div class="govuk-form-group{{#FILE_WRONG}} govuk-form-group--error{{/FILE_WRONG}}">
<label class="govuk-label govuk-label--s" for="document">{{W_IMPORT_FILE}}</label>
<div class="govuk-hint" id="document-hint">{{W_IMPORT_FILE_HINT}}</div>
{{#FILE_WRONG}}<p class="govuk-error-message" id="document-error">{{SENTENCE}}</p>
{{/FILE_WRONG}}<input class="govuk-file-upload" id="document" name="document" type="file" required accept=".txt,.csv,.html,.htm,.xlsx,.docx" aria-describedby="document-hint{{#FILE_WRONG}} document-error{{/FILE_WRONG}}">
</div>
<button class="govuk-button">{{W_DO_READ}}</button>
</form>
</section>
{{/CHOOSE}}
