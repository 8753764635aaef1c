{{%AUTOESCAPE context="HTML"}}{{! SPDX-License-Identifier: EUPL-1.2 }}<div class="t-scroll" tabindex="0" role="region" aria-labelledby="{{ID}}">
<table class="govuk-table t-table t-reflow">
<caption class="govuk-table__caption" id="{{ID}}">{{CAPTION}}</caption>
<thead><tr><th scope="col">{{W_CORRECTED_WHAT}}</th><th scope="col">{{W_VERSION_SHORT}}</th><th scope="col">{{W_READ_AS}}</th><th scope="col">{{W_CORRECTED_TO}}</th><th scope="col">{{W_WHY}}</th><th scope="col">{{W_MADE_BY}}</th><th scope="col">{{W_STATE}}</th></tr></thead>
<tbody>
{{#CORRECTION}}<tr><th scope="row">№ {{NUMBER}}, {{NAME}}</th><td data-label="{{W_VERSION_SHORT}}">{{VERSION}}</td><td data-label="{{W_READ_AS}}">{{#READ}}<span{{#BULGARIAN}} lang="bg"{{/BULGARIAN}}>{{TEXT}}</span>{{/READ}}</td><td data-label="{{W_CORRECTED_TO}}">{{#NEW}}<strong{{#BULGARIAN}} lang="bg"{{/BULGARIAN}}>{{TEXT}}</strong>{{/NEW}}</td><td data-label="{{W_WHY}}"><span lang="bg">{{REASON}}</span></td><td data-label="{{W_MADE_BY}}"><span>{{BY}}, {{DAY}}</span></td><td data-label="{{W_STATE}}"><span><span class="t-state {{CLASS}}">{{STATE}}</span>{{#TAKES_BACK}} <span class="t-note">{{W_TAKES_BACK}}&nbsp;{{OTHER}}</span>{{/TAKES_BACK}}{{#MAY_TAKE_BACK}} <a class="govuk-link" href="{{HREF}}">{{W_TAKE_BACK_IT}}<span class="govuk-visually-hidden"> № {{NUMBER}}</span></a>{{/MAY_TAKE_BACK}}</span></td></tr>
{{/CORRECTION}}</tbody>
</table>
</div>
