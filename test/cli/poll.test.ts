import { describe, expect, it } from 'vitest';
import { CliError } from '../../cli/errors.ts';
import { patiently, poll } from '../../cli/poll.ts';
import { ApiError } from '../../contract/client.ts';
import { problem } from '../../contract/problem.ts';
import { machine } from './run.ts';

const every = { pauseMs: () => 1_000, limitMs: 10_000 };

describe('poll', () => {
  it('ends with the first value that is finished', async () => {
    const values = [1, 2, 3, 4];
    const read = async () => values.shift() ?? 0;
    const polled = await poll(machine().host, { ...every, read, finished: (value) => value === 3 });
    expect(polled).toEqual({ outcome: 'finished', value: 3 });
  });

  it('ends at its limit with the last value', async () => {
    let reads = 0;
    const read = async () => ++reads;
    const polled = await poll(machine().host, { ...every, read, finished: () => false });
    expect(polled).toEqual({ outcome: 'timed-out', value: 11 });
  });

  it('does not wait for an answer once interrupted', async () => {
    const controller = new AbortController();
    const read = () => {
      controller.abort();
      return new Promise<number>(() => undefined);
    };
    const polled = await poll(machine().host, {
      ...every,
      read,
      finished: () => true,
      signal: controller.signal,
    });
    expect(polled).toEqual({ outcome: 'interrupted', value: undefined });
  });
});

describe('poll, interrupted in a pause', () => {
  it('does not read once more', async () => {
    const controller = new AbortController();
    const on = machine();
    on.whileAsleep = () => controller.abort();
    let reads = 0;
    const read = async () => ++reads;
    const polled = await poll(on.host, { ...every, read, finished: () => false, signal: controller.signal });
    expect(polled).toEqual({ outcome: 'interrupted', value: 1 });
    expect(reads).toBe(1);
  });
});

describe('patiently', () => {
  const failing = (error: Error, times: number) => {
    let calls = 0;
    return async () => {
      calls += 1;
      if (calls <= times) throw error;
      return calls;
    };
  };

  it.each([
    new CliError('unreachable', 'x'),
    new ApiError(503, 'x', problem('unavailable')),
    new ApiError(429, 'Too Many Requests'),
    new ApiError(504, 'Gateway Timeout'),
  ])('repeats the call after %s', async (error) => {
    expect(await patiently(machine().host, failing(error, 3))).toBe(4);
  });

  it.each([
    new CliError('not-signed-in', 'x'),
    new ApiError(502, 'x', problem('query-failed')),
    new ApiError(429, 'x', problem('too-many-queries')),
    new ApiError(403, 'x', problem('grant-not-open')),
    new TypeError('a bug'),
  ])('does not repeat it after %s', async (error) => {
    await expect(patiently(machine().host, failing(error, 1))).rejects.toBe(error);
  });

  it('gives up after 20 attempts', async () => {
    const error = new CliError('unreachable', 'x');
    await expect(patiently(machine().host, failing(error, 20))).rejects.toBe(error);
    expect(await patiently(machine().host, failing(error, 19))).toBe(20);
  });
});
