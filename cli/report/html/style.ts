/** The page's style: light and dark by the reader's setting, and for paper. Colour never stands without a word. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #ffffff; --text: #1a1d21; --dim: #545d69; --line: #d9dee4; --link: #0b57b0; --focus: #0b57b0;
  --excess: #a01319; --excess-bg: #fdeaea; --missing: #7d4700; --missing-bg: #fff1d6;
  --cannot-tell: #5538b5; --cannot-tell-bg: #efebfc; --needed: #0f6236; --needed-bg: #e3f4ea;
  --accepted: #4b5561; --accepted-bg: #edf0f3;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #111417; --card: #1a1e23; --text: #e7eaee; --dim: #a4adb8; --line: #343b44; --link: #8cbcff; --focus: #8cbcff;
    --excess: #ff9c9c; --excess-bg: #451a1d; --missing: #f4c06a; --missing-bg: #41300f;
    --cannot-tell: #c5b5ff; --cannot-tell-bg: #2d2551; --needed: #7fd8a4; --needed-bg: #123524;
    --accepted: #b3bcc7; --accepted-bg: #2a3038;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
main, header, footer, nav { max-width: 76rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 1.75rem; }
h1 { font-size: 1.65rem; line-height: 1.25; margin: 0 0 .35rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 0 0 .25rem; }
h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
p { margin: .25rem 0 .75rem; }
a { color: var(--link); }
a:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.dim, .why { color: var(--dim); }
.why { display: block; font-size: .82rem; line-height: 1.35; }
code { font: .88em ui-monospace, "DejaVu Sans Mono", Consolas, monospace; overflow-wrap: anywhere; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .5rem 1rem; }
.verdict { display: flex; gap: .75rem; align-items: baseline; flex-wrap: wrap; padding: .8rem 1rem; margin: 1rem 0; border-radius: .5rem; border-left: .4rem solid; background: var(--card); }
.verdict strong { font-size: 1.1rem; }
.verdict.rejected { border-color: var(--excess); } .verdict.rejected strong { color: var(--excess); }
.verdict.incomplete { border-color: var(--missing); } .verdict.incomplete strong { color: var(--missing); }
.verdict.accepted { border-color: var(--needed); } .verdict.accepted strong { color: var(--needed); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem; margin: 0 0 1rem; padding: 0; }
.tile { background: var(--card); border: 1px solid var(--line); border-top: .25rem solid var(--tone); border-radius: .5rem; padding: .6rem .8rem; }
.tile dt { color: var(--tone); font-weight: 600; } .tile dd { margin: 0; font-size: 1.7rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.tile .why { font-size: .8rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; list-style: none; margin: 0; padding: .5rem 0; border-block: 1px solid var(--line); }
section { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1.1rem 1.25rem; margin: 1.1rem 0; }
.chip { display: inline-block; padding: .05rem .5rem; border-radius: 1rem; font-size: .82rem; font-weight: 600; white-space: nowrap; color: var(--tone); background: var(--tone-bg); border: 1px solid transparent; }
.chip::before { content: var(--sign); margin-right: .3em; }
.is-excess { --tone: var(--excess); --tone-bg: var(--excess-bg); --sign: "▲" / ""; }
.is-missing { --tone: var(--missing); --tone-bg: var(--missing-bg); --sign: "○" / ""; }
.is-cannot-tell { --tone: var(--cannot-tell); --tone-bg: var(--cannot-tell-bg); --sign: "?" / ""; }
.is-needed { --tone: var(--needed); --tone-bg: var(--needed-bg); --sign: "✓" / ""; }
.is-accepted { --tone: var(--accepted); --tone-bg: var(--accepted-bg); --sign: "·" / ""; }
.findings { list-style: none; margin: .75rem 0 0; padding: 0; }
.findings li { border-left: .3rem solid var(--tone); padding: .35rem 0 .35rem .8rem; margin: .6rem 0; overflow-wrap: anywhere; }
.findings p { margin: .15rem 0; }
figure { margin: .5rem 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
caption { text-align: left; color: var(--dim); padding-bottom: .4rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
thead th { color: var(--dim); font-weight: 600; border-bottom-width: 2px; }
/* Rows are boxes of their own, so that the browser lays out only those in view. */
#grants-table, #grants-table thead, #grants-table tbody { display: block; min-width: 52rem; }
#grants-table tr { display: grid; grid-template-columns: 8.5rem 27fr 22fr 43fr; content-visibility: auto; contain-intrinsic-size: auto 7rem; }
#grants-table caption { display: block; }
#grants-table tr[hidden] { display: none; }
tr[hidden] { display: none; }
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
svg { display: block; min-width: 56rem; width: 100%; height: auto; font: 13px system-ui, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
svg text { fill: var(--text); } svg .head { fill: var(--dim); font-weight: 600; } svg .sub { fill: var(--tone, var(--dim)); font-size: 11.5px; font-weight: 600; }
svg rect { fill: var(--card); stroke: var(--line); } svg .bar { fill: var(--tone, var(--dim)); stroke: none; }
svg path { fill: none; stroke: var(--tone); stroke-width: 2; opacity: .75; } svg path.is-missing { stroke-dasharray: 6 5; } svg path.is-accepted { stroke-width: 1.25; } svg path.tree { stroke: var(--line); opacity: 1; stroke-width: 1.25; }
footer { color: var(--dim); font-size: .88rem; padding-bottom: 2rem; }
@media (max-width: 40rem) { .facts { grid-template-columns: 1fr; } .facts dd { margin-bottom: .4rem; } }
@media print {
  :root { --page: #fff; } body { font-size: 10pt; } nav, .filters, .skip { display: none; }
  section { border: 0; padding: 0; break-inside: auto; } tr, li, .tile { break-inside: avoid; } .scroll { overflow: visible; }
  svg, #grants-table, #grants-table thead, #grants-table tbody { min-width: 0; } #grants-table tr { content-visibility: visible; } * { print-color-adjust: exact; }
}
`;
