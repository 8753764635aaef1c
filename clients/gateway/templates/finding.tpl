{{%AUTOESCAPE context="HTML"}}{{! SPDX-License-Identifier: EUPL-1.2 }}<div class="t-finding {{CLASS}}" id="{{ID}}">
<p class="t-finding__title">{{WHAT}} <span class="t-state {{STATE_CLASS}}">{{VERDICT}}</span></p>
{{#FIGURES}}<dl class="t-compared">
<div><dt>{{W_STATED}}</dt><dd>{{STATED}}</dd></div>
<div><dt>{{W_COMPUTED}}</dt><dd>{{COMPUTED}}</dd></div>
<div><dt>{{W_DELTA}}</dt><dd>{{DELTA}}</dd></div>
</dl>
{{/FIGURES}}{{#READINGS}}<ul>
{{#READING}}<li>{{TEXT}}{{#RESULT}} → <strong>{{COMPUTED}}</strong>{{/RESULT}}{{#READING_DELTA}} ({{W_DELTA_SHORT}} {{DELTA}}){{/READING_DELTA}}{{#READING_VERDICT}} – {{VERDICT}}{{/READING_VERDICT}}{{#NOT_WRITTEN}}; <span class="t-note">{{W_NOT_WRITTEN}} {{WORDS}}</span>{{/NOT_WRITTEN}}</li>
{{/READING}}</ul>
{{/READINGS}}{{#WHY}}<p class="t-finding__why">{{TEXT}}</p>
{{/WHY}}</div>
