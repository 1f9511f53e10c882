/**
 * Begins what a spreadsheet would take for a formula, were it to drop what cannot be seen. Apostrophes count as well, so that the one
 * put before them can be told from theirs.
 */
const opensFormula = /^'*(?:[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|[\t\r\n])/u;

/** A record of comma-separated values (RFC 4180). */
export function csvRecord(cells: readonly (string | number | undefined)[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(value: string | number | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'number' ? String(value) : quoted(value);
}

/**
 * Quoted always, as spreadsheets of some countries split at semicolons. What a spreadsheet would take for a formula gets an
 * apostrophe: reasons and queries are written by strangers, and a formula could send the sheet away (OWASP, "CSV injection").
 */
function quoted(text: string): string {
  return `"${opensFormula.test(text) ? "'" : ''}${text.replaceAll('"', '""')}"`;
}
