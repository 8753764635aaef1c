{{%AUTOESCAPE context="HTML"}}{{! SPDX-License-Identifier: EUPL-1.2 }}<!DOCTYPE html>
<html lang="{{LANG}}" class="govuk-template">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{TITLE}} – Tranche</title>
<link rel="stylesheet" href="{{STYLE_HREF}}">
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="alternate" hreflang="{{OTHER_LANG}}" href="{{OTHER_HREF}}">
</head>
<body class="govuk-template__body">
<a href="#main" class="govuk-skip-link">{{W_SKIP}}</a>
<header class="t-header">
<div class="govuk-width-container t-header__inner">
<a class="t-header__brand" href="{{HOME_HREF}}">Tranche</a>
<nav aria-label="{{W_LANGUAGE}}"><a href="{{OTHER_HREF}}" lang="{{OTHER_LANG}}" hreflang="{{OTHER_LANG}}" rel="alternate">{{OTHER_NAME}}</a></nav>
{{#SIGNED_IN}}<form method="post" action="/sign-out">
<span>{{PERSON}}</span>
<input type="hidden" name="csrf_token" value="{{CSRF_TOKEN}}">
<button>{{W_SIGN_OUT}}</button>
</form>
{{/SIGNED_IN}}</div>
</header>
<div class="govuk-width-container">
{{#CRUMBS}}<nav class="govuk-breadcrumbs" aria-label="{{W_CRUMBS}}">
<ol class="govuk-breadcrumbs__list">
{{#CRUMB}}<li class="govuk-breadcrumbs__list-item"><a class="govuk-breadcrumbs__link" href="{{HREF}}">{{TEXT}}</a></li>
{{/CRUMB}}</ol>
</nav>
{{/CRUMBS}}<main id="main" class="govuk-main-wrapper" tabindex="-1">
{{>BODY}}{{#COMMANDS}}<section class="t-command" aria-labelledby="command">
<h2 class="govuk-heading-m" id="command">{{W_COMMAND}}</h2>
<p class="govuk-body">{{W_COMMAND_HINT}}</p>
{{#COMMAND}}<pre translate="no"><code>{{LINE}}</code></pre>
{{/COMMAND}}</section>
{{/COMMANDS}}</main>
</div>
<footer class="t-footer">
<div class="govuk-width-container">
<p>{{W_FOOTER}}</p>
</div>
</footer>
</body>
</html>
