{{%AUTOESCAPE context="HTML"}}{{! SPDX-License-Identifier: EUPL-1.2 }}{{>WRONG}}<h1 class="govuk-heading-l"><span class="t-kicker">{{W_PROJECT_KICKER}} {{NUMBER}}</span>{{W_DEADLINES}}</h1>
{{>NAV}}
<form class="t-ask" method="get" action="{{ACTION}}">
{{>DAY}}<button class="govuk-button">{{W_SHOW}}</button>
</form>
{{#REFUSED}}<p class="t-refused">{{SENTENCE}}</p>
{{/REFUSED}}{{#NO_DEADLINES}}<p class="govuk-body">{{W_NO_DEADLINES}}</p>
{{/NO_DEADLINES}}{{#DEADLINES}}<div class="t-scroll" tabindex="0" role="region" aria-labelledby="deadlines-caption">
<table class="govuk-table t-table t-reflow t-dense">
<caption class="govuk-table__caption" id="deadlines-caption">{{W_DEADLINES_CAPTION}} {{AS_OF}}</caption>
<thead><tr><th scope="col">{{W_OWED}}</th><th scope="col">{{W_OWNER}}</th><th scope="col">{{W_DUE}}</th><th scope="col">{{W_STATE}}</th><th scope="col">{{W_DAYS_LEFT}}</th><th scope="col">{{W_HOW}}</th><th scope="col">{{W_BASIS}}</th></tr></thead>
<tbody>
{{#DEADLINE}}<tr><th scope="row" class="t-min">{{OWED}}</th><td data-label="{{W_OWNER}}">{{OWNER}}</td><td data-label="{{W_DUE}}" class="t-nowrap">{{DUE}}</td><td data-label="{{W_STATE}}"><span><span class="t-state {{CLASS}}">{{STATE}}</span>{{#MET}} {{MET_ON}}{{/MET}}</span></td><td data-label="{{W_DAYS_LEFT}}">{{DAYS}}</td><td data-label="{{W_HOW}}" class="t-min t-long"><span>{{EVENT}} + {{PERIOD}}{{#SHIFT}} = {{NOMINAL}}; {{SHIFT_TEXT}}{{/SHIFT}}</span></td><td data-label="{{W_BASIS}}" class="t-long"><span>{{#BASIS}}<span class="t-basis"><span lang="bg">{{SOURCE}}</span>{{#UNVERIFIED}} <span class="t-note">{{W_UNVERIFIED}}</span>{{/UNVERIFIED}}</span>{{/BASIS}}</span></td></tr>
{{/DEADLINE}}</tbody>
</table>
</div>
{{/DEADLINES}}{{#GANTT}}<section aria-labelledby="gantt">
<h2 class="govuk-heading-m" id="gantt">{{W_GANTT}}</h2>
{{#OUTSIDE}}<p class="govuk-body">{{SENTENCE}}</p>
{{/OUTSIDE}}<div class="t-scroll t-gantt" tabindex="0" role="region" aria-labelledby="gantt">
<svg role="img" aria-labelledby="gantt-title" aria-describedby="gantt-table" height="{{HEIGHT}}" focusable="false">
<title id="gantt-title">{{GANTT_TITLE}}</title>
{{#TICK}}<line class="t-gantt__grid" x1="{{X}}%" x2="{{X}}%" y1="22" y2="{{BOTTOM}}"/><text class="t-axis" x="{{X}}%" y="14">{{TEXT}}</text>
{{/TICK}}{{#ROW}}<g class="t-gantt__row">{{#LABEL}}<text x="0" y="{{Y}}">{{TEXT}}</text>{{/LABEL}}{{#BAR}}<rect class="t-gantt__bar" x="{{X}}%" y="{{Y}}" width="{{WIDTH}}%" height="14"><title>{{TEXT}}</title></rect>{{/BAR}}{{#DUE}}<svg class="t-gantt__at" x="{{X}}%" y="{{Y}}" overflow="visible"><path class="{{CLASS}}" d="M0 0L8 8L0 16L-8 8Z"/><title>{{TEXT}}</title></svg>{{/DUE}}</g>
{{/ROW}}{{#TODAY}}<line class="t-gantt__today" x1="{{X}}%" x2="{{X}}%" y1="22" y2="{{BOTTOM}}"/><text class="t-gantt__today-label" x="{{X}}%" y="{{Y}}" text-anchor="{{ANCHOR}}">{{TEXT}}</text>
{{/TODAY}}</svg>
</div>
<div class="t-scroll" tabindex="0" role="region" aria-labelledby="gantt-caption">
<table class="govuk-table t-table t-reflow-small" id="gantt-table">
<caption class="govuk-table__caption" id="gantt-caption">{{W_TWIN_CAPTION}}</caption>
<thead><tr><th scope="col">{{W_WHAT}}</th><th scope="col">{{W_KIND}}</th><th scope="col">{{W_FROM}}</th><th scope="col">{{W_TO}}</th></tr></thead>
<tbody>
{{#TWIN}}<tr><th scope="row" lang="{{WHAT_LANG}}">{{WHAT}}</th><td data-label="{{W_KIND}}">{{KIND}}</td><td data-label="{{W_FROM}}"><time datetime="{{FROM_ISO}}">{{FROM}}</time></td><td data-label="{{W_TO}}"><time datetime="{{TO_ISO}}">{{TO}}</time></td></tr>
{{/TWIN}}</tbody>
</table>
</div>
</section>
{{/GANTT}}{{#TIMELINE_REFUSED}}<p class="t-refused">{{SENTENCE}}</p>
{{/TIMELINE_REFUSED}}<p class="govuk-body"><a class="govuk-link" href="{{JSON_HREF}}">{{W_JSON}}</a></p>
