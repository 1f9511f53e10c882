import { displayName } from '../../policy/directory.ts';
import type { Base, Notifier } from '../../ports.ts';
import { workflowCause } from '../cause.ts';
import type { AuditEvent } from '../event.ts';
import { buildEvent } from '../record.ts';
import type { Finding } from './rule.ts';
import type { WatchStore } from './store.ts';

export interface Raising extends Pick<Base, 'config' | 'clock' | 'ids' | 'rulesVersion' | 'evidence'> {
  store: WatchStore;
  topic: Pick<Notifier, 'publish'>;
}

/** Longer than a run may take: whoever has taken an alert and not sent it by then is dead. */
const takenForMs = 120_000;

/**
 * Records a finding and tells people, once, however often it is found: the first run to claim its name makes the event that
 * all others find there. A run that dies is taken up by the next. Only one that dies between telling and saying so has
 * the same alert sent again, since one that is lost is worse than one that comes twice.
 *
 * @returns whether this run has told people.
 */
export async function raise(base: Raising, finding: Finding): Promise<boolean> {
  const name = `${finding.rule}/${finding.thing}`;
  const alert = await base.store.claim(name, eventOf(base, finding));
  if (alert.sentAt !== undefined) return false;
  const { copied } = await base.evidence.write(alert.event);
  await copied;
  const now = base.clock.now();
  if (!(await base.store.take(name, now, now - takenForMs))) return false;
  await base.topic.publish(subjectOf(base, alert.event), textOf(base, alert.event));
  await base.store.markSent(name, now);
  return true;
}

function eventOf(base: Raising, finding: Finding): AuditEvent {
  const { rule, person, requestId, scope, evidence, measured, threshold, detail } = finding;
  return buildEvent(base, workflowCause(`watch-${base.ids.ulid(base.clock.now())}`), 'watch.raised', {
    rule,
    concerns: person,
    ...(requestId !== undefined && { request_id: requestId }),
    ...(scope !== undefined && { scope }),
    evidence: [...evidence],
    measured,
    threshold,
    detail,
  });
}

const titles: Record<Finding['rule'], string> = {
  outsideHours: 'use outside working hours',
  volume: 'unusual volume',
  deniedCalls: 'many refused calls',
  probing: 'queries that probe for a value',
  repeatedBreakGlass: 'glass broken again and again',
};

function subjectOf({ config }: Raising, { rule, concerns = '' }: AuditEvent): string {
  return `Vitrine watch: ${titles[rule as Finding['rule']]}, ${displayName(config, concerns)}`.slice(0, 100);
}

function textOf({ config }: Raising, event: AuditEvent): string {
  const { concerns = '', evidence = [], time } = event;
  const lines = [
    event.detail ?? '',
    '',
    `Who: ${displayName(config, concerns)} (${concerns})`,
    ...(event.scope === undefined ? [] : [`Scope: ${event.scope}`]),
    ...(event.request_id === undefined ? [] : [`Request: ${event.request_id}`]),
    `Rule: ${event.rule}, measured ${event.measured}, threshold ${event.threshold}`,
    `Event: ${event.id}`,
    `Evidence: ${evidence.join(', ')}`,
    '',
    'An auditor looks at it with:',
    event.request_id === undefined
      ? `vitrine audit list --day ${time.slice(0, 10)}`
      : `vitrine audit show ${event.request_id}`,
  ];
  return `${lines.join('\n')}\n`;
}
