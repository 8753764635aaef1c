{{%AUTOESCAPE context="HTML"}}{{! SPDX-License-Identifier: EUPL-1.2 }}{{>WRONG}}<h1 class="govuk-heading-l"><span class="t-kicker">{{W_PROJECT_KICKER}} {{NUMBER}}</span>{{W_BUDGET}}</h1>
{{>NAV}}
<form class="t-ask" method="get" action="{{ACTION}}">
{{>DAY}}<button class="govuk-button">{{W_SHOW}}</button>
</form>
{{#REFUSED}}<p class="t-refused">{{SENTENCE}}</p>
{{/REFUSED}}{{#REPORT}}<p class="govuk-body">{{SHOWN}}</p>
{{>BAR}}<div class="t-scroll" tabindex="0" role="region" aria-labelledby="lines-caption">
<table class="govuk-table t-table t-reflow t-dense">
<caption class="govuk-table__caption" id="lines-caption">{{W_LINES_CAPTION}} ({{CURRENCY}})</caption>
<thead>
<tr><th scope="col" rowspan="2">{{W_LINE}}</th><th scope="colgroup" colspan="4" class="t-group">{{W_CAP}}</th><th scope="col" rowspan="2" class="t-n">{{W_RESERVED}}</th><th scope="col" rowspan="2" class="t-n">{{W_SPENT}}</th><th scope="col" rowspan="2" class="t-n">{{W_REFUSED}}</th><th scope="col" rowspan="2" class="t-n">{{W_LEFT}}</th><th scope="col" rowspan="2" class="t-n"><span aria-hidden="true">%</span><span class="govuk-visually-hidden">{{W_PERCENT}}</span></th></tr>
<tr><th scope="col" class="t-n">{{W_EU}}</th><th scope="col" class="t-n">{{W_NATIONAL}}</th><th scope="col" class="t-n">{{W_OWN}}</th><th scope="col" class="t-n">{{W_TOTAL}}</th></tr>
</thead>
<tbody>
{{#LINE}}<tr><th scope="row" class="t-min">{{CODE}} <span lang="bg">{{TITLE}}</span></th><td data-label="{{W_CAP_EU}}" class="t-n">{{EU}}</td><td data-label="{{W_CAP_NATIONAL}}" class="t-n">{{NATIONAL}}</td><td data-label="{{W_CAP_OWN}}" class="t-n">{{OWN}}</td><td data-label="{{W_CAP_TOTAL}}" class="t-n">{{TOTAL}}</td><td data-label="{{W_RESERVED}}" class="t-n">{{RESERVED}}</td><td data-label="{{W_SPENT}}" class="t-n">{{SPENT}}</td><td data-label="{{W_REFUSED}}" class="t-n">{{REFUSED}}</td><td data-label="{{W_LEFT}}" class="t-n">{{LEFT}}</td><td data-label="{{W_PERCENT}}" class="t-n">{{PERCENT}}</td></tr>
{{/LINE}}</tbody>
<tfoot>
{{#SUM}}<tr><th scope="row">{{W_TOTAL}}</th><td data-label="{{W_CAP_EU}}" class="t-n">{{EU}}</td><td data-label="{{W_CAP_NATIONAL}}" class="t-n">{{NATIONAL}}</td><td data-label="{{W_CAP_OWN}}" class="t-n">{{OWN}}</td><td data-label="{{W_CAP_TOTAL}}" class="t-n">{{TOTAL}}</td><td data-label="{{W_RESERVED}}" class="t-n">{{RESERVED}}</td><td data-label="{{W_SPENT}}" class="t-n">{{SPENT}}</td><td data-label="{{W_REFUSED}}" class="t-n">{{REFUSED}}</td><td data-label="{{W_LEFT}}" class="t-n">{{LEFT}}</td><td data-label="{{W_PERCENT}}" class="t-n">{{PERCENT}}</td></tr>
{{/SUM}}</tfoot>
</table>
</div>
<div class="t-scroll" tabindex="0" role="region" aria-labelledby="sources-caption">
<table class="govuk-table t-table t-reflow">
<caption class="govuk-table__caption" id="sources-caption">{{W_SOURCES_CAPTION}} ({{CURRENCY}})</caption>
<thead><tr><th scope="col">{{W_SOURCE}}</th><th scope="col" class="t-n">{{W_CAP}}</th><th scope="col" class="t-n">{{W_RESERVED}}</th><th scope="col" class="t-n">{{W_SPENT}}</th><th scope="col" class="t-n">{{W_LEFT}}</th><th scope="col" class="t-n">{{W_RECEIVED_ADVANCE}}</th><th scope="col" class="t-n">{{W_RECEIVED_COSTS}}</th></tr></thead>
<tbody>
{{#SOURCE}}<tr><th scope="row">{{NAME}}</th><td data-label="{{W_CAP}}" class="t-n">{{CAP}}</td><td data-label="{{W_RESERVED}}" class="t-n">{{RESERVED}}</td><td data-label="{{W_SPENT}}" class="t-n">{{SPENT}}</td><td data-label="{{W_LEFT}}" class="t-n">{{LEFT}}</td><td data-label="{{W_RECEIVED_ADVANCE}}" class="t-n">{{ADVANCE}}</td><td data-label="{{W_RECEIVED_COSTS}}" class="t-n">{{FOR_COSTS}}</td></tr>
{{/SOURCE}}</tbody>
</table>
</div>
<dl class="t-facts">
<div><dt>{{W_RECEIVED_TOTAL}}</dt><dd>{{RECEIVED}}</dd></div>
<div><dt>{{W_NOT_PAID}}</dt><dd>{{NOT_PAID}}</dd></div>
</dl>
<p class="govuk-body"><a class="govuk-link" href="{{JSON_HREF}}" download="{{FILE_NAME}}">{{W_DOWNLOAD_JSON}}</a></p>
{{/REPORT}}
