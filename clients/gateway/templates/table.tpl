{{%AUTOESCAPE context="HTML"}}{{! SPDX-License-Identifier: EUPL-1.2 }}<section aria-labelledby="{{ID}}">
<h2 class="govuk-heading-m" id="{{ID}}">{{CAPTION}}</h2>
{{#REFUSED}}<p class="t-refused">{{SENTENCE}}</p>
{{/REFUSED}}{{#NOTHING}}<p class="govuk-body">{{SENTENCE}}</p>
{{/NOTHING}}{{#NEXT_LINE}}<pre class="t-line" translate="no"><code>{{TEXT}}</code></pre>
{{/NEXT_LINE}}{{#FILLED}}{{#LEAD}}<p class="govuk-body">{{TEXT}}</p>
{{/LEAD}}<div class="t-scroll" tabindex="0" role="region" aria-labelledby="{{ID}}-caption">
<table class="govuk-table t-table t-reflow t-dense">
<caption class="govuk-visually-hidden" id="{{ID}}-caption">{{CAPTION}}{{#UNIT}} ({{TEXT}}){{/UNIT}}</caption>
<thead><tr>{{#HEAD}}<th scope="col" class="{{CLASS}}">{{TEXT}}</th>{{/HEAD}}</tr></thead>
<tbody>
{{#ROW}}<tr><th scope="row" class="t-min"{{#ANCHOR}} id="{{ID}}"{{/ANCHOR}}>{{#NAME_LINK}}<a class="govuk-link" href="{{HREF}}">{{TEXT}}</a>{{/NAME_LINK}}{{#NAME}}{{TEXT}}{{/NAME}}{{#BULGARIAN_NAME}} <span lang="bg">{{TEXT}}</span>{{/BULGARIAN_NAME}}</th>{{#CELL}}<td data-label="{{LABEL}}" class="{{CLASS}}"><span class="t-pieces">{{#PIECE}}{{#LINK}}<a class="govuk-link" href="{{HREF}}">{{TEXT}}</a>{{/LINK}}{{#COLOURED}}<span class="t-state {{COLOUR}}">{{TEXT}}</span>{{/COLOURED}}{{#PLAIN}}{{TEXT}}{{/PLAIN}}{{#BULGARIAN}}<span lang="bg">{{TEXT}}</span>{{/BULGARIAN}}{{#BREAK}}<br>{{/BREAK}}{{/PIECE}}</span></td>{{/CELL}}</tr>
{{/ROW}}</tbody>
{{#FOOT}}<tfoot>
{{#ROW}}<tr><th scope="row">{{#NAME}}{{TEXT}}{{/NAME}}</th>{{#CELL}}<td data-label="{{LABEL}}" class="{{CLASS}}"><span>{{#PIECE}}{{#PLAIN}}{{TEXT}}{{/PLAIN}}{{/PIECE}}</span></td>{{/CELL}}</tr>
{{/ROW}}</tfoot>
{{/FOOT}}</table>
</div>
{{/FILLED}}{{#PAGING}}<nav class="t-next t-screen" aria-label="{{W_MORE_OF}} {{CAPTION}}">{{#FIRST}}<a class="govuk-link" href="{{HREF}}">{{W_FIRST_PAGE}}</a>{{/FIRST}}{{#NEXT}}<a class="govuk-link" rel="next" href="{{HREF}}">{{W_FIND_MORE}}</a>{{/NEXT}}</nav>
{{/PAGING}}</section>
