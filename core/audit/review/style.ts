/** The look of a report, on a screen and on paper. */
export const reportStyle = `
:root { color-scheme: light; --paper: #fff; --ink: #1c2430; --soft: #5b6675; --line: #d9dee5; --tint: #f4f6f9; --alarm: #a3231f; --doubt: #8a5a00; --good: #1d6b3a; --link: #1f4f9e; }
@media screen and (prefers-color-scheme: dark) {
  :root { color-scheme: dark; --paper: #14181f; --ink: #e6eaf0; --soft: #a0abba; --line: #333c48; --tint: #1e242d; --alarm: #ff8f87; --doubt: #f0b75c; --good: #6fce92; --link: #8fb8ff; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 80rem; padding: 2.5rem 2rem 4rem; color: var(--ink); background: var(--paper);
  font: .94rem/1.5 system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
header { border-bottom: 2px solid var(--ink); padding-bottom: .8rem; }
h1 { margin: 0; font-size: 1.7rem; line-height: 1.25; }
h2 { margin: 2.4rem 0 .5rem; font-size: 1.25rem; }
p { margin: .4rem 0; max-width: 60rem; }
a { color: var(--link); }
a code { color: inherit; }
.soft { color: var(--soft); }
.small { font-size: .92em; }
.yes { color: var(--good); }
.no { color: var(--alarm); font-weight: 600; }
.doubtful { color: var(--doubt); font-weight: 600; }
.paper { display: none; }
.lead { margin-top: 1.2rem; font-size: 1.15rem; }
.evidence { margin: .6rem 0; padding: 0; list-style: none; }
.figures { display: grid; grid-template-columns: repeat(6, 1fr); gap: .75rem; margin: 1.2rem 0 0; padding: 0; }
.figures div { background: var(--tint); border-radius: .4rem; padding: .6rem .9rem; }
.figures dt { color: var(--soft); font-size: .82rem; }
.figures dd { margin: 0; font-size: 1.4rem; font-weight: 600; font-variant-numeric: tabular-nums; }
nav { display: flex; flex-wrap: wrap; gap: .3rem 1.5rem; margin-top: 1.4rem; }
table { border-collapse: collapse; table-layout: fixed; width: 100%; font-size: .88rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem 1rem .45rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { font-weight: inherit; }
thead th { color: var(--soft); font-weight: 600; font-size: .82rem; vertical-align: bottom; overflow-wrap: normal; }
.group th { font-weight: 600; padding-top: 1.1rem; }
th.number, td.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; padding-right: 1.4rem; }
tr:target { background: var(--tint); }
.prose { display: block; white-space: pre-line; }
code { font: .92em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.to-sign-off thead th:nth-child(1) { width: 4.5rem; }
.to-sign-off thead th:nth-child(3) { width: 17%; }
.to-sign-off thead th:nth-child(4) { width: 22%; }
.accesses thead th:nth-child(1) { width: 15%; }
.accesses thead th:nth-child(2) { width: 12%; }
.accesses thead th:nth-child(4) { width: 12%; }
.accesses thead th:nth-child(5), .accesses thead th:nth-child(6) { width: 7.5%; }
.accesses thead th:nth-child(7) { width: 20%; }
.anomalies thead th:nth-child(1) { width: 12%; }
.anomalies thead th:nth-child(2) { width: 11%; }
.anomalies thead th:nth-child(3) { width: 17%; }
.anomalies thead th:nth-child(5) { width: 16rem; }
.decisions thead th:nth-child(n + 3):nth-child(-n + 5) { width: 10%; }
.decisions thead th:nth-child(6) { width: 24%; }
.unused-rights thead th:nth-child(n + 2):nth-child(-n + 4) { width: 13%; }
.unused-rights thead th:nth-child(5) { width: 42%; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: .8rem; color: var(--soft); font-size: .82rem; }
@media screen and (max-width: 60rem) {
  body { padding: 1.2rem 1rem 3rem; }
  .figures { grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); }
  table, tbody, tr, th, td { display: block; }
  thead { position: absolute; clip-path: inset(50%); }
  tr { border-bottom: 1px solid var(--line); padding: .6rem 0; }
  tbody th, td { border: 0; padding: .1rem 0; }
  tbody th { font-weight: 600; }
  tbody th .soft { font-weight: 400; }
  .group { border: 0; padding: 1.2rem 0 0; }
  .group th { padding: 0; font-size: 1rem; }
  td:not(.words) { position: relative; padding-left: 6.5rem; }
  td:not(.words)::before { content: attr(data-label); position: absolute; left: 0; color: var(--soft); }
  td.number { text-align: left; }
  td:empty, td.paper { display: none; }
}
@page { size: landscape; margin: 12mm 12mm 15mm; }
@media print {
  :root { font-size: 12.5px; }
  body { max-width: none; padding: 0; }
  nav { display: none; }
  p { max-width: none; }
  .paper { display: table-cell; }
  .paper span { display: block; border-bottom: 1px solid var(--soft); height: 1.6rem; }
  h2 { margin-top: 1.8rem; }
  h2, h2 + p, thead, .group { break-after: avoid; break-inside: avoid; }
  tr, .summary, .figures div { break-inside: avoid; }
  thead { display: table-header-group; }
  .figures div { border: 1px solid var(--line); }
  a { color: inherit; text-decoration: none; }
  footer { margin-top: 1.8rem; }
}
`;

/** What stands at the foot of every printed page, so that a page that lies alone can be put back. */
export function footOfPages(words: string): string {
  const look = 'font: 9px system-ui, sans-serif; color: #5b6675;';
  return `@page { @bottom-left { content: ${JSON.stringify(words)}; ${look} } @bottom-right { content: "page " counter(page) " of " counter(pages); ${look} } }\n`;
}
