import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openApiDocument } from '../../contract/openapi.ts';
import { problem, problemCodes } from '../../contract/problem.ts';
import { routes } from '../../contract/routes.ts';

const document = openApiDocument();

describe('the OpenAPI document', () => {
  it('is the one in docs/openapi.json; if not, run npm run openapi', () => {
    const written: unknown = JSON.parse(
      readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'),
    );
    expect(written).toEqual(JSON.parse(JSON.stringify(document)));
  });

  it('has every route once, with every path parameter declared', () => {
    const operations = Object.entries(
      document['paths'] as Record<
        string,
        Record<string, { operationId: string; parameters: { in: string; name: string }[] }>
      >,
    ).flatMap(([path, methods]) => Object.values(methods).map((operation) => ({ path, ...operation })));
    expect(operations.map(({ operationId }) => operationId).toSorted()).toEqual(
      Object.keys(routes).toSorted(),
    );
    for (const { path, parameters } of operations) {
      const declared = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
      expect(declared).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
    }
  });
});

describe('problem documents', () => {
  it('carry type, title and status of their code (RFC 9457)', () => {
    expect(problem('own-request', { detail: 'no' })).toEqual({
      type: 'urn:vitrine:problem:own-request',
      title: problemCodes['own-request'][1],
      status: 403,
      code: 'own-request',
      detail: 'no',
    });
  });

  it('use client and server error statuses only', () => {
    for (const [status] of Object.values(problemCodes)) expect(status).toBeGreaterThanOrEqual(400);
  });
});
