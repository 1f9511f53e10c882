import { describe, expect, it } from 'vitest';
import { type FilterOptions, filterStream } from '../../../cli/redact/filter.ts';

async function filter(chunks: readonly (string | Uint8Array)[], options: Partial<FilterOptions> = {}) {
  let written = '';
  const problems: string[] = [];
  const input = (async function* () {
    yield* chunks;
  })();
  const write = async (text: string) => {
    written += text;
  };
  const result = await filterStream(
    { input, write, report: (problem) => problems.push(problem) },
    { input: 'text', output: 'text', settings: { level: 'standard' }, ...options },
  );
  return { written, problems, result };
}

describe('the filter', () => {
  it('leaves ordinary text as it is, to the byte', async () => {
    const text = 'one\r\ntwo\n\nlast without an end';
    expect((await filter([text])).written).toBe(text);
  });

  it('hides values whose lines come in pieces', async () => {
    const bytes = new TextEncoder().encode('größe 1 password=hunter2\nnext\n');
    const { written, result } = await filter(Array.from(bytes, (byte) => Uint8Array.of(byte)));
    expect(written).toMatch(/^größe 1 password=\[password:[0-9a-z]{12}\]\nnext\n$/);
    expect(result.counts).toEqual({ password: 1 });
  });

  it('gives equal values one mask in one stream, and another in the next', async () => {
    const text = 'password=hunter2\npassword=hunter2\n';
    const [first, second] = [(await filter([text])).written, (await filter([text])).written];
    expect(new Set(first.trim().split('\n')).size).toBe(1);
    expect(first).not.toBe(second);
  });

  it('hides a key that goes over lines, line by line', async () => {
    const lines = [
      '-----BEGIN PRIVATE KEY-----',
      'MC4CAQAwBQYDK2Vw',
      'BCIEIAAB',
      '-----END PRIVATE KEY-----',
      'ok',
    ];
    const { written } = await filter([`${lines.join('\n')}\n`], { output: 'json' });
    const records = written
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { text: string; findings: { start: number; end: number }[] });
    expect(records.map(({ text }) => text.replace(/:[0-9a-z]{12}/, ''))).toEqual([
      ...Array.from({ length: 4 }, () => '[private-key]'),
      'ok',
    ]);
    expect(records[1]?.findings).toMatchObject([{ start: 0, end: 16 }]);
  });

  it('hides a key of PuTTY, and reads on line by line behind a key without an end', async () => {
    const putty =
      'PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\nPrivate-Lines: 1\nAAAAgQ==\nPrivate-MAC: 0123456789abcdef0123456789abcdef01234567\n';
    expect((await filter([putty])).written).not.toContain('AAAAgQ');
    const line = 'MIIEowIBAAKCAQEA'.repeat(4);
    const { written } = await filter([
      `-----BEGIN PRIVATE KEY-----\n${line}\n`,
      'user bob: in\n'.repeat(5_000),
    ]);
    expect(written).not.toContain(line);
    expect(written.endsWith('user bob: in\nuser bob: in\n')).toBe(true);
  });

  it('numbers lines as they are in the file, however long they are', async () => {
    const long = JSON.stringify({ text: 'x'.repeat(2_500_000) });
    const { problems, written } = await filter([`${long}\nnot json\n{"text":"ok"}\n`], { input: 'jsonl' });
    expect(problems).toEqual([
      expect.stringMatching(/^line 1 is longer/),
      expect.stringMatching(/^line 2 is not/),
    ]);
    expect(written).toBe('ok\n');
  });

  it('reports offsets in the text of each line, so that masks put there give what is written', async () => {
    const lines = ['größe 😀 password=hunter2 x', 'mail bob@example.com, 4111 1111 1111 1111', 'nothing'];
    const { written } = await filter([`${lines.join('\n')}\n`], { output: 'json' });
    for (const [index, record] of written.trim().split('\n').entries()) {
      const { text, findings } = JSON.parse(record) as {
        text: string;
        findings: { start: number; end: number }[];
      };
      const masks = text.match(/\[[a-z-]+:[0-9a-z]{12}\]/g) ?? [];
      expect(masks).toHaveLength(findings.length);
      const replaced = findings.reduceRight(
        (before, { start, end }, at) => before.slice(0, start) + masks[at] + before.slice(end),
        lines[index] ?? '',
      );
      expect(replaced).toBe(text);
    }
  });

  it('reads objects, says which lines are none, and goes on', async () => {
    const { written, problems, result } = await filter(
      ['{"text":"mail bob@example.com"}\nnot json\n{"text":7}\n{"text":"ok"}\n'],
      { input: 'jsonl', output: 'json' },
    );
    const [first, second] = written
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(first.findings).toEqual([{ start: 5, end: 20, type: 'email', detector: 'email' }]);
    expect(second).toEqual({ text: 'ok', findings: [] });
    expect(problems).toEqual([expect.stringMatching(/^line 2 /), expect.stringMatching(/^line 3 /)]);
    expect(result).toMatchObject({ records: 4, badRecords: 2 });
  });
});
