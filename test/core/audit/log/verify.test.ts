import fc from 'fast-check';
import { encodeTime } from 'ulid';
import { describe, expect, it } from 'vitest';
import { sha256Bytes as sha256, verifyEd25519 as verify } from '../../../../adapters/system/bytes.ts';
import { type AuditEvent, evidenceKey } from '../../../../core/audit/event.ts';
import { dayOfEvent, dayPrefix, isOfDays, prefixesOf } from '../../../../core/audit/log/event-keys.ts';
import { integrate } from '../../../../core/audit/log/ledger.ts';
import { manifestPrefix } from '../../../../core/audit/log/manifest.ts';
import type { Finding } from '../../../../core/audit/log/verify/findings.ts';
import { verifyEvidence } from '../../../../core/audit/log/verify/verify.ts';
import { type Days, dayMs, dayOf, eachDay } from '../../../../core/day.ts';
import { seededRandom } from '../../../../local/sample/random.ts';
import { LogWorld } from '../../../support/evidence-log.ts';
import { logHistory, putEvent } from '../../../support/log-history.ts';
import { VersionedEvidence } from '../../../support/versioned-evidence.ts';
import { wholeEvent } from '../../../support/whole-events.ts';

describe('verifying evidence', () => {
  it('finds nothing in 100 logs that nobody has touched', async () => {
    for (let seed = 0; seed < 100; seed += 1) {
      const world = await logHistory(`clean ${seed}`);
      const evidence = new VersionedEvidence(world, 365);
      const findings: Finding[] = [];
      const tally = await verifyEvidence(
        evidence,
        {
          key: world.signer.key,
          sha256,
          verify,
          nowMs: world.now,
          retentionDays: 365,
          served: evidence.servedStore,
        },
        { found: (finding) => findings.push(finding) },
      );
      expect(findings).toEqual([]);
      expect(tally.events + tally.pending).toBe(evidence.keys('events/').length);
      expect(tally.manifests).toBe(evidence.keys(manifestPrefix).length);
    }
  });

  it('looks at the events of some days alone, under the heads of the whole log', async () => {
    const world = await logHistory('around midnight 2');
    const evidence = new VersionedEvidence(world, 365);
    const [first = '', second = '', ...others] = new Set(
      evidence.keys('events/').flatMap((key) => dayOfEvent(key) ?? []),
    );
    expect(others).toEqual([]);
    const verifyDays = async (days: Days) => {
      const findings: Finding[] = [];
      const tally = await verifyEvidence(
        evidence,
        { key: world.signer.key, sha256, verify, nowMs: world.now, days },
        { found: (finding) => findings.push(finding) },
      );
      return { ...tally, seen: tally.events + tally.pending, findings };
    };
    const entries = evidence.keys('events/').length;
    const whole = await verifyDays({ from: first, to: second });
    expect(whole).toMatchObject({ seen: entries, findings: [] });

    const ofFirst = evidence.keys(dayPrefix(first));
    const ofSecond = evidence.keys(dayPrefix(second));
    evidence.objects.delete(ofFirst[0] ?? '');
    const stranger = {
      versionId: 'v-1',
      takenAtMs: world.now,
      bytes: Buffer.from('x'),
      lock: 'none' as const,
    };
    evidence.add(`${dayPrefix(first)}stranger.json`, stranger);
    expect(await verifyDays({ from: second, to: second })).toMatchObject({
      seen: ofSecond.length,
      entries: whole.entries,
      findings: [],
    });
    const { findings, seen } = await verifyDays({ from: first, to: first });
    expect(seen).toBe(ofFirst.length - 1);
    expect(findings.map(({ code }) => code).sort()).toEqual(['event-missing', 'object-unexpected']);
  });
});

