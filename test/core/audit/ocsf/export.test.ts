import { encodeTime } from 'ulid';
import { beforeEach, describe, expect, it } from 'vitest';
import { sha256Bytes as sha256 } from '../../../../adapters/system/bytes.ts';
import { evidenceKey } from '../../../../core/audit/event.ts';
import { integrate } from '../../../../core/audit/log/ledger.ts';
import { exportOcsf } from '../../../../core/audit/ocsf/export.ts';
import { toOcsf } from '../../../../core/audit/ocsf/ocsf.ts';
import { LogWorld } from '../../../support/evidence-log.ts';
import { bareEvent } from '../../../support/whole-events.ts';

let world: LogWorld;
let files: Map<string, string>;
let place: number;
/** What is about to happen to a file; it may throw. */
let beforePut: (path: string) => void;
let serial = 0;
beforeEach(() => {
  world = new LogWorld();
  files = new Map();
  place = 0;
  beforePut = () => {};
});

/** An event of now. */
function addEvent(change: (text: string) => string = (text) => text) {
  serial += 1;
  const id = `${encodeTime(world.now, 10)}${String(serial).padStart(16, '0')}`;
  const event = { ...bareEvent('grant.activated'), id, time: new Date(world.now).toISOString() };
  world.put(evidenceKey(event), change(`${JSON.stringify(event)}\n`));
  return event;
}

function exporting() {
  const { manifestPlaces, manifest } = world.ledger().locked;
  return exportOcsf({
    source: {
      manifestPlaces,
      manifest,
      read: async ({ key }) => {
        const text = world.locked.get(key);
        return text === undefined ? undefined : Buffer.from(text);
      },
    },
    target: {
      nextPlace: async () => place,
      setNextPlace: async (next) => {
        place = next;
      },
      put: async (path, lines) => {
        beforePut(path);
        if (!files.has(path)) files.set(path, lines);
      },
    },
    sha256,
  });
}

const line = (event: ReturnType<typeof addEvent>) => `${JSON.stringify(toOcsf(event))}\n`;

describe('the export in OCSF', () => {
  it('writes what the log has committed since, by manifest and day', async () => {
    const [first, second] = [addEvent(), addEvent()];
    await integrate(world.ledger());
    expect(await exporting()).toEqual({ events: 2, unreadable: [] });
    // The ledger finds at ten past midnight what was made before it, and what was made after it.
    world.now = Date.parse('2026-11-27T23:59:59.000Z');
    const third = addEvent();
    world.now = Date.parse('2026-11-28T00:10:00.000Z');
    const fourth = addEvent();
    await integrate(world.ledger());
    expect(await exporting()).toEqual({ events: 2, unreadable: [] });
    expect(Object.fromEntries(files)).toEqual({
      'ocsf/dt=2026-11-27/000000000000000.json.gz': line(first) + line(second),
      'ocsf/dt=2026-11-27/000000000000002.json.gz': line(third),
      'ocsf/dt=2026-11-28/000000000000002.json.gz': line(fourth),
    });
    expect(await exporting()).toEqual({ events: 0, unreadable: [] });
  });

  it('leaves nothing out when it stops anywhere, and writes the same when it starts anew', async () => {
    addEvent();
    await integrate(world.ledger());
    world.now += 60_000;
    addEvent();
    await integrate(world.ledger());
    beforePut = (path) => {
      if (path.includes('1.json')) throw new Error('S3 fails');
    };
    await expect(exporting()).rejects.toThrow('S3 fails');
    beforePut = () => {};
    expect((await exporting()).events).toBe(1);
    const before = new Map(files);
    expect(before.size).toBe(2);
    files.clear();
    place = 0;
    await exporting();
    expect(files).toEqual(before);
  });

  it.each([
    ['is no JSON', () => '{'],
    ['is no event', () => '{"id":"x"}'],
    ['is of another layout', (text: string) => text.replace('"version":1', '"version":2')],
    [
      'has a column of another kind',
      (text: string) => text.replace('"version":1', '"version":1,"log_groups":7'),
    ],
  ])('names what %s and goes on', async (_, change) => {
    const broken = addEvent(change);
    const whole = addEvent();
    await integrate(world.ledger());
    expect(await exporting()).toEqual({ events: 1, unreadable: [evidenceKey(broken)] });
    expect([...files.values()]).toEqual([line(whole)]);
  });

  it('names what is gone, and what is not what the log vouches for', async () => {
    const [gone, changed] = [addEvent(), addEvent()];
    await integrate(world.ledger());
    world.locked.delete(evidenceKey(gone));
    world.locked.set(evidenceKey(changed), JSON.stringify({ ...changed, actor: 'eve' }));
    expect(await exporting()).toEqual({ events: 0, unreadable: [evidenceKey(gone), evidenceKey(changed)] });
  });

  it('keeps an event of a type that only a later release knows', async () => {
    addEvent((text) => text.replace('grant.activated', 'grant.teleported'));
    await integrate(world.ledger());
    expect((await exporting()).unreadable).toEqual([]);
    expect(JSON.parse([...files.values()].join(''))).toMatchObject({
      class_uid: 6003,
      activity_name: 'Other',
      api: { operation: 'grant.teleported' },
    });
  });
});
