import { type Html, html } from '../../html.ts';

export interface Column {
  title: string;
  /** `number` is set flush right; `words` take the whole width of a narrow screen; `paper` is filled in by hand on a printed page. */
  look?: 'number' | 'words' | 'paper';
}

type Cell = Html | string | number | undefined | false;

export interface Row {
  /** Unique on the page: where links lead to. */
  anchor?: string;
  /** The first one names the row. */
  cells: readonly Cell[];
}

export interface Table {
  /** The style knows the widths of its columns by it. */
  name: string;
  columns: readonly Column[];
  groups: readonly { title?: string; rows: readonly Row[] }[];
}

/** A table whose header is repeated on every printed page, and whose cells can say on a narrow screen what they are. */
export function table({ name, columns, groups }: Table): Html {
  const heads = columns.map((column) => html`<th scope="col"${look(column)}>${column.title}</th>`);
  const onScreen = columns.filter(({ look: each }) => each !== 'paper').length;
  const groupOf = (title: string) =>
    html`<tr class="group"><th scope="rowgroup" colspan="${onScreen}">${title}</th>${
      onScreen < columns.length && html`<td class="paper"></td>`
    }</tr>\n`;
  const bodies = groups.map(
    ({ title, rows }) =>
      html`<tbody>${title !== undefined && groupOf(title)}${rows.map((row) => rowOf(columns, row))}</tbody>`,
  );
  return html`<table class="${name}"><thead><tr>${heads}</tr></thead>${bodies}</table>`;
}

function rowOf(columns: readonly Column[], { anchor, cells }: Row): Html {
  const shown = columns.map((column, place) => {
    const cell = cells[place];
    if (place === 0) return html`<th scope="row">${cell}</th>`;
    return html`<td${look(column)} data-label="${column.title}">${cell}</td>`;
  });
  return html`<tr${anchor !== undefined && html` id="${anchor}"`}>${shown}</tr>\n`;
}

const look = (column: Column) => column.look !== undefined && html` class="${column.look}"`;
