{{%AUTOESCAPE context="HTML"}}{{! SPDX-License-Identifier: EUPL-1.2 }}<h1 class="govuk-heading-l">{{W_PORTFOLIO}}</h1>
<form class="t-ask" method="get" action="{{HOME_HREF}}" role="search">
<div class="govuk-form-group t-ask__wide">
<label class="govuk-label govuk-label--s" for="number">{{W_SEARCH}}</label>
<div class="govuk-hint" id="number-hint">{{W_SEARCH_HINT}}</div>
<input class="govuk-input govuk-input--width-30" id="number" name="number" maxlength="100" autocomplete="off" spellcheck="false" aria-describedby="number-hint" value="{{NUMBER}}">
</div>
<button class="govuk-button">{{W_FIND}}</button>
</form>
<nav class="t-next" aria-label="{{W_FIND_ALL}}"><a class="govuk-link" href="{{SEARCH_HREF}}">{{W_FIND_LINK}}</a><a class="govuk-link" href="{{CHANGES_HREF}}">{{W_NEW_CHANGES}}</a><a class="govuk-link" href="{{IMPORT_HREF}}">{{W_PLAN_IMPORT}}</a></nav>
{{#NOT_FOUND}}<div class="govuk-inset-text" role="status">{{W_NOT_FOUND}} <strong>{{NUMBER}}</strong>. {{W_NOT_FOUND_NEXT}}</div>
{{/NOT_FOUND}}<section aria-labelledby="projects">
<h2 class="govuk-heading-m" id="projects">{{W_PROJECTS}}</h2>
{{#PROJECTS_REFUSED}}<p class="t-refused">{{SENTENCE}}</p>
{{/PROJECTS_REFUSED}}{{#NO_PROJECTS}}<p class="govuk-body">{{W_NO_PROJECTS}}</p>
<pre class="t-line" translate="no"><code>tranche proposals create</code></pre>
{{/NO_PROJECTS}}{{#PROJECTS}}<div class="t-scroll" tabindex="0" role="region" aria-labelledby="projects-caption">
<table class="govuk-table t-table t-reflow">
<caption class="govuk-visually-hidden" id="projects-caption">{{W_PROJECTS_CAPTION}}</caption>
<thead><tr><th scope="col">{{W_PROJECT}}</th><th scope="col">{{W_CONTRACT_NUMBER}}</th><th scope="col">{{W_STATE}}</th><th scope="col">{{W_PERIOD}}</th><th scope="col" class="t-n">{{W_TOTAL}}</th></tr></thead>
<tbody>
{{#PROJECT}}<tr><th scope="row" class="t-min"><a class="govuk-link" href="{{HREF}}" lang="bg">{{TITLE}}</a></th><td data-label="{{W_CONTRACT_NUMBER}}"><span>{{NUMBER}}</span></td><td data-label="{{W_STATE}}"><span class="t-state {{CLASS}}">{{STATE}}</span></td><td data-label="{{W_PERIOD}}"><span>{{STARTS}} – {{ENDS}}</span></td><td data-label="{{W_TOTAL}}" class="t-n">{{TOTAL}}</td></tr>
{{/PROJECT}}</tbody>
</table>
</div>
{{/PROJECTS}}{{#PROJECTS_PAGES}}<nav class="t-next" aria-label="{{W_PROJECTS_PAGES}}">{{#FIRST}}<a class="govuk-link" href="{{HREF}}">{{W_FIRST_PAGE}}</a>{{/FIRST}}{{#NEXT}}<a class="govuk-link" rel="next" href="{{HREF}}">{{W_NEXT_PROJECTS}}</a>{{/NEXT}}</nav>
{{/PROJECTS_PAGES}}</section>
<section aria-labelledby="plans">
<h2 class="govuk-heading-m" id="plans">{{W_PLANS}}</h2>
{{#PLANS_REFUSED}}<p class="t-refused">{{SENTENCE}}</p>
{{/PLANS_REFUSED}}{{#NO_PLANS}}<p class="govuk-body">{{W_NO_PLANS}}</p>
<pre class="t-line" translate="no"><code>tranche plans import</code></pre>
{{/NO_PLANS}}{{#PLANS}}<div class="t-scroll" tabindex="0" role="region" aria-labelledby="plans-caption">
<table class="govuk-table t-table t-reflow">
<caption class="govuk-visually-hidden" id="plans-caption">{{W_PLANS_CAPTION}}</caption>
<thead><tr><th scope="col">{{W_PLAN}}</th><th scope="col">{{W_MUNICIPALITY}}</th><th scope="col">{{W_YEAR}}</th><th scope="col" class="t-n">{{W_MEASURES}}</th><th scope="col" class="t-n">{{W_WITH_AMOUNT}}</th><th scope="col" class="t-n">{{W_STATED_TOTAL}}</th></tr></thead>
<tbody>
{{#PLAN}}<tr><th scope="row" class="t-min"><a class="govuk-link" href="{{HREF}}" lang="bg">{{TITLE}}</a></th><td data-label="{{W_MUNICIPALITY}}"><span lang="bg">{{MUNICIPALITY}}</span></td><td data-label="{{W_YEAR}}">{{YEAR}}</td><td data-label="{{W_MEASURES}}" class="t-n">{{MEASURES}}</td><td data-label="{{W_WITH_AMOUNT}}" class="t-n">{{WITH_AMOUNT}}</td><td data-label="{{W_STATED_TOTAL}}" class="t-n">{{STATED_TOTAL}}</td></tr>
{{/PLAN}}</tbody>
</table>
</div>
{{/PLANS}}{{#PLANS_PAGES}}<nav class="t-next" aria-label="{{W_PLANS_PAGES}}">{{#FIRST}}<a class="govuk-link" href="{{HREF}}">{{W_FIRST_PAGE}}</a>{{/FIRST}}{{#NEXT}}<a class="govuk-link" rel="next" href="{{HREF}}">{{W_NEXT_PLANS}}</a>{{/NEXT}}</nav>
{{/PLANS_PAGES}}</section>
{{#ORGANISATIONS}}<section aria-labelledby="organisations">
<h2 class="govuk-heading-m" id="organisations">{{W_BY_ORGANISATION}}</h2>
<ul class="t-list">
{{#ORGANISATION}}<li><strong>{{ID}}</strong> <a class="govuk-link" href="{{STRATEGIES_HREF}}">{{W_STRATEGIES}}<span class="govuk-visually-hidden"> {{ID}}</span></a> <a class="govuk-link" href="{{GROUNDWORK_HREF}}">{{W_GROUNDWORK}}<span class="govuk-visually-hidden"> {{ID}}</span></a> <a class="govuk-link" href="{{OWN_CHANGES_HREF}}">{{W_NEW_CHANGES}}<span class="govuk-visually-hidden"> {{ID}}</span></a></li>
{{/ORGANISATION}}</ul>
</section>
{{/ORGANISATIONS}}
