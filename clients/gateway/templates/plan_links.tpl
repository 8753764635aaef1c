{{%AUTOESCAPE context="HTML"}}{{! SPDX-License-Identifier: EUPL-1.2 }}{{#DONE}}<div class="govuk-inset-text" role="status">{{SENTENCE}}</div>
{{/DONE}}{{>WRONG}}<h1 class="govuk-heading-l"><span class="t-kicker">{{W_PLAN}} {{PLAN}}</span>{{W_PLAN_LINKS}}</h1>
{{>NAV}}<section aria-labelledby="linked">
<h2 class="govuk-heading-m" id="linked">{{W_LINKED}}</h2>
{{#LINKS_REFUSED}}<p class="t-refused">{{SENTENCE}}</p>
{{/LINKS_REFUSED}}{{#NO_LINKS}}<p class="govuk-body">{{W_NO_LINKS_YET}} <a class="govuk-link" href="#make">{{W_LINK_BELOW}}</a></p>
{{/NO_LINKS}}{{#LINKS}}<p class="govuk-body">{{W_LINKS_HINT}} <a class="govuk-link" href="{{REPORT_HREF}}">{{W_ANNUAL_REPORT}}</a></p>
<div class="t-scroll" tabindex="0" role="region" aria-labelledby="links-caption">
<table class="govuk-table t-table t-reflow">
<caption class="govuk-visually-hidden" id="links-caption">{{W_LINKS_CAPTION}}</caption>
<thead><tr><th scope="col">{{W_MEASURE}}</th><th scope="col">{{W_PROJECT}}</th><th scope="col" class="t-n">{{W_GIVES}}</th><th scope="col" class="t-n">{{W_SERVED}}</th><th scope="col">{{W_CONTRIBUTION}}</th><th scope="col">{{W_UNLINK}}</th></tr></thead>
<tbody>
{{#PROJECT_LINK}}<tr><th scope="row" class="t-min">{{#OF_MEASURE}}<a class="govuk-link" href="{{HREF}}">{{PLACE}}</a> <span lang="bg">{{WORDS}}</span>{{/OF_MEASURE}}{{#OF_PLAN}}{{PLACE}}{{/OF_PLAN}}{{#LINK_FINDING}}<span class="t-below"><span class="t-state t-state--mind">{{W_FINDING}}</span> {{TEXT}}</span>{{/LINK_FINDING}}</th><td data-label="{{W_PROJECT}}">{{#KEPT}}<a class="govuk-link t-anywhere" href="{{HREF}}">{{TEXT}}</a>{{/KEPT}}{{#NOT_KEPT}}<span lang="bg">{{TEXT}}</span>{{/NOT_KEPT}}</td><td data-label="{{W_GIVES}}" class="t-n">{{GIVES}}</td><td data-label="{{W_SERVED}}" class="t-n">{{PEOPLE}}</td><td data-label="{{W_CONTRIBUTION}}" class="t-long"><span lang="bg">{{CONTRIBUTION}}</span>{{#ILLUSTRATIVE}} <span class="t-note">({{W_EXAMPLE_ONLY}})</span>{{/ILLUSTRATIVE}}<span class="t-below t-note">{{W_GROUNDWORK_SOURCE}}: <span lang="bg">{{SOURCE}}</span></span></td><td class="t-long"><details class="govuk-details t-details"{{#OPENED}} open{{/OPENED}}><summary class="govuk-details__summary"><span class="govuk-details__summary-text">{{W_UNLINK}}<span class="govuk-visually-hidden"> № {{NUMBER}}</span></span></summary><div class="govuk-details__text"><form method="post" action="{{ACTION}}"><input type="hidden" name="csrf_token" value="{{CSRF_TOKEN}}"><input type="hidden" name="request_id" value="{{REQUEST_ID}}"><input type="hidden" name="act" value="unlink"><input type="hidden" name="number" value="{{NUMBER}}"><label class="govuk-label" for="reason-{{NUMBER}}">{{W_UNLINK_WHY}}</label>{{#REASON_WRONG}}<p class="govuk-error-message" id="reason-{{NUMBER}}-error">{{SENTENCE}}</p>{{/REASON_WRONG}}<input class="govuk-input" id="reason-{{NUMBER}}" name="reason" maxlength="500" autocomplete="off" value="{{GIVEN_REASON}}"{{#REASON_WRONG}} aria-describedby="reason-{{NUMBER}}-error"{{/REASON_WRONG}}><button class="govuk-button t-quiet">{{W_DO_UNLINK}}</button></form></div></details></td></tr>
{{/PROJECT_LINK}}</tbody>
</table>
</div>
{{/LINKS}}{{#LINKS_CUT}}<p class="govuk-body">{{W_LINKS_CUT}}</p>
{{/LINKS_CUT}}{{#PAGING}}<nav class="t-next" aria-label="{{W_LINKS_PAGES}}">{{#FIRST}}<a class="govuk-link" href="{{HREF}}">{{W_FIRST_PAGE}}</a>{{/FIRST}}{{#NEXT}}<a class="govuk-link" rel="next" href="{{HREF}}">{{W_FIND_MORE}}</a>{{/NEXT}}</nav>
{{/PAGING}}</section>
<section aria-labelledby="unlinked">
<h2 class="govuk-heading-m" id="unlinked">{{W_UNLINKED}}</h2>
{{#ALL_LINKED}}<p class="govuk-body">{{W_ALL_LINKED}}</p>
{{/ALL_LINKED}}{{#UNLINKED}}<p class="govuk-body">{{W_UNLINKED_COUNT}} <strong>{{COUNT}} / {{OF}}</strong></p>
<div class="t-scroll" tabindex="0" role="region" aria-labelledby="unlinked-caption">
<table class="govuk-table t-table t-reflow-small">
<caption class="govuk-visually-hidden" id="unlinked-caption">{{W_UNLINKED}}</caption>
<thead><tr><th scope="col">{{W_MEASURE}}</th><th scope="col" class="t-n">{{W_STATED_AMOUNT}}</th><th scope="col">{{W_LINK_IT}}</th></tr></thead>
<tbody>
{{#UNLINKED_MEASURE}}<tr><th scope="row">{{PLACE}} <span lang="bg">{{WORDS}}</span></th><td data-label="{{W_STATED_AMOUNT}}" class="t-n">{{AMOUNT}}</td><td data-label="{{W_LINK_IT}}"><a class="govuk-link" href="{{HREF}}">{{W_LINK_IT}}<span class="govuk-visually-hidden"> {{PLACE}}</span></a></td></tr>
{{/UNLINKED_MEASURE}}</tbody>
</table>
</div>
{{/UNLINKED}}</section>
<section aria-labelledby="make">
<h2 class="govuk-heading-m" id="make">{{W_LINK_MAKE}}</h2>
{{#FORM}}<form class="t-form" method="post" action="{{ACTION}}">
<input type="hidden" name="csrf_token" value="{{CSRF_TOKEN}}"><input type="hidden" name="request_id" value="{{REQUEST_ID}}"><input type="hidden" name="act" value="link">
<div class="govuk-form-group{{#MEASURE_WRONG}} govuk-form-group--error{{/MEASURE_WRONG}}">
<label class="govuk-label govuk-label--s" for="measure">{{W_MEASURE}}</label>
{{#MEASURE_WRONG}}<p class="govuk-error-message" id="measure-error">{{SENTENCE}}</p>
{{/MEASURE_WRONG}}<select class="govuk-select" id="measure" name="measure"><option value="">{{W_WHOLE}}</option>{{#MEASURE}}<option value="{{PLACE}}"{{#CHOSEN}} selected{{/CHOSEN}} lang="bg">{{PLACE}} {{WORDS}}</option>{{/MEASURE}}</select>
</div>
{{>INPUT}}<div class="govuk-form-group">
<label class="govuk-label govuk-label--s" for="currency">{{W_LINK_CURRENCY}}</label>
<select class="govuk-select" id="currency" name="currency"><option value="BGN">BGN</option><option value="EUR"{{#IN_EUR}} selected{{/IN_EUR}}>EUR</option></select>
</div>
{{>FURTHER_INPUT}}<div class="govuk-form-group"><label class="t-check"><input type="checkbox" name="illustrative" value="1"{{#IS_EXAMPLE}} checked{{/IS_EXAMPLE}}> {{W_LINK_ILLUSTRATIVE}}</label></div>
<button class="govuk-button">{{W_DO_LINK}}</button>
</form>
{{/FORM}}</section>
<p class="govuk-body"><a class="govuk-link" href="{{JSON_HREF}}">{{W_JSON}}</a></p>
