{{%AUTOESCAPE context="HTML"}}{{! SPDX-License-Identifier: EUPL-1.2 }}{{>WRONG}}<h1 class="govuk-heading-l"><span class="t-kicker">{{W_PROJECT_KICKER}} {{NUMBER}}</span>{{W_MONEY}}</h1>
{{>NAV}}
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
{{>TABLE}}<section aria-labelledby="agreement">
<h2 class="govuk-heading-m" id="agreement">{{W_AGREEMENT}}</h2>
<p class="govuk-body"><span class="t-state t-state--sentence {{VERDICT_CLASS}}">{{VERDICT}}</span></p>
{{#SEALED}}<p class="govuk-body">{{W_SEALED}} {{SIZE}}, <code>{{ROOT}}</code></p>
{{/SEALED}}<p class="govuk-body t-screen"><a class="govuk-link" href="{{PDF_HREF}}" download="{{PDF_NAME}}">{{W_DOWNLOAD_PDF}}</a></p>
<p class="govuk-body t-screen"><a class="govuk-link" href="{{JSON_HREF}}" download="{{FILE_NAME}}">{{W_DOWNLOAD_JSON}}</a></p>
</section>
{{/REPORT}}
