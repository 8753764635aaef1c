{{%AUTOESCAPE context="HTML"}}{{! SPDX-License-Identifier: EUPL-1.2 }}<h1 class="govuk-heading-l"><span class="t-kicker">{{W_PLAN}} {{PLAN}}</span>{{W_PLAN_VERSIONS}}</h1>
{{>NAV}}<section aria-labelledby="versions">
<h2 class="govuk-heading-m" id="versions">{{W_VERSIONS_STORED}}</h2>
<div class="t-scroll" tabindex="0" role="region" aria-labelledby="versions-caption">
<table class="govuk-table t-table t-reflow">
<caption class="govuk-visually-hidden" id="versions-caption">{{W_VERSIONS_CAPTION}}</caption>
<thead><tr><th scope="col">{{W_VERSION_SHORT}}</th><th scope="col">{{W_STORED_ON}}</th><th scope="col" class="t-n">{{W_MEASURES_COUNT}}</th><th scope="col" class="t-n">{{W_STATED_TOTAL}}</th><th scope="col" class="t-n">{{W_PLAN_CORRECTIONS}}</th><th scope="col">{{W_DIGEST}}</th></tr></thead>
<tbody>
{{#VERSION}}<tr><th scope="row" class="t-min">{{NUMBER}}. <span lang="bg">{{TITLE}}</span></th><td data-label="{{W_STORED_ON}}">{{STORED}}</td><td data-label="{{W_MEASURES_COUNT}}" class="t-n">{{MEASURES}}</td><td data-label="{{W_STATED_TOTAL}}" class="t-n">{{STATED_TOTAL}}</td><td data-label="{{W_PLAN_CORRECTIONS}}" class="t-n">{{CORRECTIONS}}</td><td data-label="{{W_DIGEST}}"><code>{{DIGEST}}…</code></td></tr>
{{/VERSION}}</tbody>
</table>
</div>
</section>
<section aria-labelledby="compare">
<h2 class="govuk-heading-m" id="compare">{{W_COMPARE}}</h2>
<form class="t-ask" method="get" action="{{ACTION}}">
<div class="govuk-form-group">
<label class="govuk-label govuk-label--s" for="with_version">{{W_COMPARED_BEFORE}}</label>
<select class="govuk-select" id="with_version" name="with_version"><option value="">{{W_THE_ONE_BEFORE}}</option>{{#BEFORE}}<option value="{{NUMBER}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{W_VERSION_LOWER}} {{NUMBER}}{{#OF_DAY}} ({{DAY}}){{/OF_DAY}}</option>{{/BEFORE}}</select>
</div>
<div class="govuk-form-group">
<label class="govuk-label govuk-label--s" for="version">{{W_COMPARED_AFTER}}</label>
<select class="govuk-select" id="version" name="version"><option value="">{{W_THE_NEWEST}}</option>{{#AFTER}}<option value="{{NUMBER}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{W_VERSION_LOWER}} {{NUMBER}}{{#OF_DAY}} ({{DAY}}){{/OF_DAY}}</option>{{/AFTER}}</select>
</div>
<div class="govuk-form-group">
<label class="govuk-label govuk-label--s" for="with">{{W_OTHER_PLAN}}</label>
<div class="govuk-hint" id="with-hint">{{W_OTHER_PLAN_HINT}}</div>
<input class="govuk-input" id="with" name="with" maxlength="64" autocomplete="off" spellcheck="false" aria-describedby="with-hint" value="{{WITH}}">
</div>
<div class="govuk-form-group t-ask__wide"><label class="t-check"><input type="checkbox" name="as_stated" value="1"{{#AS_STATED}} checked{{/AS_STATED}}> {{W_AS_STATED}}</label></div>
<button class="govuk-button">{{W_DO_COMPARE}}</button>
</form>
{{#ONE_VERSION}}<p class="govuk-body">{{W_ONE_VERSION}}</p>
<pre class="t-line" translate="no"><code>tranche plans import</code></pre>
{{/ONE_VERSION}}{{#COMPARISON_REFUSED}}<p class="t-refused">{{SENTENCE}}</p>
{{/COMPARISON_REFUSED}}{{#COMPARISON}}<dl class="t-facts">
{{#FACT}}<div><dt>{{NAME}}</dt><dd>{{VALUE}}</dd></div>
{{/FACT}}</dl>
{{#SAME}}<p class="govuk-body">{{W_NOTHING_DIFFERS}}</p>
{{/SAME}}{{#WHOLE}}<h3 class="govuk-heading-s" id="whole-caption">{{W_OF_WHOLE_PLAN}}</h3>
<table class="govuk-table t-table t-reflow-small t-sides" aria-labelledby="whole-caption">
<thead><tr><th scope="col">{{W_VALUE}}</th><th scope="col">{{W_OLD}}</th><th scope="col">{{W_NEW}}</th></tr></thead>
<tbody>
{{#VALUE}}<tr><th scope="row">{{NAME}}</th><td data-label="{{W_OLD}}" class="t-long">{{#OLD}}<span{{#BULGARIAN}} lang="bg"{{/BULGARIAN}}>{{TEXT}}</span>{{/OLD}}</td><td data-label="{{W_NEW}}" class="t-long">{{#NEW}}<span{{#BULGARIAN}} lang="bg"{{/BULGARIAN}}>{{TEXT}}</span>{{/NEW}}</td></tr>
{{/VALUE}}</tbody>
</table>
{{/WHOLE}}{{#CHANGE}}<article class="t-measure" aria-labelledby="{{ID}}">
<h3 class="govuk-heading-s" id="{{ID}}">{{PLACE}} <span lang="bg">{{ACTIVITY}}</span></h3>
<p class="govuk-body"><span class="t-state {{FATE_CLASS}}">{{FATE}}</span>{{#MATCH}} <span class="t-note">{{W_MATCHED_BY}} {{BY}} ({{PERCENT}}&nbsp;%)</span>{{/MATCH}}{{#CHANGE_DELTA}} <span class="t-note">· {{W_DELTA_SHORT}}</span> <strong>{{DELTA}}</strong>{{/CHANGE_DELTA}}</p>
{{#VALUES}}<table class="govuk-table t-table t-reflow-small t-sides" aria-labelledby="{{ID}}">
<thead><tr><th scope="col">{{W_VALUE}}</th><th scope="col">{{W_OLD}}</th><th scope="col">{{W_NEW}}</th></tr></thead>
<tbody>
{{#VALUE}}<tr><th scope="row">{{NAME}}</th><td data-label="{{W_OLD}}" class="t-long">{{#OLD}}<span{{#BULGARIAN}} lang="bg"{{/BULGARIAN}}>{{TEXT}}</span>{{/OLD}}</td><td data-label="{{W_NEW}}" class="t-long">{{#NEW}}<span{{#BULGARIAN}} lang="bg"{{/BULGARIAN}}>{{TEXT}}</span>{{/NEW}}</td></tr>
{{/VALUE}}</tbody>
</table>
{{/VALUES}}</article>
{{/CHANGE}}{{>COMPARED_CORRECTIONS}}{{/COMPARISON}}</section>
<section aria-labelledby="corrections">
<h2 class="govuk-heading-m" id="corrections">{{W_PLAN_CORRECTIONS}}</h2>
{{#CORRECTIONS_REFUSED}}<p class="t-refused">{{SENTENCE}}</p>
{{/CORRECTIONS_REFUSED}}{{#NO_CORRECTIONS}}<p class="govuk-body">{{W_NO_CORRECTIONS}}</p>
<pre class="t-line" translate="no"><code>tranche plans correct</code></pre>
{{/NO_CORRECTIONS}}{{>CORRECTED_VALUES}}{{#PAGING}}<nav class="t-next" aria-label="{{W_CORRECTIONS_PAGES}}">{{#FIRST}}<a class="govuk-link" href="{{HREF}}">{{W_FIRST_PAGE}}</a>{{/FIRST}}{{#NEXT}}<a class="govuk-link" rel="next" href="{{HREF}}">{{W_FIND_MORE}}</a>{{/NEXT}}</nav>
{{/PAGING}}</section>
<p class="govuk-body"><a class="govuk-link" href="{{JSON_HREF}}">{{W_JSON}}</a></p>
