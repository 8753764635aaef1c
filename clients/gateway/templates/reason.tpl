{{%AUTOESCAPE context="HTML"}}{{! SPDX-License-Identifier: EUPL-1.2 }}<h1 class="govuk-heading-l"><span class="t-kicker">{{W_REASON_KICKER}}</span><code>{{CODE}}</code></h1>
<p class="govuk-body">{{W_REASON_HINT}}</p>
<dl class="t-facts">
<div><dt>HTTP</dt><dd>{{STATUS}}</dd></div>
<div class="t-wide"><dt lang="bg">Български</dt><dd lang="bg">{{BG}}</dd></div>
<div class="t-wide"><dt lang="en">English</dt><dd lang="en">{{EN}}</dd></div>
</dl>
