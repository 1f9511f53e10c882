import { describe, expect, it } from 'vitest';
import { machine } from '../run.ts';

describe('vitrine check', () => {
  it('says what CloudWatch would run, and what runs on redacted rows', async () => {
    const { status, stdout } = await machine().run(
      'check',
      'filter level = "ERROR" and user = "bob" | limit 5',
      '--plain-field',
      'level',
      '--level',
      'strict',
      '--output',
      'json',
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      allowed: true,
      errors: [],
      pushdown:
        'fields @timestamp, @log, user, @message | filter level = "ERROR" | sort @timestamp desc | limit 10000',
      residual: 'filter user = "bob" | limit 5',
    });
  });

  it('answers a line for each query of standard input, in order, and fails if any is refused', async () => {
    const on = machine();
    on.input = ['{"query":"limit 5"}', '{"query":"SOURCE \'/x\' | limit 1"}', 'nonsense', ''].join('\n');
    const { status, stdout } = await on.run('check', '--input', 'jsonl', '--output', 'json');
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(status).toBe(1);
    expect(answers.map(({ allowed }) => allowed)).toEqual([true, false, false]);
    expect(answers[1].errors[0]).toEqual({
      code: 'refused',
      message: '`SOURCE` is not allowed here: your grant fixes the log groups (line 1, column 1)',
      line: 1,
      column: 1,
      offset: 0,
      length: 6,
    });
  });

  it('tells people in words', async () => {
    const on = machine();
    on.input = 'fields a | unmask';
    expect((await on.run('check')).stdout).toMatch(/^refused: `unmask` is not allowed here/);
    expect((await machine().run('check', 'limit 1')).stdout).toMatch(/^allowed; CloudWatch runs: fields/);
  });

  it('tells what the proxy would send: no value that the logs hide, and no field that is named like a secret', async () => {
    const pushdownOf = async (query: string) => {
      const { stdout } = await machine().run('check', query, '--output', 'json');
      return (JSON.parse(stdout) as { pushdown: string }).pushdown;
    };
    expect(await pushdownOf('filter user = "ann" | limit 5')).toContain('filter user');
    expect(await pushdownOf('filter user = "ann@example.com" | limit 5')).not.toContain('filter');
    expect(await pushdownOf('filter password = "abc" | limit 5')).not.toContain('filter');
  });
});
