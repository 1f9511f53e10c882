import { formatDuration } from '../duration.ts';
import { type Html, html } from '../html.ts';
import type { Person } from '../policy/directory.ts';
import type { AccessRequest } from './request.ts';

export interface Message {
  subject: string;
  text: string;
  html: string;
}

interface Subject {
  request: AccessRequest;
  scopeTitle: string;
  requesterName: string;
}

/** Asks for a decision. To one approver the link is their own; to the topic (no person) it only leads to the request. */
export function askMail(subject: Subject, approver: Person | undefined, url: string): Message {
  const { terms } = subject.request;
  return compose({
    subject: `${subject.requesterName} asks to see ${subject.scopeTitle} for ${formatDuration(terms.durationSeconds)}`,
    lead: 'Please read the terms, then approve or deny. Opening the link changes nothing.',
    facts: facts(subject),
    action: approver ? 'Look at the request' : 'Sign in and look at the request',
    url,
    foot: approver
      ? `This link is for ${approver.name} alone; please do not forward it.`
      : 'Approvers of the scope can decide there.',
  });
}

/** Tells that somebody has opened the logs at once, without approval. */
export function glassBrokenMail(subject: Subject, url: string): Message {
  return compose({
    subject: `Glass broken: ${subject.requesterName} opened ${subject.scopeTitle}`,
    lead: 'Access was opened at once, without approval. A review by somebody else is due afterwards.',
    facts: facts(subject),
    action: 'See the request',
    url,
    foot: 'Approvers and supervisors can end the access at any time.',
  });
}

/** Asks for the review of a broken glass. */
export function reviewMail(subject: Subject, url: string, overdue: boolean): Message {
  const what = `${subject.requesterName} broke the glass of ${subject.scopeTitle}`;
  return compose({
    subject: overdue ? `Review overdue: ${what}` : `Please review: ${what}`,
    lead: overdue
      ? 'Nobody has reviewed this in time. Please do it now.'
      : 'The access has ended. Please look at what was done and record what you found.',
    facts: facts(subject),
    action: 'Review it',
    url,
    foot: `Or run: vitrine review ${subject.request.id} --outcome justified --note "…"`,
  });
}

/** What a decider must know, as pairs of label and value. */
export function facts({ request, scopeTitle, requesterName }: Subject): [label: string, value: string][] {
  const { terms } = request;
  return [
    ['Who', `${requesterName} (${terms.requester})`],
    [
      'What',
      `${scopeTitle} (${terms.scope}), sensitivity ${terms.sensitivity}, redaction ${terms.redaction}`,
    ],
    ['Log groups', terms.logGroups.join(', ')],
    ['How long', formatDuration(terms.durationSeconds)],
    ['Why', terms.reason],
    ...(terms.ticket === undefined ? [] : [['Ticket', terms.ticket] as [string, string]]),
    ...(terms.emergencyCategory === undefined
      ? []
      : [['Emergency', terms.emergencyCategory] as [string, string]]),
    ['Request', request.id],
  ];
}

interface Parts {
  subject: string;
  lead: string;
  facts: [string, string][];
  action: string;
  url: string;
  foot: string;
}

function compose(parts: Parts): Message {
  // Continued lines are indented, so that a reason cannot pose as another fact.
  const lines = parts.facts.map(([label, value]) => `${label}: ${value.replace(/\s*\n\s*/g, '\n    ')}`);
  return {
    subject: singleLine(parts.subject),
    text: `${parts.lead}\n\n${lines.join('\n')}\n\n${parts.action}:\n${parts.url}\n\n${parts.foot}\n`,
    html: page(parts).toString(),
  };
}

/** A header of a mail is one line; SNS takes 100 characters at most (SNS API reference, Publish). */
const singleLine = (text: string) => text.replace(/\s+/g, ' ').slice(0, 100);

function page(parts: Parts): Html {
  return html`<!doctype html><html lang="en"><body>
<p>${parts.lead}</p>
<table>${parts.facts.map(
    ([label, value]) => html`<tr><th align="left" valign="top">${label}</th><td>${value}</td></tr>`,
  )}</table>
<p><a href="${parts.url}">${parts.action}</a></p>
<p>${parts.foot}</p>
</body></html>`;
}
