{{%AUTOESCAPE context="HTML"}}{{! SPDX-License-Identifier: EUPL-1.2 }}{{#DONE}}<div class="govuk-inset-text" role="status">{{SENTENCE}}</div>
{{/DONE}}<h1 class="govuk-heading-l"><span class="t-kicker">{{W_PLAN_KICKER}}</span><span lang="bg">{{TITLE}}</span></h1>
{{>TITLE_CORRECTED}}{{>NAV}}<dl class="t-facts">
<div><dt>{{W_MUNICIPALITY}}</dt><dd lang="bg">{{MUNICIPALITY}}</dd></div>
<div><dt>{{W_YEAR}}</dt><dd>{{YEAR}}</dd></div>
<div><dt>{{W_MEASURES_COUNT}}</dt><dd>{{MEASURES}}</dd></div>
<div><dt>{{W_STATED_TOTAL}}</dt><dd><strong>{{STATED_TOTAL}}</strong>{{>TOTAL_CORRECTED}}</dd></div>
<div><dt>{{W_VERSION}}</dt><dd>{{VERSION}}</dd></div>
{{#CORRECTIONS}}<div><dt>{{W_PLAN_CORRECTIONS}}</dt><dd><strong>{{COUNT}}</strong> <span class="t-note">{{W_PLAN_CORRECTIONS_HINT}}</span>{{>ELSEWHERE_CORRECTED}}</dd></div>
{{/CORRECTIONS}}{{#FACT}}<div><dt>{{NAME}}</dt><dd{{#BULGARIAN}} lang="bg"{{/BULGARIAN}}>{{VALUE}}</dd></div>
{{/FACT}}{{#OPEN}}<div><dt>{{W_OPEN}}</dt><dd>{{W_OPEN_YES}}</dd></div>
{{/OPEN}}</dl>
<section aria-labelledby="findings">
<h2 class="govuk-heading-m" id="findings">{{W_FINDINGS}}</h2>
{{#CHECKS_REFUSED}}<p class="t-refused">{{SENTENCE}}</p>
{{/CHECKS_REFUSED}}{{#NO_FINDINGS}}<p class="govuk-body">{{W_NO_FINDINGS}}</p>
{{/NO_FINDINGS}}{{#FINDING_LINKS}}<p class="govuk-body">{{W_FINDINGS_HINT}}</p>
<ul class="t-list">
{{#FINDING_LINK}}<li><span class="t-state {{STATE_CLASS}}">{{VERDICT}}</span> <a class="govuk-link" href="{{HREF}}">{{PLACE}}: {{WHAT}}</a>{{#DIFFERENCE}} <span class="t-note">{{W_DELTA_SHORT}} {{DELTA}}</span>{{/DIFFERENCE}}</li>
{{/FINDING_LINK}}</ul>
{{/FINDING_LINKS}}<p class="govuk-body"><a class="govuk-link" href="{{REPORT_HREF}}">{{W_ANNUAL_REPORT}}</a></p>
</section>
<section aria-labelledby="document">
<h2 class="govuk-heading-m" id="document">{{W_DOCUMENT}}</h2>
<p class="govuk-body">{{W_DOCUMENT_HINT}}</p>
<p class="govuk-body"><a class="govuk-link" href="{{DOCUMENT_HREF}}">{{W_TO_DOCUMENT}}</a></p>
{{#STRATEGY}}<h3 class="govuk-heading-s">{{W_STRATEGY}}</h3>
<dl class="t-facts">
<div><dt>{{W_STRATEGY_TITLE}}</dt><dd><span lang="bg">{{TITLE}}</span>{{>STRATEGY_CORRECTED}}</dd></div>
{{#PART}}<div><dt>{{NAME}}</dt><dd>{{VALUE}}{{>CORRECTED}}</dd></div>
{{/PART}}<div><dt>{{W_LINE_OF_DOCUMENT}}</dt><dd>{{LINE}}</dd></div>
</dl>
{{>STRATEGY_FINDINGS}}{{/STRATEGY}}{{#TARGETS}}<h3 class="govuk-heading-s">{{W_TARGETS}}</h3>
<ul class="govuk-list govuk-list--bullet" lang="bg">
{{#ITEM}}<li>{{TEXT}}</li>
{{/ITEM}}</ul>
{{/TARGETS}}{{#OBJECTIVES}}<h3 class="govuk-heading-s">{{W_OBJECTIVES}}</h3>
<ul class="govuk-list govuk-list--bullet" lang="bg">
{{#ITEM}}<li>{{TEXT}}</li>
{{/ITEM}}</ul>
{{/OBJECTIVES}}{{#LIST}}<h3 class="govuk-heading-s">{{NAME}}</h3>
<ul class="govuk-list govuk-list--bullet">
{{#ITEM}}<li{{#BULGARIAN}} lang="bg"{{/BULGARIAN}}>{{#PIECE}}{{#ENGLISH}}<span lang="en">{{TEXT}}</span>{{/ENGLISH}}{{#PLAIN}}{{TEXT}}{{/PLAIN}}{{/PIECE}}</li>
{{/ITEM}}</ul>
{{/LIST}}{{#ATTACHMENTS}}<h3 class="govuk-heading-s" id="attachments">{{W_ATTACHMENTS}}</h3>
{{#ATTACHMENTS_REFUSED}}<p class="t-refused">{{SENTENCE}}</p>
{{/ATTACHMENTS_REFUSED}}{{#ATTACHMENT}}<dl class="t-facts">
<div><dt>{{W_NAMED_AS}}</dt><dd{{#BULGARIAN}} lang="bg"{{/BULGARIAN}}>{{NAME}}</dd></div>
<div><dt>{{W_STATED_SIZE}}</dt><dd>{{STATED_SIZE}}</dd></div>
{{#NO_FILE}}<div><dt>{{W_HANDED_OVER}}</dt><dd>{{W_NO_FILE}}</dd></div>
{{/NO_FILE}}{{#FILE}}<div><dt>{{W_HANDED_OVER}}</dt><dd>{{FILE_NAME}} <span class="t-note">({{BY}}, {{DAY}}; {{KEPT}})</span></dd></div>
<div><dt>{{W_SIZE_BYTES}}</dt><dd>{{SIZE}}</dd></div>
<div><dt>SHA-256</dt><dd><code class="t-digest">{{DIGEST}}</code>{{#BY_SENDER}} <span class="t-note">{{W_BY_SENDER}}</span>{{/BY_SENDER}}{{#FILE_FINDING}}<p class="govuk-body"><span class="t-state t-state--now">{{W_FINDING}}</span> {{TEXT}}</p>{{/FILE_FINDING}}</dd></div>
{{/FILE}}</dl>
{{/ATTACHMENT}}{{/ATTACHMENTS}}{{#SECTION}}<section class="t-section" aria-labelledby="{{ID}}">
<h3 class="govuk-heading-m" id="{{ID}}">{{ORDINAL}}. <span lang="bg">{{TITLE}}</span></h3>
{{>SECTION_CORRECTED}}{{#SECTION_TOTAL}}<p class="govuk-body">{{NAME}}: {{VALUE}}</p>
{{/SECTION_TOTAL}}{{#MEASURE}}<article class="t-measure" aria-labelledby="{{ID}}">
<h4 class="govuk-heading-s" id="{{ID}}">{{PLACE}} <span lang="bg">{{ACTIVITY}}</span></h4>
<p class="t-note"><a class="govuk-link" href="{{CORRECT_HREF}}">{{W_CORRECT_MEASURE}}<span class="govuk-visually-hidden"> {{PLACE}}</span></a></p>
{{>ACTIVITY_CORRECTED}}<dl class="t-measure__cells">
{{#DESCRIPTION}}<div class="t-wide"><dt>{{W_DESCRIPTION}}</dt><dd><span lang="bg">{{TEXT}}</span>{{>CORRECTED}}</dd></div>
{{/DESCRIPTION}}<div><dt>{{W_WHERE}}</dt><dd><span lang="bg">{{WHERE}}</span>{{>WHERE_CORRECTED}}</dd></div>
<div><dt>{{W_EXECUTOR}}</dt><dd><span lang="bg">{{EXECUTOR}}</span>{{>EXECUTOR_CORRECTED}}</dd></div>
<div><dt>{{W_STATED_AMOUNT}}</dt><dd>{{AMOUNT}}{{>AMOUNT_CORRECTED}}</dd></div>
{{#DETAIL}}<div><dt>{{NAME}}</dt><dd{{#BULGARIAN}} lang="bg"{{/BULGARIAN}}>{{#PIECE}}{{#ENGLISH}}<span lang="en">{{TEXT}}</span>{{/ENGLISH}}{{#PLAIN}}{{TEXT}}{{/PLAIN}}{{/PIECE}}</dd></div>
{{/DETAIL}}<div class="t-wide"><dt>{{W_FINANCING}}</dt><dd><span lang="bg">{{FINANCING}}</span>{{>WITHIN_CORRECTED}}{{>FINDINGS}}</dd></div>
</dl>
</article>
{{/MEASURE}}</section>
{{/SECTION}}<section class="t-section" aria-labelledby="whole">
<h3 class="govuk-heading-m" id="whole">{{W_WHOLE}}</h3>
<p class="govuk-body">{{W_STATED_TOTAL}}: <strong>{{STATED_TOTAL}}</strong></p>
{{>TOTAL_CORRECTED}}
{{>WHOLE_FINDINGS}}</section>
<p class="govuk-body t-section">{{W_DIGEST}}: <code class="t-digest">{{DIGEST}}</code></p>
</section>
<p class="govuk-body"><a class="govuk-link" href="{{JSON_HREF}}">{{W_JSON_PLAN}}</a>, <a class="govuk-link" href="{{JSON_CHECKS_HREF}}">{{W_JSON_CHECKS}}</a></p>
