{{%AUTOESCAPE context="HTML"}}{{! SPDX-License-Identifier: EUPL-1.2 }}<ul class="t-marks" lang="{{LANGUAGE}}">
{{#NOTE}}<li>{{#VERDICT}}<span class="t-state {{STATE_CLASS}}">{{LABEL}}</span> {{/VERDICT}}{{#LINK}}<a class="govuk-link" href="{{HREF}}">{{WHAT}}</a>{{/LINK}}{{#BARE}}{{WHAT}}{{/BARE}}{{>CORRECTION}}</li>
{{/NOTE}}</ul>