describe('events that may go after some days', () => {
  /** Twelve days later, with heads all the while; the lifecycle lets events go after ten. */
  async function later() {
    const world = await logHistory('around midnight 2');
    const old = world.keys('events/');
    for (let hours = 0; hours < 12 * 24; hours += 1) {
      world.now += 60 * 60_000;
      await integrate(world.ledger());
    }
    const young = putEvent(world, seededRandom('young'), world.now);
    world.now += 60_000;
    await integrate(world.ledger());
    const evidence = new VersionedEvidence(world, 365);
    const look = async (expireDays?: number) => {
      const codes: string[] = [];
      const options = { key: world.signer.key, sha256, verify, nowMs: world.now, expireDays };
      const tally = await verifyEvidence(evidence, options, { found: ({ code }) => codes.push(code) });
      return { ...tally, codes };
    };
    return { evidence, old, young, look };
  }

  it('are not missed once they are gone, nor behind the marker before, and are missed without that rule', async () => {
    const { evidence, old, look } = await later();
    const [hidden = '', ...gone] = old;
    const marker = { versionId: 'm-1', takenAtMs: 0, bytes: undefined, lock: 'none' as const };
    evidence.add(hidden, marker);
    for (const key of gone) evidence.objects.delete(key);
    expect(await look(10)).toMatchObject({ codes: [], expired: gone.length, events: 2 });
    const { codes, expired } = await look();
    expect(expired).toBe(0);
    expect(new Set(codes)).toEqual(new Set(['object-hidden', 'event-missing']));
  });

  it('are held to the log as long as they are there, as are those that may not go yet', async () => {
    const { evidence, old, young, look } = await later();
    evidence.change(old[0] ?? '', { bytes: Buffer.from('{}') });
    evidence.objects.delete(young);
    expect((await look(10)).codes.sort()).toEqual(['event-changed', 'event-missing']);
  });
});

describe('the fast copy', () => {
  const at = Date.parse('2026-11-27T10:00:00.000Z');
  const events = [0, 1, 2, 3].map((minute) => {
    const time = new Date(at + minute * 60_000).toISOString();
    return wholeEvent('query.returned', {
      id: `${encodeTime(at + minute * 60_000, 10)}${'A'.repeat(16)}`,
      time,
    });
  });

  async function look(copied: readonly AuditEvent[]) {
    const world = new LogWorld();
    world.now = at + 5 * 60_000;
    for (const event of events) world.put(evidenceKey(event), `${JSON.stringify(event)}\n`);
    await integrate(world.ledger());
    world.now += 30 * 60_000;
    await integrate(world.ledger());
    const found: string[] = [];
    const days = { from: '2026-11-26', to: '2026-11-27' };
    const copies = {
      async *ofDay(day: string) {
        yield* copied.filter(({ time }) => time.startsWith(day));
      },
    };
    const options = { key: world.signer.key, sha256, verify, nowMs: world.now, days, copies };
    const tally = await verifyEvidence(new VersionedEvidence(world, 365), options, {
      found: ({ code, key }) => found.push(`${code} ${key}`),
    });
    return { found, copies: tally.copies };
  }

  it('is compared with the events of each day', async () => {
    expect(await look(events)).toEqual({ found: [], copies: 4 });
  });

  it('is found to lack an event, to have another one, and to say something else', async () => {
    const [first, second, third, fourth] = events as [AuditEvent, AuditEvent, AuditEvent, AuditEvent];
    const made = { ...third, id: `${third.id.slice(0, -1)}B` };
    expect(await look([first, { ...second, actor: 'mallory' }, made, fourth])).toEqual({
      found: [
        `copy-differs ${evidenceKey(second)}`,
        `copy-missing ${evidenceKey(third)}`,
        `copy-alone ${evidenceKey(made)}`,
      ],
      copies: 3,
    });
  });
});

describe('prefixes of days', () => {
  const days = fc.date({ min: new Date('2019-12-01'), max: new Date('2032-02-01'), noInvalidDate: true });
  it('are those of all events of the days, in order, and a month at most', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 70 }), (start, more) => {
        const range = { from: dayOf(start.getTime()), to: dayOf(start.getTime() + more * dayMs) };
        const prefixes = prefixesOf(range);
        expect(prefixes).toEqual(prefixes.toSorted());
        expect(prefixes.length).toBeLessThanOrEqual(2 + more / 28);
        for (const day of eachDay(range)) {
          expect(prefixes.filter((prefix) => dayPrefix(day).startsWith(prefix))).toHaveLength(1);
          expect(isOfDays(`${dayPrefix(day)}any`, range)).toBe(true);
        }
        const around = [start.getTime() - dayMs, start.getTime() + (more + 1) * dayMs].map(dayOf);
        for (const day of around) expect(isOfDays(`${dayPrefix(day)}any`, range)).toBe(false);
      }),
    );
  });
});
