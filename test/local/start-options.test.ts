import path from 'node:path';
import { expect, test } from 'vitest';
import { parseStartOptions } from '../../local/start-options.ts';

const parse = (...args: string[]) => parseStartOptions(args, '/repo');

test('defaults lie in the repository', () => {
  expect(parse()).toEqual({
    ok: true,
    options: {
      port: 4800,
      dataDir: undefined,
      configFile: '/repo/vitrine.config.ts',
      logFiles: [],
      sample: true,
    },
  });
});

test('relative paths are the caller’s, and a file name may hold an equals sign', () => {
  const parsed = parse('--data', 'd', '--logs', 'a=b.log=/app', '--logs', 'c.log=/other', '--no-sample');
  expect(parsed).toMatchObject({
    options: {
      dataDir: path.resolve('d'),
      logFiles: [
        { file: path.resolve('a=b.log'), group: '/app' },
        { file: path.resolve('c.log'), group: '/other' },
      ],
      sample: false,
    },
  });
});

test.each([
  [['--port', 'many'], '--port many: give a number'],
  [['--port', '70000'], '--port 70000'],
  [['--logs', 'app.log'], '--logs app.log: give FILE=/log/group'],
  [['--wrong'], "Unknown option '--wrong'"],
])('refuses %j', (args, problem) => {
  expect(parse(...args)).toMatchObject({ ok: false, problem: expect.stringContaining(problem) });
});
