import { scopeNamed } from '../policy/config.ts';
import { displayName, membersOf, type Person } from '../policy/directory.ts';
import type { Base, Mail, Notifier, TokenStore } from '../ports.ts';
import { approversOf, issueLink } from './link.ts';
import { askMail, glassBrokenMail, type Message, reviewMail } from './messages.ts';
import type { AccessRequest, InState } from './request.ts';

export type Telling = Base & { tokens: TokenStore; notifier: Notifier; siteUrl: string };

/** What could not be delivered; the caller logs it. */
export type Undelivered = { to: string; error: unknown }[];

/** Asks every approver by a mail with a link of their own, and everybody on the topic by one without a token. */
export async function askApprovers(base: Telling, request: InState<'pending'>): Promise<Undelivered> {
  const subject = describe(base, request);
  const mails: Mail[] = [];
  for (const person of approversOf(base, request)) {
    const url = `${base.siteUrl}/approve/${await issueLink(base, request, person)}`;
    mails.push({ to: person.email, ...askMail(subject, person, url) });
  }
  const shared = askMail(subject, undefined, `${base.siteUrl}/approve/requests/${request.id}`);
  return deliver(base, mails, shared);
}

/** Tells supervisors, approvers and the scope's people that the glass has been broken. */
export async function tellGlassBroken(base: Telling, request: AccessRequest): Promise<Undelivered> {
  const message = glassBrokenMail(describe(base, request), `${base.siteUrl}/approve/requests/${request.id}`);
  return deliver(base, mailTo(everybodyConcerned(base, request), message), message);
}

/** Asks for the review of a broken glass, or escalates one that is overdue. */
export async function askForReview(
  base: Telling,
  request: AccessRequest,
  overdue: boolean,
): Promise<Undelivered> {
  const url = `${base.siteUrl}/approve/requests/${request.id}`;
  const message = reviewMail(describe(base, request), url, overdue);
  const reviewers = everybodyConcerned(base, request).filter(
    (person) => person.key !== request.terms.requester,
  );
  return deliver(base, mailTo(reviewers, message), message);
}

function describe(base: Telling, request: AccessRequest) {
  const scope = scopeNamed(base.config, request.terms.scope);
  return {
    request,
    scopeTitle: scope?.title ?? request.terms.scope,
    requesterName: displayName(base.config, request.terms.requester),
  };
}

function everybodyConcerned(base: Telling, request: AccessRequest): Person[] {
  const scope = scopeNamed(base.config, request.terms.scope);
  const groups = [
    ...base.config.roles.supervisors,
    ...(scope?.approvers ?? []),
    ...(scope?.requesters ?? []),
    ...(scope?.breakGlass?.eligible ?? []),
  ];
  return membersOf(base.config, groups);
}

const mailTo = (people: readonly Person[], message: Message): Mail[] =>
  people.map((person) => ({ to: person.email, ...message }));

/**
 * Sends all, and fails only when nobody could be told: one bad address must not keep the others from deciding.
 * @throws {AggregateError} when nothing was delivered.
 */
async function deliver(base: Telling, mails: readonly Mail[], shared: Message): Promise<Undelivered> {
  const undelivered: Undelivered = [];
  let delivered = 0;
  const attempt = async (to: string, send: () => Promise<void>) => {
    try {
      await send();
      delivered++;
    } catch (error) {
      undelivered.push({ to, error });
    }
  };
  for (const mail of mails) await attempt(mail.to, () => base.notifier.mail(mail));
  await attempt('topic', () => base.notifier.publish(shared.subject, shared.text));
  if (delivered > 0) return undelivered;
  throw new AggregateError(
    undelivered.map(({ error }) => error),
    'Nobody could be told: neither mail nor topic took the message.',
  );
}
