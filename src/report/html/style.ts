/** The style sheet of a page: light, dark and print; nothing is loaded from anywhere. */

const LIGHT = `
  --paper: #ffffff; --ink: #1b1f24; --soft: #56606b; --line: #d5dae0; --panel: #f5f7f9; --link: #0b57a4;
  --proved: #0b5d34; --proved-bg: #e3f4ea; --certified: #0c5468; --certified-bg: #def2f7;
  --unrefuted: #3a4591; --unrefuted-bg: #e9ebfb; --refuted: #931919; --refuted-bg: #fde9e8;
  --inconclusive: #6d4400; --inconclusive-bg: #fcf0d8;
  --first: #0063a6; --second: #b34700; --third: #00704f; --fourth: #8a3d7c; --quiet: #6a7380; --bound: #1b1f24;
  --level-0: #fffbe8; --level-1: #f3eed2; --level-2: #e0e1c4; --level-3: #c8d3bd; --level-4: #aec3b9;
  --level-5: #93b1b5; --level-6: #7a9db0; --level-7: #6488a9; --level-8: #51729e; --level-9: #3f5b8e;`;

const DARK = `
  --paper: #14171b; --ink: #e7eaee; --soft: #a8b1bc; --line: #3a424c; --panel: #1d2228; --link: #7db8f5;
  --proved: #8fe0b3; --proved-bg: #12331f; --certified: #8bd6ea; --certified-bg: #0e2f38;
  --unrefuted: #b5befc; --unrefuted-bg: #22274b; --refuted: #ffb0ab; --refuted-bg: #471716;
  --inconclusive: #f3cf8c; --inconclusive-bg: #3b2a08;
  --first: #5cb6f2; --second: #ff9d5c; --third: #4fd1a1; --fourth: #e39bd3; --quiet: #97a1ad; --bound: #e7eaee;
  --level-0: #4a4a3a; --level-1: #43483f; --level-2: #3c4643; --level-3: #354346; --level-4: #2e3f48;
  --level-5: #283a48; --level-6: #223446; --level-7: #1d2e43; --level-8: #18273d; --level-9: #142136;`;

