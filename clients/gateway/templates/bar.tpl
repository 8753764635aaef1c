{{%AUTOESCAPE context="HTML"}}{{! SPDX-License-Identifier: EUPL-1.2 }}<dl class="t-figures">
<div><dt>{{W_CAP}}</dt><dd>{{CAP}}</dd></div>
<div class="t-is-spent"><dt>{{W_SPENT}}</dt><dd>{{SPENT}}</dd></div>
<div class="t-is-reserved"><dt>{{W_RESERVED}}</dt><dd>{{RESERVED}}</dd></div>
<div class="t-is-left"><dt>{{W_LEFT}}</dt><dd>{{LEFT}}</dd></div>
</dl>
<svg class="t-bar" role="img" aria-label="{{SAID}}" focusable="false"><rect class="t-bar__track" x="0" y="0" width="100%" height="100%"/><rect class="t-bar__spent" x="0" y="0" width="{{SPENT_WIDTH}}%" height="100%"/><rect class="t-bar__reserved" x="{{SPENT_WIDTH}}%" y="0" width="{{RESERVED_WIDTH}}%" height="100%"/></svg>
