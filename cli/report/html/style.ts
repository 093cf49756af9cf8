/** The page's style: light and dark by the reader's setting, for small screens, and for paper. Color never stands without a word. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #f4f5f8; --card: #ffffff; --text: #171a1f; --dim: #565f6c; --line: #dfe3e9; --soft: #f4f6f9; --link: #0b57b0; --focus: #0b57b0;
  --excess: #a8141c; --excess-bg: #fdeaea; --missing: #7d4700; --missing-bg: #fff1d6;
  --undetermined: #5538b5; --undetermined-bg: #efebfc; --needed: #0f6236; --needed-bg: #e3f4ea;
  --allowed: #4b5561; --allowed-bg: #edf0f3;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f1215; --card: #191d22; --text: #e8ebef; --dim: #a6afba; --line: #313842; --soft: #12161a; --link: #8cbcff; --focus: #8cbcff;
    --excess: #ff9c9c; --excess-bg: #451a1d; --missing: #f4c06a; --missing-bg: #41300f;
    --undetermined: #c5b5ff; --undetermined-bg: #2d2551; --needed: #7fd8a4; --needed-bg: #123524;
    --allowed: #b3bcc7; --allowed-bg: #2a3038;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
main, header, footer, nav { max-width: 76rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 1.75rem; }
h1 { font-size: 1.7rem; line-height: 1.25; letter-spacing: -.01em; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 0 0 .15rem; }
h3 { font-size: 1rem; margin: 1rem 0 .25rem; overflow-wrap: anywhere; }
p { margin: .25rem 0 .75rem; } p, li, dd { overflow-wrap: anywhere; }
a { color: var(--link); }
a:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.dim, .why { color: var(--dim); }
.why { display: block; font-size: .84rem; line-height: 1.4; overflow-wrap: anywhere; }
code { font: .88em ui-monospace, "DejaVu Sans Mono", Consolas, monospace; overflow-wrap: anywhere; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .5rem 1rem; }
.verdict { display: flex; gap: .3rem .9rem; align-items: baseline; flex-wrap: wrap; padding: .9rem 1.1rem; margin: 1rem 0; border-radius: .6rem; border: 1px solid var(--tone); background: var(--tone-bg); }
.verdict strong { font-size: 1.25rem; color: var(--tone); }
.verdict strong::first-letter { text-transform: uppercase; }
.verdict.rejected { --tone: var(--excess); --tone-bg: var(--excess-bg); }
.verdict.incomplete { --tone: var(--missing); --tone-bg: var(--missing-bg); }
.verdict.accepted { --tone: var(--needed); --tone-bg: var(--needed-bg); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .75rem; margin: 0 0 1rem; padding: 0; }
.tile { background: var(--card); border: 1px solid var(--line); border-left: .3rem solid var(--tone); border-radius: .5rem; padding: .55rem .8rem; display: grid; grid-template-columns: 1fr auto; align-items: baseline; }
.tile dt { color: var(--tone); font-weight: 600; } .tile dd { margin: 0; font-size: 1.6rem; line-height: 1.2; font-weight: 600; font-variant-numeric: tabular-nums; }
.tile .why { grid-column: 1 / -1; font-size: .8rem; font-weight: 400; line-height: 1.35; }
.tile.zero { border-left-color: var(--line); background: none; } .tile.zero dt, .tile.zero dd { color: var(--dim); font-weight: 400; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; list-style: none; margin: 0; padding: .5rem 0; border-block: 1px solid var(--line); }
section { background: var(--card); border: 1px solid var(--line); border-radius: .7rem; padding: 1.1rem 1.25rem; margin: 1.1rem 0; }
.chip { display: inline-block; padding: .05rem .55rem; border-radius: 1rem; font-size: .82rem; font-weight: 600; white-space: nowrap; color: var(--tone); background: var(--tone-bg); border: 1px solid transparent; }
.chip::before { content: var(--sign); margin-right: .3em; }
.is-excess { --tone: var(--excess); --tone-bg: var(--excess-bg); --sign: "▲" / ""; }
.is-missing { --tone: var(--missing); --tone-bg: var(--missing-bg); --sign: "○" / ""; }
.is-undetermined { --tone: var(--undetermined); --tone-bg: var(--undetermined-bg); --sign: "?" / ""; }
.is-needed { --tone: var(--needed); --tone-bg: var(--needed-bg); --sign: "✓" / ""; }
.is-allowed { --tone: var(--allowed); --tone-bg: var(--allowed-bg); --sign: "·" / ""; }
.findings { list-style: none; margin: .75rem 0 0; padding: 0; display: grid; gap: .8rem; }
.findings > li:target { outline: 2px solid var(--focus); } .findings > li { border: 1px solid var(--line); border-left: .3rem solid var(--tone); border-radius: .5rem; padding: .75rem 1rem; overflow-wrap: anywhere; min-width: 0; }
.findings p { margin: .3rem 0; }
.finding-head { display: flex; flex-wrap: wrap; gap: .3rem .7rem; align-items: baseline; }
.finding-head .chip::before { content: none; }
.finding-head .rule { font-weight: 600; } .finding-head .dim { font-size: .85rem; }
.fix { background: var(--soft); border-radius: .4rem; padding: .5rem .75rem; margin: .5rem 0 .3rem; }
.fix > b { color: var(--needed); margin-right: .35rem; }
.command { display: flex; gap: .6rem; align-items: flex-start; margin: .4rem 0 0; }
.command code { flex: 1; min-width: 0; white-space: pre-wrap; padding: .35rem .55rem; border: 1px solid var(--line); border-radius: .35rem; background: var(--card); }
.command button { font: inherit; font-size: .82rem; padding: .3rem .7rem; border: 1px solid var(--dim); border-radius: .35rem; background: var(--card); color: var(--text); cursor: pointer; }
.command button[hidden] { display: none; }
figure { margin: .5rem 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
caption { text-align: left; color: var(--dim); padding-bottom: .4rem; }
th, td { text-align: left; vertical-align: top; padding: .5rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
thead th { color: var(--dim); font-weight: 600; border-bottom-width: 2px; }
tbody tr:target { background: var(--tone-bg); }
/* Rows are boxes of their own, so that the browser lays out only those in view where there are many. */
#grants-table, #grants-table thead, #grants-table tbody, #grants-table caption { display: block; }
#grants-table tr { display: grid; grid-template-columns: 8rem 30fr 23fr 39fr; }
#grants-table.long tr { content-visibility: auto; contain-intrinsic-size: auto 7rem; }
#grants-table tr[hidden], tr[hidden] { display: none; }
.matrix { width: auto; border-collapse: separate; border-spacing: 0; } .matrix th[scope=row] { position: sticky; left: 0; background: var(--card); font-weight: 400; min-width: 17rem; }
.matrix td { min-width: 8.5rem; } .matrix thead th { min-width: 8.5rem; }
.matrix td.none { color: var(--dim); }
details { margin: .25rem 0; } summary { cursor: pointer; color: var(--link); font-size: .88rem; }
.filters { display: flex; flex-wrap: wrap; gap: .75rem 1.25rem; align-items: end; margin: .6rem 0; }
.filters[hidden] { display: none; }
.filters label { display: block; font-size: .85rem; color: var(--dim); }
.filters fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .2rem .8rem; }
.filters legend { font-size: .85rem; color: var(--dim); padding: 0; }
.filters fieldset label { color: var(--text); font-size: .92rem; }
.filters input[type=search] { width: min(24rem, 80vw); }
.filters input[type=search], .filters select, .filters button { font: inherit; padding: .35rem .55rem; border: 1px solid var(--dim); border-radius: .35rem; background: var(--card); color: var(--text); }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: .25rem 0 .75rem; } .facts dt { color: var(--dim); } .facts dd { margin: 0; overflow-wrap: anywhere; }
svg { display: block; min-width: 52rem; width: 100%; height: auto; font: 13px system-ui, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
svg text { fill: var(--text); } svg .head { fill: var(--dim); font-weight: 600; } svg .sub { fill: var(--tone); font-size: 11.5px; font-weight: 600; }
svg rect { fill: var(--card); stroke: var(--line); } svg .bar { fill: var(--tone); stroke: none; }
svg path { fill: none; stroke: var(--tone); opacity: .38; } svg path.is-excess { opacity: .6; } svg path.is-missing { stroke-dasharray: 7 5; opacity: .8; } svg path.is-allowed { opacity: .28; }
.legend { display: flex; flex-wrap: wrap; gap: .4rem; margin: .3rem 0 .6rem; }
footer { color: var(--dim); font-size: .88rem; padding-bottom: 2rem; }
@media (max-width: 640px) {
  .wide { display: none; }
  main, header, footer, nav { padding-inline: .8rem; } section { padding: .9rem .85rem; }
  h1 { font-size: 1.35rem; }
  .tiles { grid-template-columns: 1fr 1fr; } .tile .why { display: none; }
  .facts { grid-template-columns: 1fr; } .facts dd { margin-bottom: .4rem; }
  .command { flex-direction: column; align-items: stretch; } .command button { align-self: flex-end; }
  .cards, .cards tbody, .cards tr, .cards td, #grants-table tr { display: block; } .cards thead { position: absolute; left: -99rem; }
  .cards tbody tr { border: 1px solid var(--line); border-left: .3rem solid var(--tone, var(--line)); border-radius: .5rem; padding: .5rem .75rem; margin: .7rem 0; }
  .cards tbody td { border: 0; padding: .15rem 0; }
  .cards td[data-label]::before { content: attr(data-label); display: block; color: var(--dim); font-size: .78rem; }
}
@media print {
  @page { margin: 11mm; }
  :root { font-size: 8.5pt; --page: #fff; --card: #fff; --text: #000; --dim: #444; --line: #bbb; --soft: #f4f4f4; } body { font-size: 1rem; line-height: 1.35; }
  main, header, footer, nav { max-width: none; padding: 0; } header { padding-top: 0; }
  nav, .filters, .skip, .screen, .command button { display: none !important; }
  h1 { font-size: 1.7rem; } .verdict { padding: .4rem .7rem; margin: .5rem 0; }
  section { border: 0; padding: 0; margin: .7rem 0; break-inside: auto; } h2, h3, thead { break-after: avoid; } #grants-table tr, tr, li, .tile, figure { break-inside: avoid; } .scroll { overflow: visible; }
  .tiles { grid-template-columns: repeat(5, 1fr); gap: .4rem; margin-bottom: .4rem; } .tile { padding: .25rem .5rem; } .tile dd { font-size: 1.2rem; } .tile .why { font-size: .75rem; }
  .findings { gap: .4rem; } .findings > li:target { outline: 2px solid var(--focus); } .findings > li { padding: .35rem .6rem; } .fix { padding: .25rem .5rem; margin: .25rem 0; } th, td { padding: .22rem .35rem; }
  svg { min-width: 0; max-height: 105mm; } #grants-table tr { grid-template-columns: 5.5rem 27fr 22fr 46fr; content-visibility: visible !important; } * { print-color-adjust: exact; }
}
`;
