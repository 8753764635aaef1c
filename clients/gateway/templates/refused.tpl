{{%AUTOESCAPE context="HTML"}}{{! SPDX-License-Identifier: EUPL-1.2 }}<h1 class="govuk-heading-l">{{HEADING}}</h1>
<p class="govuk-body-l">{{SENTENCE}}</p>
<p class="govuk-body">{{NEXT}}</p>
<p class="govuk-body"><a class="govuk-link" href="{{HOME_HREF}}">{{W_TO_HOME}}</a>{{#AGAIN}} · <a class="govuk-link" href="{{HREF}}">{{W_AGAIN}}</a>{{/AGAIN}}</p>
<p class="govuk-body t-note">{{W_TRACE}}: <code>{{TRACE}}</code></p>
