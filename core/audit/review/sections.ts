import { formatDuration } from '../../duration.ts';
import { type Html, html } from '../../html.ts';
import { doubtsOf, type GrantLine } from './grants.ts';
import type { Report } from './report.ts';
import { type Column, type Row, table } from './table.ts';
import { byKind, minute } from './words.ts';

export type NameOf = (person: string) => string;

export interface Section {
  anchor: string;
  title: string;
  count: number;
  /** What to know before reading it, or why there is nothing to read. */
  lead?: string | Html;
  body?: Html;
}

/** Everything that is in a report, what has to be signed off first. */
export function sectionsOf(report: Report, nameOf: NameOf): Section[] {
  return [
    toSignOff(report, nameOf),
    accesses(report, nameOf),
    anomalies(report, nameOf),
    decisions(report, nameOf),
    unusedRights(report),
  ];
}

function toSignOff({ id, items, grants, dueAt }: Report, nameOf: NameOf): Section {
  const opened = new Set(grants.map(({ request }) => request));
  const groups = byKind(items).map(({ title, items: alike }) => ({
    title,
    rows: alike.map(
      (item): Row => ({
        cells: [
          html`<code>${item.id}</code>`,
          html`${prose(item.words)}${item.request !== undefined && reference(item.request, opened)}`,
          names(item.concerns, nameOf),
          html`<span></span>`,
        ],
      }),
    ),
  }));
  const lead = html`Each by somebody whom it is not about, by ${minute(dueAt)}: <code>vitrine report sign ${id} ITEM --outcome accepted --note "…"</code>`;
  return section({
    anchor: 'to-sign-off',
    title: 'To sign off',
    lead: items.length === 0 ? 'Nothing.' : lead,
    table: {
      columns: [{ title: 'Item' }, { title: 'What', look: 'words' }, { title: 'About' }, signed],
      groups,
    },
  });
}

const signed: Column = { title: 'Signed by, on', look: 'paper' };

function accesses({ grants }: Report, nameOf: NameOf): Section {
  const rows = grants.map(
    (grant): Row => ({
      anchor: anchorOf(grant.request),
      cells: [
        html`${name(grant.person, nameOf)}${
          grant.approver !== undefined &&
          html`<br><span class="soft">approved by ${name(grant.approver, nameOf)}</span>`
        }`,
        html`${grant.scope}${
          grant.kind === 'break-glass' &&
          html`<br><span class="doubtful">glass broken</span><br><span class="soft">review ${grant.review}</span>`
        }`,
        html`${prose(grant.reason)}<span class="soft small">${
          grant.ticket !== undefined && html`<bdi>${grant.ticket}</bdi> · `
        }<code>${grant.request}</code></span>`,
        html`${moment(grant.openedAt)}<br><span class="soft">${ending(grant)}</span>`,
        grant.queries.toLocaleString('en'),
        grant.rows.toLocaleString('en'),
        verdicts(grant),
      ],
    }),
  );
  return section({
    anchor: 'accesses',
    title: 'Accesses',
    lead:
      rows.length === 0
        ? 'None was opened.'
        : 'Whether each was justified, used for its purpose and promptly given up is judged by rule when it ends.',
    table: {
      columns: [
        { title: 'Who' },
        { title: 'Scope' },
        { title: 'Why', look: 'words' },
        { title: 'Opened (UTC)' },
        { title: 'Queries', look: 'number' },
        { title: 'Rows', look: 'number' },
        { title: 'Judged' },
      ],
      groups: [{ rows }],
    },
  });
}

function anomalies({ anomalies: raised, grants }: Report, nameOf: NameOf): Section {
  const opened = new Set(grants.map(({ request }) => request));
  const rows = raised.map(
    ({ time, rule, person, detail, event, request }): Row => ({
      cells: [
        moment(time),
        rule,
        name(person, nameOf),
        html`${prose(detail)}${request !== undefined && reference(request, opened)}`,
        html`<code class="soft">${event}</code>`,
      ],
    }),
  );
  return section({
    anchor: 'anomalies',
    title: 'Anomalies',
    ...(rows.length === 0 && { lead: 'The watch raised nothing.' }),
    table: {
      columns: [
        { title: 'When (UTC)' },
        { title: 'Rule' },
        { title: 'Who' },
        { title: 'What', look: 'words' },
        { title: 'Event' },
      ],
      groups: [{ rows }],
    },
  });
}

