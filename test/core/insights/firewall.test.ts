import { describe, expect, it } from 'vitest';
import { admit } from '../../../core/insights/firewall.ts';

function refusal(text: string): { code: string; message: string } | undefined {
  const admission = admit(text);
  return admission.ok ? undefined : admission.errors[0];
}

describe('admit', () => {
  it('names the command, the reason and the place', () => {
    expect(refusal('SOURCE "/prod" | fields @message')).toMatchObject({
      code: 'refused',
      message: '`SOURCE` is not allowed here: your grant fixes the log groups (line 1, column 1)',
    });
  });

  it.each([
    'source logGroups() | fields a',
    "SOURCE'/prod'|fields a",
    '# note\n SOURCE lg start=-1d end=now | limit 1',
    'fields a # note\n| sOuRcE "/prod"',
    'START=0 END=4102444800000 | fields a',
    'fields a | unmask',
    'fields a | # x\n UNMASK @message',
    'filter m like /a|b/ | unmask',
    'fields a | diff previousWeek',
    'fields a | logcompare timeshift 7d',
    'join left=a right=b where a.id=b.id (SOURCE "/x" | fields id)',
    'fields a | appendcols (fields b)',
    'fields a | lookup t b as c OUTPUT d',
    'fields a | cidrlookup t ip OUTPUT d',
    'filter a = 1 or b not in (SOURCE "/x" | fields id)',
    'fields @ptr',
    'filter `@PTR` like "x"',
    'fields level as @message',
    'stats max(duration) as @TIMESTAMP',
  ])('refuses %j', (text) => {
    expect(refusal(text)).toMatchObject({ code: 'refused' });
  });

  it('refuses a limit above one page of results', () => {
    expect(admit('limit 10000')).toMatchObject({ ok: true });
    expect(refusal('limit 10001')).toMatchObject({ code: 'limit' });
  });

  it('reports each violation', () => {
    const admission = admit('fields @ptr, a as @log | limit 20000');
    expect(admission.ok ? [] : admission.errors.map((error) => error.column)).toEqual([8, 14, 26]);
  });

  it('admits words of refused commands as text and as names', () => {
    expect(admit('filter m like "| unmask" # | unmask\n| fields `SOURCE`')).toMatchObject({ ok: true });
  });
});
