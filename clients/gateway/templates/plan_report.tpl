{{%AUTOESCAPE context="HTML"}}{{! SPDX-License-Identifier: EUPL-1.2 }}{{>WRONG}}<h1 class="govuk-heading-l"><span class="t-kicker">{{W_PLAN_KICKER}} {{PLAN}}</span>{{W_ANNUAL_REPORT}}</h1>
<form class="t-ask" method="get" action="{{ACTION}}">
{{>DAY}}{{#ASKED_CURRENCY}}<input type="hidden" name="currency" value="{{CURRENCY}}">
{{/ASKED_CURRENCY}}<button class="govuk-button">{{W_SHOW}}</button>
</form>
{{#REPORT}}<nav aria-label="{{W_CURRENCY}}" class="t-next t-screen"><a class="govuk-link" href="{{OTHER_HREF}}">{{OTHER_NAME}}</a></nav>
<p class="govuk-body" lang="bg">{{TITLE}}</p>
<p class="govuk-body">{{SHOWN}}</p>
<dl class="t-facts">
{{#FACT}}<div><dt>{{NAME}}</dt><dd>{{VALUE}}</dd></div>
{{/FACT}}</dl>
<section aria-labelledby="measures">
<h2 class="govuk-heading-m" id="measures">{{W_BY_MEASURE}}</h2>
<div class="t-scroll" tabindex="0" role="region" aria-labelledby="measures-caption">
<table class="govuk-table t-table t-reflow t-dense">
<caption class="govuk-visually-hidden" id="measures-caption">{{W_BY_MEASURE}} ({{UNIT}})</caption>
<thead><tr><th scope="col">{{W_MEASURE}}</th><th scope="col">{{W_SOURCE}}</th><th scope="col">{{W_EXECUTOR}}</th><th scope="col" class="t-n">{{W_PLANNED}}</th><th scope="col" class="t-n">{{W_GRANTED}}</th><th scope="col" class="t-n">{{W_SPENT}}</th><th scope="col" class="t-n">{{W_PAID}}</th><th scope="col" class="t-n">{{W_PERSONS}}</th><th scope="col" class="t-n">{{W_SERVED}}</th></tr></thead>
<tbody>
{{#MEASURE}}<tr><th scope="row" class="t-min">{{PLACE}} <span lang="bg">{{ACTIVITY}}</span></th><td data-label="{{W_SOURCE}}"><span lang="bg">{{SOURCE}}</span></td><td data-label="{{W_EXECUTOR}}"><span lang="bg">{{EXECUTOR}}</span></td><td data-label="{{W_PLANNED}}" class="t-n">{{PLANNED}}{{#OF_YEARS}} <span class="t-note">({{YEARS}})</span>{{/OF_YEARS}}</td><td data-label="{{W_GRANTED}}" class="t-n">{{GRANTED}}</td><td data-label="{{W_SPENT}}" class="t-n">{{SPENT}}</td><td data-label="{{W_PAID}}" class="t-n">{{PAID}}</td><td data-label="{{W_PERSONS}}" class="t-n">{{PERSONS}}</td><td data-label="{{W_SERVED}}" class="t-n">{{SERVED}}</td></tr>
{{/MEASURE}}</tbody>
<tfoot>
{{#SUM}}<tr><th scope="row" colspan="3">{{W_TOTAL}}</th><td data-label="{{W_PLANNED}}" class="t-n">{{PLANNED}}</td><td data-label="{{W_GRANTED}}" class="t-n">{{GRANTED}}</td><td data-label="{{W_SPENT}}" class="t-n">{{SPENT}}</td><td data-label="{{W_PAID}}" class="t-n">{{PAID}}</td><td data-label="{{W_PERSONS}}" class="t-n">{{PERSONS}}</td><td data-label="{{W_SERVED}}" class="t-n">{{SERVED}}</td></tr>
{{/SUM}}</tfoot>
</table>
</div>
</section>
<section aria-labelledby="projects">
<h2 class="govuk-heading-m" id="projects">{{W_BY_PROJECT}}</h2>
{{#NO_PROJECTS}}<p class="govuk-body">{{W_NO_LINKS}}</p>
{{/NO_PROJECTS}}{{#PROJECTS}}<div class="t-scroll" tabindex="0" role="region" aria-labelledby="projects-caption">
<table class="govuk-table t-table t-reflow t-dense">
<caption class="govuk-visually-hidden" id="projects-caption">{{W_BY_PROJECT}} ({{UNIT}})</caption>
<thead><tr><th scope="col">{{W_PROJECT_KICKER}}</th><th scope="col">{{W_MEASURE}}</th><th scope="col" class="t-n">{{W_SHARE}}</th><th scope="col" class="t-n">{{W_GRANTED}}</th><th scope="col" class="t-n">{{W_SPENT}}</th><th scope="col" class="t-n">{{W_PAID}}</th><th scope="col" class="t-n">{{W_SERVED}}</th><th scope="col">{{W_CONTRIBUTION}}</th></tr></thead>
<tbody>
{{#PROJECT}}<tr><th scope="row" class="t-min">{{#KEPT}}<a class="govuk-link" href="{{HREF}}">{{NUMBER}}</a>{{/KEPT}}{{#NOT_KEPT}}<span lang="bg">{{NUMBER}}</span>{{/NOT_KEPT}} <span lang="bg">{{TITLE}}</span></th><td data-label="{{W_MEASURE}}">{{PLACE}}</td><td data-label="{{W_SHARE}}" class="t-n">{{SHARE}}</td><td data-label="{{W_GRANTED}}" class="t-n">{{GRANTED}}</td><td data-label="{{W_SPENT}}" class="t-n">{{SPENT}}</td><td data-label="{{W_PAID}}" class="t-n">{{PAID}}</td><td data-label="{{W_SERVED}}" class="t-n">{{SERVED}}</td><td data-label="{{W_CONTRIBUTION}}"><span lang="bg">{{CONTRIBUTION}}</span>{{#ILLUSTRATIVE}} ({{W_EXAMPLE_ONLY}}){{/ILLUSTRATIVE}}</td></tr>
{{/PROJECT}}</tbody>
</table>
</div>
{{/PROJECTS}}</section>
{{#GROUPS}}<section aria-labelledby="{{ID}}">
<h2 class="govuk-heading-m" id="{{ID}}">{{CAPTION}}</h2>
<div class="t-scroll" tabindex="0" role="region" aria-labelledby="{{ID}}-caption">
<table class="govuk-table t-table t-reflow t-dense">
<caption class="govuk-visually-hidden" id="{{ID}}-caption">{{CAPTION}} ({{UNIT}})</caption>
<thead><tr><th scope="col">{{HEADING}}</th><th scope="col" class="t-n">{{W_MEASURES}}</th><th scope="col" class="t-n">{{W_PLANNED}}</th><th scope="col" class="t-n">{{W_GRANTED}}</th><th scope="col" class="t-n">{{W_SPENT}}</th><th scope="col" class="t-n">{{W_PAID}}</th><th scope="col" class="t-n">{{W_PERSONS}}</th><th scope="col" class="t-n">{{W_SERVED}}</th></tr></thead>
<tbody>
{{#GROUP}}<tr><th scope="row" class="t-min"><span lang="{{LANG}}">{{WORDS}}</span></th><td data-label="{{W_MEASURES}}" class="t-n">{{MEASURES}}</td><td data-label="{{W_PLANNED}}" class="t-n">{{PLANNED}}</td><td data-label="{{W_GRANTED}}" class="t-n">{{GRANTED}}</td><td data-label="{{W_SPENT}}" class="t-n">{{SPENT}}</td><td data-label="{{W_PAID}}" class="t-n">{{PAID}}</td><td data-label="{{W_PERSONS}}" class="t-n">{{PERSONS}}</td><td data-label="{{W_SERVED}}" class="t-n">{{SERVED}}</td></tr>
{{/GROUP}}</tbody>
</table>
</div>
</section>
{{/GROUPS}}<section aria-labelledby="notes">
<h2 class="govuk-heading-m" id="notes">{{W_REPORT_NOTES}}</h2>
<ul class="govuk-list govuk-list--bullet">
{{#FINDING}}<li>{{TEXT}}</li>
{{/FINDING}}<li>{{W_REPORT_BASIS}}</li>
</ul>
{{#SEALED}}<p class="govuk-body">{{W_SEALED}} {{SIZE}}, <code>{{ROOT}}</code></p>
{{/SEALED}}<p class="govuk-body t-screen"><a class="govuk-link" href="{{PDF_HREF}}" download="{{PDF_NAME}}">{{W_DOWNLOAD_PDF}}</a></p>
<p class="govuk-body t-screen"><a class="govuk-link" href="{{JSON_HREF}}" download="{{FILE_NAME}}">{{W_DOWNLOAD_JSON}}</a></p>
</section>
{{/REPORT}}