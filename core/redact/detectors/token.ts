import { keyed } from './keyed.ts';
import { isOrdinary } from './ordinary.ts';

export const token = keyed({
  id: 'token',
  type: 'token',
  title: 'Access, refresh or other token, by the name of its key',
  category: 'credential',
  evidence: 'key',
  names: ['token', 'jwt', 'bearer', 'auth code', 'authorization code', 'magic link'],
  // Places in a list, and complaints of parsers and of AWS ("ExpiredToken: The security token …").
  exceptNames: [
    'next token',
    'page token',
    'pagination token',
    'continuation token',
    'sync token',
    'expired token',
    'invalid token',
    'unexpected token',
    'missing token',
    'unknown token',
    'json token',
    'json web token',
  ],
  exceptValue: isOrdinary,
  examples: [
    ['access_token=ya29.a0AfH6SMBx issued', 'ya29.a0AfH6SMBx'],
    ['{"refreshToken":"1//0gdf-abc"}', '1//0gdf-abc'],
    ['X-Auth-Token: 9f8e7d6c5b4a', '9f8e7d6c5b4a'],
    ['/cb?code=1&id_token=abc123def&state=x', 'abc123def'],
  ],
  counterExamples: [
    'token_count=5',
    'max_tokens: 4096',
    'token_type=bearer',
    'nextToken=AQICAHh4eHg',
    'Unexpected token: }',
    'token=12',
    'ExpiredToken: The security token included in the request is expired',
    'token: expired',
    'token: null',
  ],
  source: 'RFC 6749, sections 1.4 and 1.5; common usage',
});
