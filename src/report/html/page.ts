/** A page by itself: style and script within, nothing loaded, and nothing but its own script allowed to run. */
import { createHash } from 'node:crypto';
import { type Child, html, Markup } from './markup.js';
import { SCRIPT } from './script.js';
import { STYLE } from './style.js';

export interface Page {
  readonly title: string;
  readonly heading: Child;
  readonly main: Child;
  readonly footer: Child;
}

const digest = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src ${digest(SCRIPT)}; base-uri 'none'; form-action 'none'`;

/** The text of an HTML file. */
export const renderPage = ({ title, heading, main, footer }: Page): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="generator" content="energy-audit">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${Markup.trusted(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">To the results</a>
<header>
${heading}
</header>
<main id="main">
${main}
</main>
<footer>
${footer}
</footer>
<script>${Markup.trusted(SCRIPT)}</script>
</body>
</html>
`.toString();
