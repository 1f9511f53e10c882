import { useMemo, useState } from 'preact/hooks';
import type { Answer } from '../client/api.ts';
import { splitPseudonyms } from '../client/pseudonyms.ts';
import { describeRedactions, type Results } from '../client/result-pages.ts';
import { useAction } from '../client/use-action.ts';
import { FailureNote } from './failure-note.tsx';

/** A page of the API can have thousands of rows; drawing them all at once would freeze the browser. */
const rowsAtOnce = 500;

interface ResultTableProps {
  results: Results;
  /** Reads the next page. */
  onMore: () => Promise<Answer<unknown>>;
  /** Runs the query over another time range. */
  onRange: (range: { from: string; to: string }) => void;
}

/** The redacted rows, with what one should know about them. */
export function ResultTable({ results, onMore, onRange }: ResultTableProps) {
  const [limit, setLimit] = useState(rowsAtOnce);
  const action = useAction();
  const { columns, rows, nextPageToken, unread } = results;
  const shownCount = Math.min(limit, rows.length);
  const hasMore = limit < rows.length || nextPageToken !== undefined;
  const redactions = describeRedactions(results.redactions);
  // Kept between renderings: the view around draws itself every second, and the rows stay what they are.
  const drawn = useMemo(
    () => rows.slice(0, limit).map((row, index) => <Row key={index} row={row} columns={columns} />),
    [rows, limit, columns],
  );
  const showMore = () => {
    if (limit < rows.length) setLimit(limit + rowsAtOnce);
    else void action.run(onMore, () => setLimit(limit + rowsAtOnce));
  };

  return (
    <section aria-labelledby="rows-title" id="results">
      <h2 id="rows-title">Rows</h2>
      <p role="status" id="rows-count">
        {rows.length === 0 && 'No rows in this time range.'}
        {rows.length > 0 && `${shownCount} ${shownCount === 1 ? 'row' : 'rows'}${hasMore ? ' so far' : ''}.`}
      </p>
      {results.notice && (
        <p id="notice" class="notice">
          {results.notice}
          {unread && (
            <button type="button" id="unread" onClick={() => onRange(unread)}>
              Look at the rest
            </button>
          )}
        </p>
      )}
      {results.hints.map((hint) => (
        <p key={hint} class="hint">
          {hint}
        </p>
      ))}
      {redactions && (
        <p id="redactions" class="hint">
          Redacted: {redactions}. The same value has the same pseudonym for as long as this access lasts.
        </p>
      )}
      {rows.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1).
        <section class="scroll" aria-label="Rows, scrolls sideways" tabIndex={0}>
          <table id="rows">
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>{drawn}</tbody>
          </table>
        </section>
      )}
      <FailureNote failure={action.failure} />
      {hasMore && (
        <p class="actions">
          <button type="button" id="load-more" aria-disabled={action.busy} onClick={showMore}>
            {action.busy ? 'Loading…' : 'Load more'}
          </button>
        </p>
      )}
    </section>
  );
}

function Row({ row, columns }: { row: Record<string, string>; columns: readonly string[] }) {
  return (
    <tr>
      {columns.map((column) => (
        <td key={column} class={column === '@timestamp' ? 'time' : undefined}>
          <Cell text={row[column] ?? ''} />
        </td>
      ))}
    </tr>
  );
}

/** Pseudonyms are marked, so that nobody takes them for what was logged. */
function Cell({ text }: { text: string }) {
  return (
    <>
      {splitPseudonyms(text).map((piece, index) =>
        'type' in piece ? (
          <mark key={index} class="pseudonym" title={`${piece.type}, redacted`}>
            {piece.text}
          </mark>
        ) : (
          piece.text
        ),
      )}
    </>
  );
}
