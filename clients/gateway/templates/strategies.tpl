{{%AUTOESCAPE context="HTML"}}{{! SPDX-License-Identifier: EUPL-1.2 }}<h1 class="govuk-heading-l"><span class="t-kicker">{{ORGANISATION}}</span>{{W_STRATEGIES}}</h1>
{{>NAV}}<p class="govuk-body">{{W_STRATEGIES_HINT}}</p>
{{#DETAILS_REFUSED}}<p class="t-refused">{{SENTENCE}}</p>
{{/DETAILS_REFUSED}}{{#NO_STRATEGIES}}<p class="govuk-body">{{W_NO_STRATEGIES}}</p>
<pre class="t-line" translate="no"><code>tranche strategies set --help</code></pre>
{{/NO_STRATEGIES}}{{#TREE}}<div class="t-scroll" tabindex="0" role="region" aria-labelledby="tree-caption">
<table class="govuk-table t-table t-reflow">
<caption class="govuk-visually-hidden" id="tree-caption">{{W_STRATEGIES_CAPTION}}</caption>
<thead><tr><th scope="col">{{W_STRATEGY_OR_PLAN}}</th><th scope="col">{{W_LEVEL}}</th><th scope="col">{{W_PERIOD_TITLED}}</th><th scope="col">{{W_PERIOD_WRITTEN}}</th><th scope="col">{{W_ADOPTION}}</th></tr></thead>
<tbody>
{{#NODE}}<tr><th scope="row" class="t-min" id="{{ANCHOR}}"><div class="t-depth-{{DEPTH}}"><span class="govuk-visually-hidden">{{W_TREE_STEP}} {{STEP}}: </span>{{#NODE_PLAN}}<a class="govuk-link" href="{{HREF}}" lang="bg">{{TITLE}}</a>{{/NODE_PLAN}}{{#NODE_STRATEGY}}<span lang="bg">{{TITLE}}</span>{{/NODE_STRATEGY}}{{#NAMED_AS}}<span class="t-below">{{W_NAMED_BY_PLAN}} <span lang="bg">{{NAMES}}</span></span>{{/NAMED_AS}}{{#NODE_FINDING}}<span class="t-below"><span class="t-state t-state--mind">{{W_FINDING}}</span> {{TEXT}}</span>{{/NODE_FINDING}}</div></th><td data-label="{{W_LEVEL}}">{{LEVEL}}</td><td data-label="{{W_PERIOD_TITLED}}"><span lang="{{TITLED_LANG}}">{{TITLED}}</span></td><td data-label="{{W_PERIOD_WRITTEN}}"><span lang="{{WRITTEN_LANG}}">{{WRITTEN}}</span></td><td data-label="{{W_ADOPTION}}"><span lang="bg">{{ADOPTED}}</span></td></tr>
{{/NODE}}</tbody>
</table>
</div>
{{/TREE}}{{#CUT}}<p class="govuk-body">{{W_TREE_CUT}}</p>
{{/CUT}}{{#UNLINKED}}<section aria-labelledby="unlinked">
<h2 class="govuk-heading-m" id="unlinked">{{W_PLANS_WITHOUT_STRATEGY}}</h2>
<p class="govuk-body">{{W_PLANS_WITHOUT_STRATEGY_HINT}}</p>
<pre class="t-line" translate="no"><code>tranche strategies link --help</code></pre>
<ul class="t-list">
{{#UNLINKED_PLAN}}<li><a class="govuk-link" href="{{HREF}}" lang="bg">{{TITLE}}</a></li>
{{/UNLINKED_PLAN}}</ul>
{{#UNLINKED_MORE}}<p class="govuk-body">{{W_PLANS_FIRST_ONLY}}</p>
{{/UNLINKED_MORE}}</section>
{{/UNLINKED}}<p class="govuk-body"><a class="govuk-link" href="{{JSON_HREF}}">{{W_JSON}}</a></p>
