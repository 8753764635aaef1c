{{%AUTOESCAPE context="HTML"}}{{! SPDX-License-Identifier: EUPL-1.2 }}<!DOCTYPE html>
<html lang="{{LANG}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{W_TITLE}}</title>
<link rel="stylesheet" href="/assets/tranche.css">
</head>
<body>
<a class="skip" href="#main">{{W_SKIP}}</a>
<header>
<p class="brand">Tranche</p>
<p class="languages"><a href="{{OTHER_HREF}}" lang="{{OTHER_LANG}}" hreflang="{{OTHER_LANG}}">{{OTHER_NAME}}</a></p>
</header>
<main id="main">
<h1>{{W_TITLE}}</h1>
{{#CONTENTS}}<nav aria-label="{{W_CONTENTS}}">
<ul>
{{#PLAN_LINK}}<li><a href="#plan-{{N}}"><span lang="bg">{{LINK_TITLE}}</span></a></li>
{{/PLAN_LINK}}{{#CONTRACT_LINK}}<li><a href="#contract-{{N}}">{{W_CONTRACT}} {{LINK_TITLE}}</a></li>
{{/CONTRACT_LINK}}</ul>
</nav>
{{/CONTENTS}}<section aria-labelledby="plans">
<h2 id="plans">{{W_PLANS}}</h2>
{{#PLANS_REFUSED}}<p class="refused">{{SENTENCE}}</p>
{{/PLANS_REFUSED}}{{#NO_PLANS}}<p>{{W_NO_PLANS}}</p>
{{/NO_PLANS}}{{#PLAN}}<article aria-labelledby="plan-{{N}}">
<h3 id="plan-{{N}}" lang="bg">{{TITLE}}</h3>
<p><code>{{NAME}}</code></p>
{{#PLAN_REFUSED}}<p class="refused">{{SENTENCE}}</p>
{{/PLAN_REFUSED}}<dl>
<div><dt>{{W_MUNICIPALITY}}</dt><dd lang="bg">{{MUNICIPALITY}}</dd></div>
<div><dt>{{W_YEAR}}</dt><dd>{{YEAR}}</dd></div>
<div><dt>{{W_MEASURES}}</dt><dd>{{MEASURES}}</dd></div>
<div><dt>{{W_STATED_TOTAL}}</dt><dd>{{STATED_TOTAL}}</dd></div>
</dl>
<div class="wide" tabindex="0" role="region" aria-label="{{W_CHECKS_CAPTION}}">
<table>
<caption>{{W_CHECKS_CAPTION}}</caption>
<thead><tr><th scope="col">{{W_PLACE}}</th><th scope="col">{{W_COMPARED}}</th><th scope="col" class="n">{{W_STATED}}</th><th scope="col" class="n">{{W_COMPUTED}}</th><th scope="col" class="n">{{W_DELTA}}</th><th scope="col">{{W_VERDICT}}</th><th scope="col">{{W_READINGS}}</th></tr></thead>
<tbody>
{{#CHECK}}<tr><td>{{PLACE}}</td><th scope="row">{{WHAT}}</th><td class="n">{{STATED}}</td><td class="n">{{COMPUTED}}</td><td class="n">{{DELTA}}</td><td><span class="verdict {{CLASS}}">{{VERDICT}}</span></td><td>{{#READINGS}}<ul>{{#READING}}<li>{{TEXT}}{{#RESULT}} → {{COMPUTED}}{{/RESULT}}{{#READING_DELTA}} ({{W_DELTA_SHORT}} {{DELTA}}){{/READING_DELTA}} – <span class="verdict {{CLASS}}">{{VERDICT}}</span>{{#NOT_WRITTEN}} <span class="note">{{W_NOT_WRITTEN}} {{WORDS}}</span>{{/NOT_WRITTEN}}</li>{{/READING}}</ul>{{/READINGS}}</td></tr>
{{/CHECK}}</tbody>
</table>
</div>
{{#CHECKS_REFUSED}}<p class="refused">{{SENTENCE}}</p>
{{/CHECKS_REFUSED}}{{#SECTION}}<div class="wide" tabindex="0" role="region" aria-label="{{W_SECTION}} {{ORDINAL}}">
<table>
<caption>{{W_SECTION}} {{ORDINAL}}: <span lang="bg">{{SECTION_TITLE}}</span></caption>
<thead><tr><th scope="col">№</th><th scope="col">{{W_ACTIVITY}}</th><th scope="col">{{W_FINANCING}}</th><th scope="col">{{W_EXECUTOR}}</th><th scope="col">{{W_WHERE}}</th><th scope="col" class="n">{{W_STATED_AMOUNT}}</th></tr></thead>
<tbody>
{{#MEASURE}}<tr><td>{{ORDINAL}}</td><th scope="row" lang="bg">{{ACTIVITY}}</th><td lang="bg">{{FINANCING}}</td><td lang="bg">{{EXECUTOR}}</td><td lang="bg">{{WHERE}}</td><td class="n">{{AMOUNT}}</td></tr>
{{/MEASURE}}</tbody>
</table>
</div>
{{/SECTION}}</article>
{{/PLAN}}{{#MORE_PLANS}}<p class="note">{{W_MORE_PLANS}}</p>
{{/MORE_PLANS}}</section>
<section aria-labelledby="contracts">
<h2 id="contracts">{{W_CONTRACTS}}</h2>
{{#CONTRACTS_REFUSED}}<p class="refused">{{SENTENCE}}</p>
{{/CONTRACTS_REFUSED}}{{#NO_CONTRACTS}}<p>{{W_NO_CONTRACTS}}</p>
{{/NO_CONTRACTS}}{{#CONTRACT}}<article aria-labelledby="contract-{{N}}">
<h3 id="contract-{{N}}"><span lang="bg">{{TITLE}}</span></h3>
<dl>
<div><dt>{{W_NUMBER}}</dt><dd>{{NUMBER}}{{#MIXED}} <span class="note">{{W_MIXED}}</span>{{/MIXED}}</dd></div>
<div><dt>{{W_PROCEDURE}}</dt><dd>{{PROCEDURE}}</dd></div>
<div><dt>{{W_CONCLUDED}}</dt><dd>{{CONCLUDED}}</dd></div>
<div><dt>{{W_PERIOD}}</dt><dd>{{STARTS}} – {{ENDS}}, {{DURATION}}</dd></div>
<div><dt>{{W_PERIOD_RULE}}</dt><dd>{{PERIOD_RULE}}</dd></div>
<div><dt>{{W_STATE}}</dt><dd>{{STATE}}</dd></div>
<div><dt>{{W_EU}}</dt><dd>{{EU}}</dd></div>
<div><dt>{{W_NATIONAL}}</dt><dd>{{NATIONAL}}</dd></div>
<div><dt>{{W_OWN}}</dt><dd>{{OWN}}</dd></div>
<div><dt>{{W_GRANT}}</dt><dd>{{GRANT}} ({{GRANT_PERCENT}}&nbsp;%)</dd></div>
<div><dt>{{W_TOTAL}}</dt><dd><strong>{{TOTAL}}</strong></dd></div>
</dl>
{{#BUDGET_REFUSED}}<p class="refused">{{SENTENCE}}</p>
{{/BUDGET_REFUSED}}{{#BUDGET}}<div class="wide" tabindex="0" role="region" aria-label="{{W_BUDGET_CAPTION}}">
<table>
<caption>{{W_BUDGET_CAPTION}}</caption>
<thead><tr><th scope="col">{{W_LINE}}</th><th scope="col">{{W_LINE_TITLE}}</th><th scope="col" class="n">{{W_EU}}</th><th scope="col" class="n">{{W_NATIONAL}}</th><th scope="col" class="n">{{W_OWN}}</th><th scope="col" class="n">{{W_TOTAL}}</th><th scope="col" class="n">{{W_RESERVED}}</th><th scope="col" class="n">{{W_SPENT}}</th><th scope="col" class="n">{{W_LEFT}}</th></tr></thead>
<tbody>
{{#LINE}}<tr><td>{{CODE}}</td><th scope="row" lang="bg">{{LINE_TITLE}}</th><td class="n">{{EU}}</td><td class="n">{{NATIONAL}}</td><td class="n">{{OWN}}</td><td class="n">{{TOTAL}}</td><td class="n">{{RESERVED}}</td><td class="n">{{SPENT}}</td><td class="n">{{LEFT}}</td></tr>
{{/LINE}}</tbody>
<tfoot>{{#SUM}}<tr><td></td><th scope="row">{{W_SUM}}</th><td class="n">{{EU}}</td><td class="n">{{NATIONAL}}</td><td class="n">{{OWN}}</td><td class="n">{{TOTAL}}</td><td class="n">{{RESERVED}}</td><td class="n">{{SPENT}}</td><td class="n">{{LEFT}}</td></tr>{{/SUM}}</tfoot>
</table>
</div>
{{/BUDGET}}{{#DEADLINES_REFUSED}}<p class="refused">{{SENTENCE}}</p>
{{/DEADLINES_REFUSED}}{{#DEADLINES}}<div class="wide" tabindex="0" role="region" aria-label="{{W_DEADLINES_CAPTION}} {{AS_OF}}">
<table>
<caption>{{W_DEADLINES_CAPTION}} {{AS_OF}}</caption>
<thead><tr><th scope="col">{{W_OWED}}</th><th scope="col">{{W_OWNER}}</th><th scope="col">{{W_DUE}}</th><th scope="col">{{W_STATE}}</th><th scope="col" class="n">{{W_DAYS_LEFT}}</th><th scope="col">{{W_HOW}}</th><th scope="col">{{W_BASIS}}</th></tr></thead>
<tbody>
{{#DEADLINE}}<tr><th scope="row">{{OWED}}</th><td>{{OWNER}}</td><td>{{DUE}}</td><td><span class="verdict {{CLASS}}">{{STATE}}</span>{{#MET}} {{MET_ON}}{{/MET}}</td><td class="n">{{DAYS_LEFT}}</td><td>{{EVENT}} + {{PERIOD}}{{#SHIFT}} = {{NOMINAL}}; {{SHIFT_TEXT}}{{/SHIFT}}</td><td>{{#BASIS}}<span lang="bg">{{SOURCE}}</span>{{#UNVERIFIED}} <span class="note">{{W_UNVERIFIED}}</span>{{/UNVERIFIED}}<br>{{/BASIS}}</td></tr>
{{/DEADLINE}}</tbody>
</table>
</div>
{{/DEADLINES}}{{#MARKS}}<details>
<summary>{{W_MARKS}}</summary>
<ul>
{{#MARK}}<li><code>{{FIELD}}</code>: {{PROVENANCE}}{{#MARK_SOURCE}} – <span lang="bg">{{SOURCE}}</span>{{/MARK_SOURCE}}</li>
{{/MARK}}</ul>
</details>
{{/MARKS}}</article>
{{/CONTRACT}}{{#MORE_CONTRACTS}}<p class="note">{{W_MORE_CONTRACTS}}</p>
{{/MORE_CONTRACTS}}</section>
</main>
</body>
</html>