export const STYLE = `
:root { color-scheme: light dark; ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { ${DARK} } }
* { box-sizing: border-box; }
html { font: 100%/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: break-word; }
header, main, footer { max-width: 60rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 1.5rem; }
main > section { margin-bottom: 3rem; }
footer { border-top: 1px solid var(--line); margin-top: 2rem; padding-top: 1rem; padding-bottom: 2rem; color: var(--soft); font-size: .9rem; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.35rem; line-height: 1.3; margin: 2rem 0 .5rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
h3 { font-size: 1.1rem; margin: 1.75rem 0 .5rem; }
h4 { font-size: .95rem; margin: 1rem 0 .25rem; color: var(--soft); font-weight: 600; }
p { margin: .5rem 0; }
ul { margin: .25rem 0 .5rem; padding-left: 1.3rem; }
a { color: var(--link); }
a:focus-visible, button:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .25rem .5rem; z-index: 1; }
.cite, .file, .note, .rule { color: var(--soft); font-size: .9rem; }
.label { font-weight: 600; margin-top: 1rem; }
nav ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
.counts { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .4rem 1rem; }
.verdict { display: inline-block; padding: 0 .5em; border-radius: .3em; font-weight: 600; font-size: .9rem; white-space: nowrap; border: 1px solid currentColor; }
.proved { color: var(--proved); background: var(--proved-bg); }
.certified { color: var(--certified); background: var(--certified-bg); }
.unrefuted { color: var(--unrefuted); background: var(--unrefuted-bg); }
.refuted { color: var(--refuted); background: var(--refuted-bg); }
.inconclusive { color: var(--inconclusive); background: var(--inconclusive-bg); }
table { border-collapse: collapse; width: 100%; font-size: .93rem; }
caption { text-align: left; color: var(--soft); padding-bottom: .35rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem .4rem 0; border-top: 1px solid var(--line); }
th { font-weight: 600; }
td ul { margin: 0; padding-left: 1.1rem; }
.statement { font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .88em; }
details { border: 1px solid var(--line); border-radius: .4rem; margin: .5rem 0; }
details > summary { cursor: pointer; padding: .5rem .75rem; }
details[open] > summary { border-bottom: 1px solid var(--line); }
details > .body { padding: .25rem .9rem .75rem; }
summary h4 { display: inline; color: var(--ink); margin: 0; font-size: 1rem; }
summary .statement, summary .printed { display: block; margin-top: .2rem; }
details.derivation > ol, details.data > div { margin: .5rem .75rem; }
ol.steps { padding-left: 2.6rem; margin: .5rem 0; }
ol.steps li { margin: .5rem 0; }
ol.steps li:target { background: var(--panel); outline: 2px solid var(--line); }
.rule { margin: .1rem 0; }
.wide { overflow-x: auto; max-width: 100%; }
.formula { padding: .3rem 0; }
.formula math { margin: 0 auto; width: max-content; }
.steps .formula math { margin: 0; }
.values { display: flex; gap: .5rem 1.75rem; padding: .4rem 0; align-items: center; }
.value { flex: none; }
.value .note { display: block; }
math { font-family: "Latin Modern Math", "STIX Two Math", "Cambria Math", "Noto Sans Math", math; font-size: 1.05em; }
.copyable { position: relative; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: .3rem; padding: .6rem .75rem; margin: .4rem 0; overflow: auto; max-height: 28rem; font: .84rem/1.45 ui-monospace, "SFMono-Regular", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.copyable pre { padding-right: 4.5rem; }
button { font: inherit; font-size: .85rem; color: var(--ink); background: var(--paper); border: 1px solid var(--soft); border-radius: .3rem; padding: .15rem .6rem; cursor: pointer; }
.copy { position: absolute; top: .4rem; right: .4rem; }
figure { margin: 1.25rem 0 2rem; }
.panels { display: grid; grid-template-columns: repeat(var(--columns), minmax(0, 27rem)); gap: 1rem; }
.panel svg { display: block; width: 100%; height: auto; }
.panel p { text-align: center; font-size: .9rem; font-weight: 600; margin: 0; }
.legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; font-size: .88rem; margin: .4rem 0; }
.legend svg { vertical-align: -.2em; margin-right: .35rem; }
figcaption { font-size: .92rem; max-width: 52rem; }
@media (max-width: 40rem) {
  .panels { grid-template-columns: minmax(0, 1fr); }
  h1 { font-size: 1.4rem; }
  .formula math { font-size: .93em; }
  ol.steps { padding-left: 1.9rem; }
  details > .body { padding-left: .6rem; padding-right: .6rem; }
  table.glance thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table.glance, table.glance caption, table.glance tbody, table.glance tr, table.glance td, table.glance th { display: block; width: auto; }
  table.glance tr { border-top: 1px solid var(--line); padding: .5rem 0; }
  table.glance th, table.glance td { border: 0; padding: .15rem 0; }
  table.glance td[data-label]::before { content: attr(data-label) ": "; color: var(--soft); font-size: .85rem; }
}
@media print {
  :root { ${LIGHT} }
  html { font-size: 9.5pt; }
  header, main, footer { max-width: none; padding: 0; }
  nav, .skip, button { display: none; }
  details { border: 0; }
  details > summary { list-style: none; padding-left: 0; }
  details > .body { padding-left: 0; }
  details::details-content { content-visibility: visible; height: auto; }
  details.data { display: none; }
  pre { max-height: none; white-space: pre-wrap; overflow: visible; }
  .copyable pre { padding-right: .75rem; }
  .wide { overflow: visible; }
  .formula math { font-size: .92em; }
  figure, .value, tr, summary { break-inside: avoid; }
  h2, h3, h4, summary, .label { break-after: avoid; }
  .panels { grid-template-columns: repeat(var(--columns), minmax(0, 8.2cm)); }
}
`;
