import { describe, expect, it } from 'vitest';
import { discover } from '../../../core/insights/discover.ts';

function fieldsOf(message: string): Record<string, string> {
  const event = {
    timestamp: 1795239720000,
    ingestionTime: 1795239721500,
    message,
    logStream: 's',
    log: '111122223333:/app',
  };
  return Object.fromEntries(discover(event, 'p1'));
}

describe('discover', () => {
  it('gives every event the system fields', () => {
    expect(fieldsOf('hello')).toEqual({
      '@timestamp': '2026-11-21 05:42:00.000',
      '@message': 'hello',
      '@logStream': 's',
      '@log': '111122223333:/app',
      '@ingestionTime': '2026-11-21 05:42:01.500',
      '@ptr': 'p1',
    });
  });

  it('names the values of a JSON object by their path', () => {
    expect(fieldsOf('{"a":{"b":[{"c":"x"},true]},"n":null,"e":{}}')).toMatchObject({
      'a.b.0.c': 'x',
      'a.b.1': 'true',
    });
    expect(Object.keys(fieldsOf('{"n":null,"e":{}}'))).toHaveLength(6);
  });

  it('keeps numbers as they are written', () => {
    expect(fieldsOf('{"id":123456789012345678,"d":1.50,"e":1e3}')).toMatchObject({
      id: '123456789012345678',
      d: '1.50',
      e: '1e3',
    });
  });

  it('lets no event overwrite a system field', () => {
    expect(fieldsOf('{"@log":"x","@ptr":"y"}')).toMatchObject({
      '@log': '111122223333:/app',
      '@ptr': 'p1',
      '@@log': 'x',
      '@@ptr': 'y',
    });
  });

  it('discovers 1,000 fields at most', () => {
    const wide = JSON.stringify(
      Object.fromEntries(Array.from({ length: 1_500 }, (_, index) => [`k${index}`, index])),
    );
    expect(Object.keys(fieldsOf(wide))).toHaveLength(1_006);
  });

  it.each(['{"a":', '[1,2]', '"text"', `{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`])(
    'finds nothing in %.20s',
    (message) => {
      expect(Object.keys(fieldsOf(message))).toHaveLength(6);
    },
  );

  it('reads the lines that Lambda writes', () => {
    const id = '5f2c1c2e-0000-4000-8000-1234567890ab';
    expect(fieldsOf(`START RequestId: ${id} Version: $LATEST`)).toMatchObject({
      '@type': 'START',
      '@requestId': id,
    });
    const report = `REPORT RequestId: ${id}\tDuration: 3.25 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory Used: 60 MB\tInit Duration: 100.5 ms\t`;
    expect(fieldsOf(report)).toMatchObject({
      '@type': 'REPORT',
      '@requestId': id,
      '@duration': '3.25',
      '@billedDuration': '4',
      '@initDuration': '100.5',
      '@memorySize': '128000000',
      '@maxMemoryUsed': '60000000',
    });
  });
});
