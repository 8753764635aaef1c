{{%AUTOESCAPE context="HTML"}}{{! SPDX-License-Identifier: EUPL-1.2 }}<!DOCTYPE html>
<html lang="{{LANG}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{CODE}}</title>
<link rel="stylesheet" href="/assets/tranche.css">
</head>
<body>
<main>
<h1><code>{{CODE}}</code></h1>
<dl>
<div><dt>HTTP</dt><dd>{{STATUS}}</dd></div>
<div><dt>Български</dt><dd lang="bg">{{BG}}</dd></div>
<div><dt>English</dt><dd lang="en">{{EN}}</dd></div>
</dl>
</main>
</body>
</html>
