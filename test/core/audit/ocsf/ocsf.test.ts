import { describe, expect, it } from 'vitest';
import { type AuditEvent, eventColumns, eventTypes } from '../../../../core/audit/event.ts';
import { toOcsf } from '../../../../core/audit/ocsf/ocsf.ts';
import { bareEvent, wholeEvent } from '../../../support/whole-events.ts';

/** Every text and number anywhere in a value, and the names that maps give their values. */
function leaves(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [value];
  return Object.entries(value).flatMap(([name, each]) => [name, ...leaves(each)]);
}

/** What of a column has to be found. */
function wanted(value: AuditEvent[keyof AuditEvent]): unknown[] {
  return typeof value === 'object' && !Array.isArray(value) ? Object.entries(value).flat() : [value].flat();
}

describe.each(eventTypes)('%s in OCSF', (type) => {
  it('keeps every column', () => {
    const event = wholeEvent(type);
    const found = new Set(leaves(toOcsf(event)));
    for (const name of Object.keys(eventColumns) as (keyof AuditEvent)[]) {
      if (name === 'version') continue;
      for (const value of wanted(event[name])) expect(found, name).toContain(value);
    }
    expect(toOcsf(event)).toMatchObject({ metadata: { log_version: '1' } });
  });

  it('names its class, activity and type as the schema computes them', () => {
    const { class_uid, activity_id, type_uid, category_uid } = toOcsf(bareEvent(type));
    expect([3003, 3004, 6003, 6005]).toContain(class_uid);
    expect(type_uid).toBe(class_uid * 100 + activity_id);
    expect(category_uid).toBe(Math.floor(class_uid / 1000));
  });
});

describe('an event in OCSF', () => {
  it('tells who did what to which request', () => {
    expect(
      toOcsf({
        ...bareEvent('grant.glass_broken'),
        actor: 'dave',
        actor_subject: 'auth|dave',
        actor_groups: ['on-call'],
        ip: '192.0.2.7',
        user_agent: 'vitrine-cli/1',
        request_id: 'req-1',
        scope: 'checkout-prod',
        note: 'pager',
        rows_returned: 3,
      }),
    ).toEqual({
      time: Date.parse('2026-11-21T05:12:00.123Z'),
      class_uid: 3004,
      class_name: 'Entity Management',
      category_uid: 3,
      category_name: 'Identity & Access Management',
      activity_id: 10,
      activity_name: 'Activate',
      type_uid: 300410,
      type_name: 'Entity Management: Activate',
      severity_id: 4,
      severity: 'High',
      status_id: 1,
      status: 'Success',
      message: 'grant.glass_broken by dave',
      metadata: {
        uid: '01K0000000000000000000000B',
        version: '1.3.0',
        product: { name: 'Vitrine', vendor_name: 'Vitrine' },
        event_code: 'grant.glass_broken',
        log_name: 'vitrine-evidence',
        log_version: '1',
        logged_time: Date.parse('2026-11-21T05:12:00.123Z'),
        original_time: '2026-11-21T05:12:00.123Z',
        correlation_uid: 'correlation-1',
      },
      actor: {
        user: { name: 'dave', uid: 'auth|dave', type_id: 1, type: 'User', groups: [{ name: 'on-call' }] },
      },
      src_endpoint: { ip: '192.0.2.7' },
      http_request: { user_agent: 'vitrine-cli/1' },
      entity: {
        uid: 'req-1',
        name: 'checkout-prod',
        type_id: 99,
        type: 'Access request',
        data: { scope: 'checkout-prod' },
      },
      comment: 'pager',
      unmapped: { actor_via: 'workflow', rules_version: 'rules-1', rows_returned: 3, outcome: 'success' },
    });
  });

  it('gives a session to the person whose access it is, not to the workflow that mints it', () => {
    expect(
      toOcsf({ ...bareEvent('session.minted'), request_id: 'req-1', requester: 'alice', role: 'reader' }),
    ).toMatchObject({
      class_uid: 3003,
      actor: { user: { name: 'vitrine', type: 'System' } },
      user: { name: 'alice', type: 'User' },
      privileges: ['reader'],
      session: { uid: 'req-1' },
    });
  });

  it('names the scope and the text of a query', () => {
    expect(
      toOcsf({ ...bareEvent('query.started'), scope: 's', query: 'fields @message', query_handle: 'q-1' }),
    ).toMatchObject({
      class_uid: 6005,
      database: { name: 's', type: 'Log scope' },
      query_info: { query_string: 'fields @message', uid: 'q-1' },
    });
    expect(toOcsf({ ...bareEvent('audit.queried'), query: 'SELECT 1' })).toMatchObject({
      database: { name: 'evidence' },
      query_info: { query_string: 'SELECT 1' },
    });
  });

  it('names the code and the resources of a refusal, and keeps that it was one', () => {
    expect(
      toOcsf({
        ...bareEvent('access.refused'),
        outcome: 'refused',
        code: 'not-found',
        detail: 'No.',
        request_id: 'req-1',
        log_groups: ['/a', '/b'],
      }),
    ).toMatchObject({
      class_uid: 6003,
      status: 'Failure',
      status_code: 'not-found',
      status_detail: 'No.',
      resources: [
        { uid: 'req-1', type: 'Access request' },
        { name: '/a', type: 'Log group' },
        { name: '/b', type: 'Log group' },
      ],
      api: { operation: 'access.refused', service: { name: 'vitrine' }, request: { uid: 'correlation-1' } },
      unmapped: { outcome: 'refused' },
    });
  });
});
