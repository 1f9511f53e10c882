import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { submitBody } from '../../contract/schemas.ts';
import type { Scope } from '../../web/client/api.ts';
import {
  type AskForm,
  breaksGlass,
  emptyAskForm,
  readAskForm,
  splitFailure,
} from '../../web/client/ask-form.ts';

const checkout: Scope = {
  name: 'checkout-prod',
  title: 'Checkout, production',
  owner: 'Payments team',
  sensitivity: 'high',
  redaction: 'standard',
  logGroups: ['/checkout/api'],
  maxDurationSeconds: 14_400,
  maxLookbackSeconds: 86_400,
  breakGlass: true,
  canRequest: true,
};
const good: AskForm = {
  ...emptyAskForm,
  scope: 'checkout-prod',
  reason: 'customers are charged twice',
};
const errorsOf = (form: AskForm, scopes = [checkout]) => {
  const read = readAskForm(form, scopes);
  return read.ok ? {} : read.errors;
};

describe('reading the form', () => {
  test('gives a body the contract takes, without the fields that were left empty', () => {
    expect(readAskForm(good, [checkout])).toEqual({
      ok: true,
      body: { scope: 'checkout-prod', reason: 'customers are charged twice', durationSeconds: 3600 },
    });
  });

  test('names every field that is wrong at once', () => {
    expect(Object.keys(errorsOf({ ...emptyAskForm, duration: 'soon' })).sort()).toEqual([
      'duration',
      'reason',
      'scope',
    ]);
  });

  test('says the limit of the scope in its own words', () => {
    expect(errorsOf({ ...good, duration: '5h' })).toEqual({
      duration: 'Checkout, production opens for 4h at most.',
    });
  });

  test('asks for the kind of emergency when the glass is broken', () => {
    expect(errorsOf({ ...good, breakGlass: true })).toEqual({
      category: 'Say what kind of emergency it is.',
    });
    const read = readAskForm({ ...good, breakGlass: true, category: 'outage' }, [checkout]);
    expect(read.ok && read.body.breakGlass).toEqual({ category: 'outage' });
  });

  test('leaves the limit of a broken glass to the server, which alone knows it', () => {
    expect(errorsOf({ ...good, breakGlass: true, category: 'outage', duration: '5h' })).toEqual({});
  });

  test('breaks no glass that is not there, whatever was ticked for another scope', () => {
    expect(breaksGlass({ ...good, breakGlass: true }, { ...checkout, breakGlass: false })).toBe(false);
  });

  test('breaks the glass where that is the only way in', () => {
    expect(breaksGlass(good, { ...checkout, canRequest: false })).toBe(true);
  });

  test('lets nothing through that the contract refuses, and refuses only with a reason', () => {
    const forms = fc.record({
      scope: fc.constantFrom('', 'checkout-prod', 'constructor'),
      duration: fc.oneof(fc.string(), fc.constantFrom('1h', '0s', '999999d', '90m')),
      reason: fc.string({ maxLength: 40 }),
      ticket: fc.string({ maxLength: 120 }),
      breakGlass: fc.boolean(),
      category: fc.oneof(fc.string(), fc.constantFrom('', 'outage', '__proto__')),
    });
    fc.assert(
      fc.property(forms, (form) => {
        const read = readAskForm(form, [checkout]);
        if (read.ok) expect(submitBody.safeParse(read.body).success).toBe(true);
        else expect(Object.values(read.errors).join('')).not.toBe('');
      }),
    );
  });
});

describe('placing what the API says', () => {
  const failure = { kind: 'refused', message: 'all of it', code: 'invalid-input' } as const;

  test('puts errors to their fields and the rest to the form', () => {
    const errors = [
      { field: 'durationSeconds', message: 'too long' },
      { field: 'breakGlass.category', message: 'unknown' },
      { field: 'color', message: 'no such field' },
    ];
    expect(splitFailure({ ...failure, errors })).toEqual({
      byField: { duration: 'too long', category: 'unknown' },
      others: ['color: no such field'],
    });
  });

  test('says the message of a rule at the one field it is about', () => {
    const errors = [{ field: 'durationSeconds', message: '3600 (1h) at most' }];
    const message = '“checkout-prod” opens for 1h at most, you asked for 2h.';
    expect(splitFailure({ ...failure, code: 'duration-too-long', message, errors })).toEqual({
      byField: { duration: message },
      others: [],
    });
  });

  test('says the message of a failure without fields', () => {
    expect(splitFailure({ ...failure, errors: [] }).others).toEqual(['all of it']);
  });

  test('takes no field for known because objects have a property of its name', () => {
    expect(
      splitFailure({ ...failure, errors: [{ field: 'constructor', message: 'what?' }] }).byField,
    ).toEqual({});
  });
});
