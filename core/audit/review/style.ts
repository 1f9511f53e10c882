/** The look of a report, on a screen and on paper. Its hash stands in the page's own policy, so that no other style is applied. */
export const reportStyle = `
:root { color-scheme: light; --ink: #1c2430; --soft: #5b6675; --line: #d9dee5; --tint: #f4f6f9; --alarm: #a3231f; --good: #1d6b3a; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 74rem; padding: 2.5rem 2rem 4rem; color: var(--ink); background: #fff;
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
header { border-bottom: 2px solid var(--ink); padding-bottom: 1rem; }
h1 { margin: 0; font-size: 1.7rem; line-height: 1.25; }
h2 { margin: 2.4rem 0 .7rem; font-size: 1.15rem; }
p { margin: .4rem 0; max-width: 60rem; }
.soft { color: var(--soft); }
.figures { display: grid; grid-template-columns: repeat(6, 1fr); gap: .75rem; margin: 1.5rem 0 0; padding: 0; }
.figures div { background: var(--tint); border-radius: .4rem; padding: .7rem .9rem; }
.figures dt { color: var(--soft); font-size: .82rem; }
.figures dd { margin: 0; font-size: 1.45rem; font-weight: 600; font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; width: 100%; font-size: .88rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .7rem .45rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; font-size: .78rem; white-space: nowrap; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
td.tight, th.tight { white-space: nowrap; }
td.words { overflow-wrap: anywhere; }
td.box { width: 13rem; }
td.box span { display: block; border-bottom: 1px solid var(--soft); height: 1.5rem; }
code { font: .82rem ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
code.reference { display: block; }
.no { color: var(--alarm); font-weight: 600; }
.doubtful { color: #8a5a00; font-weight: 600; }
.yes { color: var(--good); }
footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: .8rem; color: var(--soft); font-size: .82rem; }
@media (max-width: 48rem) { .figures { grid-template-columns: repeat(2, 1fr); } body { padding: 1.2rem; } table { display: block; overflow-x: auto; } td.words { min-width: 15rem; } .box { display: none; } }
@page { size: A4 landscape; margin: 14mm 12mm; }
@media print {
  :root { font-size: 12.5px; }
  body { max-width: none; padding: 0; font-size: 12.5px; }
  h2 { margin-top: 1.6rem; }
  h2 { break-after: avoid; }
  tr, .figures div { break-inside: avoid; }
  thead { display: table-header-group; }
  .figures div { border: 1px solid var(--line); }
}
`;

/** SHA-256 of the style, as a Content-Security-Policy names it. */
export const reportStyleHash = 'sha256-Ob+Mreyt9+BzbmMYxtzk0YsOlz9YfKDX2/Dic8w3NPY=';
