{{%AUTOESCAPE context="HTML"}}{{! SPDX-License-Identifier: EUPL-1.2 }}{{>WRONG}}<h1 class="govuk-heading-l"><span class="t-kicker">{{KICKER}}</span>{{HEADING}}</h1>
{{>NAV}}{{#ASK}}<form class="t-ask" method="get" action="{{ACTION}}">
{{#CHOICE}}<div class="govuk-form-group">
<label class="govuk-label govuk-label--s" for="{{FIELD}}">{{LABEL}}</label>
<select class="govuk-select" id="{{FIELD}}" name="{{FIELD}}">{{#OPTION}}<option value="{{VALUE}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{TEXT}}</option>{{/OPTION}}</select>
</div>
{{/CHOICE}}{{>DAY}}<button class="govuk-button">{{W_SHOW}}</button>
</form>
{{/ASK}}{{#OF_STATE}}<p class="govuk-body"><span class="t-state t-state--sentence {{CLASS}}">{{TEXT}}</span></p>
{{/OF_STATE}}{{#LEAD}}<p class="govuk-body">{{#COMMON}}{{TEXT}}{{/COMMON}}{{#BULGARIAN}}<span lang="bg">{{TEXT}}</span>{{/BULGARIAN}}</p>
{{/LEAD}}{{#FACTS}}<dl class="t-facts">
{{#FACT}}<div><dt>{{NAME}}</dt><dd>{{#LINK}}<a class="govuk-link" href="{{HREF}}">{{TEXT}}</a>{{/LINK}}{{#PLAIN}}{{TEXT}}{{/PLAIN}}{{#BULGARIAN}}<span lang="bg">{{TEXT}}</span>{{/BULGARIAN}}{{#COLOURED}}<span class="t-state {{COLOUR}}">{{TEXT}}</span>{{/COLOURED}}</dd></div>
{{/FACT}}</dl>
{{/FACTS}}{{#OTHER}}<nav aria-label="{{W_AMOUNTS_AS}}" class="t-next t-screen"><a class="govuk-link" href="{{HREF}}">{{TEXT}}</a></nav>
{{/OTHER}}{{>TABLE}}{{#JSON}}<p class="govuk-body t-screen"><a class="govuk-link" href="{{HREF}}">{{W_JSON}}</a></p>
{{/JSON}}