function decisions({ decisions: pairs }: Report, nameOf: NameOf): Section {
  const rows = pairs.map(
    ({ approver, requester, approved, denied, medianSeconds, isRubberStamp }): Row => ({
      cells: [
        name(approver, nameOf),
        name(requester, nameOf),
        approved.toLocaleString('en'),
        denied.toLocaleString('en'),
        formatDuration(medianSeconds),
        isRubberStamp && html`<span class="no">looks like a rubber stamp</span>`,
      ],
    }),
  );
  return section({
    anchor: 'decisions',
    title: 'Who decided for whom',
    ...(rows.length === 0 && { lead: 'Nobody decided on anything.' }),
    table: {
      columns: [
        { title: 'Approver' },
        { title: 'Requester' },
        { title: 'Approved', look: 'number' },
        { title: 'Denied', look: 'number' },
        { title: 'Median time', look: 'number' },
        { title: 'Remark' },
      ],
      groups: [{ rows }],
    },
  });
}

function unusedRights({ unusedRights: rights }: Report): Section {
  const rows = rights.map(
    ({ scope, group, as, days, proposal }): Row => ({
      cells: [scope, group, as, `${days} days`, html`<code>${proposal}</code>`],
    }),
  );
  return section({
    anchor: 'unused-rights',
    title: 'Rights that nobody used',
    ...(rows.length === 0 && { lead: 'None, as far as the evidence reaches back.' }),
    table: {
      columns: [
        { title: 'Scope' },
        { title: 'Group' },
        { title: 'As' },
        { title: 'Not used for', look: 'number' },
        { title: 'Proposal' },
      ],
      groups: [{ rows }],
    },
  });
}

interface Draft extends Pick<Section, 'anchor' | 'title' | 'lead'> {
  table: Omit<Parameters<typeof table>[0], 'name'>;
}

function section({ table: { columns, groups }, ...draft }: Draft): Section {
  const count = groups.reduce((sum, { rows }) => sum + rows.length, 0);
  return { ...draft, count, ...(count > 0 && { body: table({ name: draft.anchor, columns, groups }) }) };
}

/** Words of strangers: they may run from right to left, and must not turn the words beside them. */
const prose = (text: string) => html`<span class="prose" dir="auto">${text}</span>`;

const name = (person: string, nameOf: NameOf) => html`<bdi>${nameOf(person)}</bdi>`;

const names = (persons: readonly string[], nameOf: NameOf) =>
  html`${persons.map((person, place) => html`${place > 0 && html`<br>`}${name(person, nameOf)}`)}`;

const moment = (time: string) => html`<time datetime="${time}">${minute(time)}</time>`;

const anchorOf = (request: string) => `request-${request}`;

/** The request, and the way to its access if it was opened in this time. */
function reference(request: string, opened: ReadonlySet<string>): Html {
  return opened.has(request)
    ? html`<a class="small" href="#${anchorOf(request)}"><code>${request}</code></a>`
    : html`<code class="soft small">${request}</code>`;
}

/** What was in order needs no words; of the rest, the reasons. */
function verdicts(grant: GrantLine): Html {
  if (grant.justified === undefined) return html`<span class="soft">not yet</span>`;
  const doubts = doubtsOf(grant);
  if (doubts.length === 0) return html`<span class="yes">in order</span>`;
  return html`${doubts.map(
    ({ about, verdict, reasons }) =>
      html`<div>${about}: <span class="${verdict === 'no' ? 'no' : 'doubtful'}">${verdict}</span> <span class="soft small">${reasons.join('; ')}</span></div>`,
  )}`;
}

function ending({ openedAt, closedAt, closedReason }: GrantLine): string {
  if (closedAt === undefined) return 'still open';
  const seconds = Math.round((Date.parse(closedAt) - Date.parse(openedAt)) / 60_000) * 60;
  return `${closedReason} after ${formatDuration(Math.max(60, seconds))}`;
}
