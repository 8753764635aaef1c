{{%AUTOESCAPE context="HTML"}}{{! SPDX-License-Identifier: EUPL-1.2 }}{{#DONE}}<div class="govuk-inset-text" role="status">{{SENTENCE}}</div>
{{/DONE}}{{>WRONG}}<h1 class="govuk-heading-l"><span class="t-kicker">{{KICKER}}</span>{{HEADING}}</h1>
{{>NAV}}<section aria-labelledby="changes">
<h2 class="govuk-heading-m" id="changes">{{W_CHANGES}}</h2>
<p class="govuk-body">{{HINT}}</p>
{{#CHANGES_REFUSED}}<p class="t-refused">{{SENTENCE}}</p>
{{/CHANGES_REFUSED}}{{#NO_CHANGES}}<p class="govuk-body">{{SENTENCE}}</p>
{{/NO_CHANGES}}{{#CHANGES}}<div class="t-scroll" tabindex="0" role="region" aria-labelledby="changes-caption">
<table class="govuk-table t-table t-reflow-small">
<caption class="govuk-visually-hidden" id="changes-caption">{{W_CHANGES_CAPTION}}</caption>
<thead><tr><th scope="col">{{W_CHANGE}}</th>{{#OF_MANY}}<th scope="col">{{W_PLAN}}</th>{{/OF_MANY}}<th scope="col">{{W_MADE_BY}}</th><th scope="col">{{W_MADE_ON}}</th></tr></thead>
<tbody>
{{#CHANGE}}<tr><th scope="row">№ {{NUMBER}} <a class="govuk-link" href="{{HREF}}">{{KIND}}</a>{{#ENDED}} <span class="t-note">({{W_ENDED}})</span>{{/ENDED}}</th>{{#ITS_PLAN}}<td data-label="{{W_PLAN}}"><a class="govuk-link" href="{{HREF}}">{{ID}}</a></td>{{/ITS_PLAN}}<td data-label="{{W_MADE_BY}}"><span>{{BY}}</span></td><td data-label="{{W_MADE_ON}}"><span>{{DAY}}</span></td></tr>
{{/CHANGE}}</tbody>
</table>
</div>
{{/CHANGES}}{{#SEEN}}<form class="t-press" method="post" action="{{ACTION}}">
<input type="hidden" name="csrf_token" value="{{CSRF_TOKEN}}"><input type="hidden" name="request_id" value="{{REQUEST_ID}}"><input type="hidden" name="act" value="seen"><input type="hidden" name="number" value="{{LAST}}">
<button class="govuk-button">{{W_MARK_SEEN}} {{LAST}}{{OF}}</button>
</form>
{{/SEEN}}{{#PAGING}}<nav class="t-next" aria-label="{{W_CHANGES_PAGES}}">{{#FIRST}}<a class="govuk-link" href="{{HREF}}">{{W_FIRST_PAGE}}</a>{{/FIRST}}{{#NEXT}}<a class="govuk-link" rel="next" href="{{HREF}}">{{W_FIND_MORE}}</a>{{/NEXT}}</nav>
{{/PAGING}}</section>
<section aria-labelledby="subscriptions">
<h2 class="govuk-heading-m" id="subscriptions">{{W_SUBSCRIPTIONS}}</h2>
{{#SUBSCRIPTIONS_REFUSED}}<p class="t-refused">{{SENTENCE}}</p>
{{/SUBSCRIPTIONS_REFUSED}}{{#SUBSCRIPTIONS}}{{#NOT_SUBSCRIBED}}<p class="govuk-body">{{W_NOT_SUBSCRIBED}}</p>
{{/NOT_SUBSCRIBED}}{{#SUBSCRIBED}}<ul class="t-list">
{{#SUBSCRIPTION}}<li><strong>{{OF}}</strong> <span>{{KINDS}}</span> <span class="t-note">{{W_UNSEEN}} {{UNSEEN}}</span>
<form class="t-press" method="post" action="{{ACTION}}">
<input type="hidden" name="csrf_token" value="{{CSRF_TOKEN}}"><input type="hidden" name="request_id" value="{{REQUEST_ID}}"><input type="hidden" name="act" value="unsubscribe">
<button class="govuk-button t-quiet">{{W_UNSUBSCRIBE}}<span class="govuk-visually-hidden"> {{OF}}</span></button>
</form></li>
{{/SUBSCRIPTION}}</ul>
{{/SUBSCRIBED}}{{#CHOOSE_FIRST}}<p class="govuk-body">{{W_SUBSCRIBE_WHERE}}</p>
{{/CHOOSE_FIRST}}{{#SUBSCRIBE}}<form class="t-form" method="post" action="{{ACTION}}">
<input type="hidden" name="csrf_token" value="{{CSRF_TOKEN}}"><input type="hidden" name="request_id" value="{{REQUEST_ID}}"><input type="hidden" name="act" value="subscribe">
<fieldset class="t-choices" aria-describedby="kinds-hint"><legend class="govuk-label govuk-label--s">{{W_SUBSCRIBE_FOR}} {{FOR}}</legend>
<div class="govuk-hint" id="kinds-hint">{{W_SUBSCRIBE_HINT}}</div>
{{#KIND}}<label class="t-check"><input type="checkbox" name="kind" value="{{NUMBER}}"{{#CHOSEN}} checked{{/CHOSEN}}> {{LABEL}}</label>
{{/KIND}}</fieldset>
<button class="govuk-button">{{BUTTON}}</button>
</form>
{{/SUBSCRIBE}}{{/SUBSCRIPTIONS}}</section>
<p class="govuk-body"><a class="govuk-link" href="{{JSON_HREF}}">{{W_JSON}}</a></p>
