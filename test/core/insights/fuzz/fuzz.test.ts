import { describe, expect, it } from 'vitest';
import { fuzzExfiltration, piecesOf } from './exfiltration.ts';
import { fuzzInterference } from './interference.ts';

describe('the glass', () => {
  it('gives the same answer for events that are the same once redacted', () => {
    const { compared, failures } = fuzzInterference(2_000, 1);
    expect(failures).toEqual([]);
    expect(compared).toBeGreaterThanOrEqual(2_000);
  });

  it('shows no piece of a secret, nor of its other forms', () => {
    const { compared, failures } = fuzzExfiltration(2_000, 1);
    expect(failures).toEqual([]);
    expect(compared).toBeGreaterThanOrEqual(2_000);
  });

  it('is looked at for every form of a secret', () => {
    const pieces = piecesOf(['Zq7xkW']);
    for (const form of ['q7xkW', 'Wkx7q', 'ZQ7XK', 'q7xkw', 'WnE3eGtX']) expect(pieces).toContain(form);
  });
});
