{{%AUTOESCAPE context="HTML"}}{{! SPDX-License-Identifier: EUPL-1.2 }}<h1 class="govuk-heading-l"><span class="t-kicker">{{W_PROJECT_KICKER}} {{NUMBER}}</span><span lang="bg">{{TITLE}}</span></h1>
<p class="govuk-body"><span class="t-state {{CLASS}}">{{STATE}}</span></p>
{{>NAV}}
<section aria-labelledby="contract">
<h2 class="govuk-heading-m" id="contract">{{W_CONTRACT}}</h2>
<dl class="t-facts">
<div><dt>{{W_CONTRACT_NUMBER}}</dt><dd>{{NUMBER}}{{#MIXED}} <span class="t-note">({{W_MIXED}})</span>{{/MIXED}}</dd></div>
<div><dt>{{W_PROCEDURE}}</dt><dd>{{PROCEDURE}}</dd></div>
<div><dt>{{W_ORGANISATION}}</dt><dd>{{ORGANISATION}}</dd></div>
<div><dt>{{W_CONCLUDED}}</dt><dd>{{CONCLUDED}}</dd></div>
<div><dt>{{W_PERIOD}}</dt><dd>{{STARTS}} – {{ENDS}}</dd></div>
<div><dt>{{W_DURATION}}</dt><dd>{{DURATION}}; {{W_PERIOD_RULE}} {{PERIOD_RULE}}</dd></div>
<div><dt>{{W_CONTRACT_VERSION}}</dt><dd>{{VERSION}}</dd></div>
</dl>
</section>
<section aria-labelledby="financing">
<h2 class="govuk-heading-m" id="financing">{{W_FINANCING_PARTS}}</h2>
<dl class="t-figures">
<div><dt>{{W_EU}}</dt><dd>{{EU}}</dd></div>
<div><dt>{{W_NATIONAL}}</dt><dd>{{NATIONAL}}</dd></div>
<div><dt>{{W_OWN}}</dt><dd>{{OWN}}</dd></div>
<div><dt>{{W_TOTAL}}</dt><dd>{{TOTAL}}</dd></div>
</dl>
<p class="govuk-body">{{W_GRANT}}: {{GRANT}} ({{GRANT_PERCENT}}&nbsp;%)</p>
</section>
<section aria-labelledby="spending">
<h2 class="govuk-heading-m" id="spending">{{W_SPENDING}}</h2>
{{#BUDGET_REFUSED}}<p class="t-refused">{{SENTENCE}}</p>
{{/BUDGET_REFUSED}}{{>BAR}}<p class="govuk-body"><a class="govuk-link" href="{{BUDGET_HREF}}">{{W_BUDGET_LINES}}</a></p>
</section>
<section aria-labelledby="next-deadlines">
<h2 class="govuk-heading-m" id="next-deadlines">{{W_NEXT_DEADLINES}}</h2>
{{#DEADLINES_REFUSED}}<p class="t-refused">{{SENTENCE}}</p>
{{/DEADLINES_REFUSED}}{{#NO_DEADLINES}}<p class="govuk-body">{{W_NO_NEXT_DEADLINES}} ({{W_AS_OF_LOWER}} {{AS_OF}})</p>
{{/NO_DEADLINES}}{{#DEADLINES}}<ul class="t-list">
{{#DEADLINE}}<li><span class="t-state {{CLASS}}">{{STATE}}</span> <strong>{{DUE}}</strong> <span>{{OWED}}</span> <span class="t-note">{{OWNER}}, {{DAYS}}</span></li>
{{/DEADLINE}}</ul>
{{/DEADLINES}}<p class="govuk-body"><a class="govuk-link" href="{{DEADLINES_HREF}}">{{W_ALL_DEADLINES}}</a></p>
</section>
<section aria-labelledby="measures">
<h2 class="govuk-heading-m" id="measures">{{W_CARRIES_OUT}}</h2>
{{#LINKS_REFUSED}}<p class="t-refused">{{SENTENCE}}</p>
{{/LINKS_REFUSED}}{{#NO_LINKS}}<p class="govuk-body">{{W_CARRIES_OUT_NOTHING}}</p>
{{/NO_LINKS}}{{#MEASURES}}<ul class="t-list">
{{#MEASURE}}<li><a class="govuk-link" href="{{HREF}}">{{OF}}</a> <span lang="bg">{{WORDS}}</span> <strong>{{GIVES}}</strong> <span class="t-note" lang="bg">{{CONTRIBUTION}}</span></li>
{{/MEASURE}}</ul>
{{/MEASURES}}</section>
<section aria-labelledby="claims">
<h2 class="govuk-heading-m" id="claims">{{W_CLAIMS}}</h2>
{{#CLAIMS_REFUSED}}<p class="t-refused">{{SENTENCE}}</p>
{{/CLAIMS_REFUSED}}{{#NO_CLAIMS}}<p class="govuk-body">{{W_NO_CLAIMS}}</p>
{{/NO_CLAIMS}}{{#CLAIMS}}<div class="t-scroll" tabindex="0" role="region" aria-labelledby="claims-caption">
<table class="govuk-table t-table t-reflow">
<caption class="govuk-visually-hidden" id="claims-caption">{{W_CLAIMS_CAPTION}}</caption>
<thead><tr><th scope="col">{{W_CLAIM}}</th><th scope="col">{{W_STATE}}</th><th scope="col" class="t-n">{{W_REQUESTED}}</th><th scope="col" class="t-n">{{W_APPROVED}}</th><th scope="col" class="t-n">{{W_REFUSED}}</th><th scope="col" class="t-n">{{W_PAID}}</th><th scope="col">{{W_SENT_ON}}</th><th scope="col">{{W_DECIDED_ON}}</th></tr></thead>
<tbody>
{{#CLAIM}}<tr><th scope="row"><a class="govuk-link" href="{{HREF}}">№&nbsp;{{SEQUENCE}}, {{KIND}}</a></th><td data-label="{{W_STATE}}"><span class="t-state {{CLASS}}">{{STATE}}</span></td><td data-label="{{W_REQUESTED}}" class="t-n">{{REQUESTED}}</td><td data-label="{{W_APPROVED}}" class="t-n">{{APPROVED}}</td><td data-label="{{W_REFUSED}}" class="t-n">{{REFUSED}}</td><td data-label="{{W_PAID}}" class="t-n">{{PAID}}</td><td data-label="{{W_SENT_ON}}">{{SENT_ON}}</td><td data-label="{{W_DECIDED_ON}}">{{DECIDED_ON}}</td></tr>
{{/CLAIM}}</tbody>
</table>
</div>
{{/CLAIMS}}</section>
<section aria-labelledby="payments">
<h2 class="govuk-heading-m" id="payments">{{W_PAYMENTS}}</h2>
{{#PAYMENTS_REFUSED}}<p class="t-refused">{{SENTENCE}}</p>
{{/PAYMENTS_REFUSED}}{{#NO_PAYMENTS}}<p class="govuk-body">{{W_NO_PAYMENTS}}</p>
{{/NO_PAYMENTS}}{{#PAYMENTS}}<div class="t-scroll" tabindex="0" role="region" aria-labelledby="payments-caption">
<table class="govuk-table t-table t-reflow">
<caption class="govuk-visually-hidden" id="payments-caption">{{W_PAYMENTS_CAPTION}}</caption>
<thead><tr><th scope="col">{{W_PAYMENT}}</th><th scope="col">{{W_CLAIM}}</th><th scope="col">{{W_PAID_ON}}</th><th scope="col" class="t-n">{{W_EU}}</th><th scope="col" class="t-n">{{W_NATIONAL}}</th><th scope="col" class="t-n">{{W_TOTAL}}</th><th scope="col">{{W_BANK}}</th></tr></thead>
<tbody>
{{#PAYMENT}}<tr><th scope="row">{{ID}}, {{REASON}}{{#ANNULLED}}, <strong>{{W_ANNULLED}}</strong>{{/ANNULLED}}</th><td data-label="{{W_CLAIM}}">№&nbsp;{{CLAIM}}</td><td data-label="{{W_PAID_ON}}">{{PAID_ON}}</td><td data-label="{{W_EU}}" class="t-n">{{EU}}</td><td data-label="{{W_NATIONAL}}" class="t-n">{{NATIONAL}}</td><td data-label="{{W_TOTAL}}" class="t-n">{{TOTAL}}</td><td data-label="{{W_BANK}}"><span lang="bg">{{BANK}}</span></td></tr>
{{/PAYMENT}}</tbody>
</table>
</div>
{{/PAYMENTS}}</section>
{{#MARKS}}<details class="govuk-details">
<summary class="govuk-details__summary"><span class="govuk-details__summary-text">{{W_MARKS}}</span></summary>
<div class="govuk-details__text">
<p class="govuk-body">{{W_MARKS_HINT}}</p>
<ul class="govuk-list govuk-list--bullet">
{{#MARK}}<li><code>{{FIELD}}</code>: {{PROVENANCE}}{{#MARK_SOURCE}} – <span lang="bg">{{SOURCE}}</span>{{/MARK_SOURCE}}</li>
{{/MARK}}</ul>
</div>
</details>
{{/MARKS}}
<p class="govuk-body t-screen"><a class="govuk-link" href="{{JSON_HREF}}">{{W_JSON}}</a></p>
