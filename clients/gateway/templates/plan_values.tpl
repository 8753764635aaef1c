{{%AUTOESCAPE context="HTML"}}{{! SPDX-License-Identifier: EUPL-1.2 }}{{#DONE}}<div class="govuk-inset-text" role="status">{{SENTENCE}}</div>
{{/DONE}}{{>WRONG}}<h1 class="govuk-heading-l"><span class="t-kicker">{{W_PLAN}} {{PLAN}}</span>{{W_PLAN_VALUES}}</h1>
{{>NAV}}{{#CORRECTED_REFUSED}}<p class="t-refused">{{SENTENCE}}</p>
{{/CORRECTED_REFUSED}}{{#PATH_UNKNOWN}}<p class="t-refused">{{W_PATH_UNKNOWN}}</p>
{{/PATH_UNKNOWN}}{{#CORRECT}}<section aria-labelledby="correct">
<h2 class="govuk-heading-m" id="correct">{{W_CORRECT}}: {{NAME}}</h2>
<dl class="t-facts">
<div><dt>{{W_READ_AS}}</dt><dd>{{#READ}}<span{{#BULGARIAN}} lang="bg"{{/BULGARIAN}}>{{TEXT}}</span>{{/READ}}</dd></div>
<div><dt>{{W_SHOWN_NOW}}</dt><dd>{{#SHOWN}}<span{{#BULGARIAN}} lang="bg"{{/BULGARIAN}}>{{TEXT}}</span>{{/SHOWN}}</dd></div>
</dl>
<form class="t-form" method="post" action="{{ACTION}}">
<input type="hidden" name="csrf_token" value="{{CSRF_TOKEN}}"><input type="hidden" name="request_id" value="{{REQUEST_ID}}"><input type="hidden" name="act" value="correct"><input type="hidden" name="path" value="{{PATH}}"><input type="hidden" name="form" value="{{FORM}}"><input type="hidden" name="had" value="{{HAD}}"><input type="hidden" name="instead_of" value="{{INSTEAD_OF}}">
{{#CHOICE}}<div class="govuk-form-group{{#VALUE_WRONG}} govuk-form-group--error{{/VALUE_WRONG}}">
<label class="govuk-label govuk-label--s" for="value">{{W_CORRECT_TO}}</label>
{{#VALUE_WRONG}}<p class="govuk-error-message" id="value-error">{{SENTENCE}}</p>
{{/VALUE_WRONG}}<select class="govuk-select" id="value" name="value">{{#WORD}}<option value="{{VALUE}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{TEXT}}</option>{{/WORD}}</select>
</div>
{{/CHOICE}}{{#TYPED}}<div class="govuk-form-group{{#VALUE_WRONG}} govuk-form-group--error{{/VALUE_WRONG}}">
<label class="govuk-label govuk-label--s" for="value">{{W_CORRECT_TO}}</label>
<div class="govuk-hint" id="value-hint">{{HINT}}</div>
{{#VALUE_WRONG}}<p class="govuk-error-message" id="value-error">{{SENTENCE}}</p>
{{/VALUE_WRONG}}<textarea class="govuk-textarea" id="value" name="value" rows="3" maxlength="4000" lang="bg" aria-describedby="value-hint{{#VALUE_WRONG}} value-error{{/VALUE_WRONG}}">{{VALUE}}</textarea>
</div>
{{/TYPED}}{{#MAY_BE_NONE}}<div class="govuk-form-group"><label class="t-check"><input type="checkbox" name="none" value="1"{{#CHOSEN}} checked{{/CHOSEN}}> {{W_CORRECT_NONE}}</label></div>
{{/MAY_BE_NONE}}{{>INPUT}}<button class="govuk-button">{{W_DO_CORRECT}}</button>
</form>
</section>
{{/CORRECT}}{{#TAKE_BACK}}<section aria-labelledby="take-back">
<h2 class="govuk-heading-m" id="take-back">{{W_TAKE_BACK}} № {{NUMBER}}</h2>
<form class="t-form" method="post" action="{{ACTION}}">
<input type="hidden" name="csrf_token" value="{{CSRF_TOKEN}}"><input type="hidden" name="request_id" value="{{REQUEST_ID}}"><input type="hidden" name="act" value="take_back"><input type="hidden" name="correction" value="{{NUMBER}}">
{{>INPUT}}<button class="govuk-button">{{W_DO_TAKE_BACK}}</button>
</form>
</section>
{{/TAKE_BACK}}<section aria-labelledby="values">
<h2 class="govuk-heading-m" id="values">{{W_VALUES_LISTED}}</h2>
<form class="t-ask" method="get" action="{{ACTION}}">
<div class="govuk-form-group">
<label class="govuk-label govuk-label--s" for="under">{{W_VALUES_UNDER}}</label>
<div class="govuk-hint" id="under-hint">{{W_VALUES_UNDER_HINT}}</div>
<input class="govuk-input govuk-input--width-20" id="under" name="under" maxlength="120" autocomplete="off" spellcheck="false" aria-describedby="under-hint" value="{{UNDER}}">
</div>
<button class="govuk-button">{{W_SHOW}}</button>
</form>
{{#VALUES_REFUSED}}<p class="t-refused">{{SENTENCE}}</p>
{{/VALUES_REFUSED}}{{#NO_VALUES}}<p class="govuk-body">{{W_NO_VALUES}}</p>
{{/NO_VALUES}}{{#VALUES}}<div class="t-scroll" tabindex="0" role="region" aria-labelledby="values-caption">
<table class="govuk-table t-table t-reflow">
<caption class="govuk-visually-hidden" id="values-caption">{{W_VALUES_LISTED}}</caption>
<thead><tr><th scope="col">{{W_VALUE}}</th><th scope="col">{{W_READ_AS}}</th><th scope="col">{{W_SHOWN_NOW}}</th><th scope="col">{{W_DOCUMENT_PLACE}}</th><th scope="col">{{W_CORRECT}}</th></tr></thead>
<tbody>
{{#VALUE}}<tr><th scope="row" class="t-min">{{NAME}} <span class="t-below t-note"><code class="t-anywhere">{{PATH}}</code></span></th><td data-label="{{W_READ_AS}}" class="t-long">{{#READ}}<span{{#BULGARIAN}} lang="bg"{{/BULGARIAN}}>{{TEXT}}</span>{{/READ}}</td><td data-label="{{W_SHOWN_NOW}}" class="t-long"><span>{{#SHOWN}}<span{{#BULGARIAN}} lang="bg"{{/BULGARIAN}}>{{TEXT}}</span>{{/SHOWN}}{{#IS_CORRECTED}} <span class="t-state t-state--now">{{W_CORRECTED}}</span>{{/IS_CORRECTED}}{{#IS_ADDED}} <span class="t-state t-state--now">{{W_ROW_ADDED}}</span>{{/IS_ADDED}}{{#IS_STRUCK}} <span class="t-state t-state--mind">{{W_ROW_STRUCK}}</span>{{/IS_STRUCK}}</span></td><td data-label="{{W_DOCUMENT_PLACE}}">{{#PLACE}}{{TEXT}}{{/PLACE}}</td><td data-label="{{W_CORRECT}}">{{#MAY_CORRECT}}<a class="govuk-link" href="{{HREF}}">{{W_CORRECT}}<span class="govuk-visually-hidden"> {{NAME}}</span></a>{{/MAY_CORRECT}}</td></tr>
{{/VALUE}}</tbody>
</table>
</div>
{{/VALUES}}{{#PAGING}}<nav class="t-next" aria-label="{{W_VALUES_PAGES}}">{{#FIRST}}<a class="govuk-link" href="{{HREF}}">{{W_FIRST_PAGE}}</a>{{/FIRST}}{{#NEXT}}<a class="govuk-link" rel="next" href="{{HREF}}">{{W_FIND_MORE}}</a>{{/NEXT}}</nav>
{{/PAGING}}</section>
{{#ADD}}<section aria-labelledby="add">
<h2 class="govuk-heading-m" id="add">{{W_ADD_ROW}}</h2>
<p class="govuk-body">{{W_ADD_ROW_HINT}}</p>
<form class="t-form" method="post" action="{{ACTION}}">
<input type="hidden" name="csrf_token" value="{{CSRF_TOKEN}}"><input type="hidden" name="request_id" value="{{REQUEST_ID}}"><input type="hidden" name="act" value="add">
{{>INPUT}}<div class="govuk-form-group{{#VALUES_WRONG}} govuk-form-group--error{{/VALUES_WRONG}}">
<label class="govuk-label govuk-label--s" for="row_values">{{W_ADD_VALUES}}</label>
<div class="govuk-hint" id="row_values-hint">{{W_ADD_VALUES_HINT}}</div>
{{#VALUES_WRONG}}<p class="govuk-error-message" id="row_values-error">{{SENTENCE}}</p>
{{/VALUES_WRONG}}<textarea class="govuk-textarea" id="row_values" name="row_values" rows="4" maxlength="4000" lang="bg" aria-describedby="row_values-hint{{#VALUES_WRONG}} row_values-error{{/VALUES_WRONG}}">{{VALUE}}</textarea>
</div>
{{>FURTHER_INPUT}}<button class="govuk-button">{{W_DO_ADD_ROW}}</button>
</form>
</section>
{{/ADD}}{{#STRIKE}}<section aria-labelledby="strike">
<h2 class="govuk-heading-m" id="strike">{{W_STRIKE}}</h2>
<p class="govuk-body">{{W_STRIKE_HINT}}</p>
<form class="t-form" method="post" action="{{ACTION}}">
<input type="hidden" name="csrf_token" value="{{CSRF_TOKEN}}"><input type="hidden" name="request_id" value="{{REQUEST_ID}}"><input type="hidden" name="act" value="strike">
{{>INPUT}}<button class="govuk-button">{{W_DO_STRIKE}}</button>
</form>
</section>
{{/STRIKE}}<p class="govuk-body"><a class="govuk-link" href="{{JSON_HREF}}">{{W_JSON}}</a></p>
