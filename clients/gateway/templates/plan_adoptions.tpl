{{%AUTOESCAPE context="HTML"}}{{! SPDX-License-Identifier: EUPL-1.2 }}{{#DONE}}<div class="govuk-inset-text" role="status">{{SENTENCE}}</div>
{{/DONE}}{{>WRONG}}<h1 class="govuk-heading-l"><span class="t-kicker">{{W_PLAN}} {{PLAN}}</span>{{W_PLAN_ADOPTIONS}}</h1>
{{>NAV}}<section aria-labelledby="recorded">
<h2 class="govuk-heading-m" id="recorded">{{W_ADOPTIONS_RECORDED}}</h2>
{{#ADOPTIONS_REFUSED}}<p class="t-refused">{{SENTENCE}}</p>
{{/ADOPTIONS_REFUSED}}{{#NO_ADOPTIONS}}<p class="govuk-body">{{W_NO_ADOPTIONS}}</p>
<pre class="t-line" translate="no"><code>tranche plans adopt {{PLAN}} --help</code></pre>
{{/NO_ADOPTIONS}}{{#ADOPTION}}<article class="t-measure" aria-labelledby="adoption-{{NUMBER}}">
<h3 class="govuk-heading-s" id="adoption-{{NUMBER}}">№ {{NUMBER}} <span class="t-state {{CLASS}}">{{STATE}}</span></h3>
{{#ADOPTION_FINDING}}<p class="govuk-body"><span class="t-state t-state--mind">{{W_FINDING}}</span> {{TEXT}}</p>
{{/ADOPTION_FINDING}}<dl class="t-facts">
{{#PART}}<div><dt>{{NAME}}</dt><dd>{{#KNOWN}}<span{{#BULGARIAN}} lang="bg"{{/BULGARIAN}}>{{VALUE}}</span>{{/KNOWN}}{{#UNKNOWN}}<span class="t-note">{{VALUE}}</span>{{/UNKNOWN}}</dd></div>
{{/PART}}<div><dt>{{W_GROUNDWORK_SOURCE}}</dt><dd lang="bg">{{SOURCE}}</dd></div>
<div><dt>{{W_MADE_BY}}</dt><dd>{{BY}}, {{DAY}}</dd></div>
</dl>
</article>
{{/ADOPTION}}</section>
{{#ADOPT}}<section aria-labelledby="adopt">
<h2 class="govuk-heading-m" id="adopt">{{W_ADOPT}}</h2>
<p class="govuk-body">{{W_ADOPT_HINT}}</p>
<form class="t-form" method="post" action="{{ACTION}}">
<input type="hidden" name="csrf_token" value="{{CSRF_TOKEN}}"><input type="hidden" name="request_id" value="{{REQUEST_ID}}">
{{>INPUT}}<fieldset class="t-choices"><legend class="govuk-label govuk-label--s">{{W_ADOPT_BLANK}}</legend>
{{#MAY_BE_BLANK}}<label class="t-check"><input type="checkbox" name="{{FIELD}}" value="1"{{#CHOSEN}} checked{{/CHOSEN}}> {{LABEL}}</label>
{{/MAY_BE_BLANK}}</fieldset>
<button class="govuk-button">{{W_DO_ADOPT}}</button>
</form>
</section>
{{/ADOPT}}<section aria-labelledby="stated">
<h2 class="govuk-heading-m" id="stated">{{W_ADOPTION_STATED}}</h2>
{{#NOT_STATED}}<p class="govuk-body">{{W_ADOPTION_NOT_STATED}}</p>
{{/NOT_STATED}}{{#STATED}}<dl class="t-facts">
{{#PART}}<div><dt>{{NAME}}</dt><dd>{{#KNOWN}}<span{{#BULGARIAN}} lang="bg"{{/BULGARIAN}}>{{VALUE}}</span>{{/KNOWN}}{{#UNKNOWN}}<span class="t-note">{{VALUE}}</span>{{/UNKNOWN}}</dd></div>
{{/PART}}</dl>
{{/STATED}}</section>
<p class="govuk-body"><a class="govuk-link" href="{{JSON_HREF}}">{{W_JSON}}</a></p>
