import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findingCodes } from '../../../../core/audit/log/verify/findings.ts';

describe('the guide for auditors', () => {
  it('says of every finding what it means, in the words of the verifier', () => {
    const guide = readFileSync('docs/verify.md', 'utf8');
    const rows = [...guide.matchAll(/^\| `([a-z-]+)` \| (.*) \|$/gm)].map(([, code, meaning]) => [
      code,
      meaning,
    ]);
    expect(Object.fromEntries(rows)).toEqual(findingCodes);
  });
});
