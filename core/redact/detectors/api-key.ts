import { keyed } from './keyed.ts';
import { isOrdinary } from './ordinary.ts';

export const apiKey = keyed({
  id: 'api-key',
  type: 'api-key',
  title: 'API key, by the name of its key',
  category: 'credential',
  evidence: 'key',
  names: [
    'api key',
    'access key',
    'secret key',
    'auth key',
    'account key',
    'app key',
    'subscription key',
    'functions key',
  ],
  listNames: ['api keys', 'access keys', 'secret keys'],
  exceptValue: isOrdinary,
  examples: [
    ['x-api-key: 0c1d2e3f4a5b', '0c1d2e3f4a5b'],
    ['{"apikey":"abc-123-def"}', 'abc-123-def'],
    ['{"apiKeys":["abc-123-def"]}', 'abc-123-def'],
    ['GET /v1/data?api_key=Zm9vYmFy&format=json', 'Zm9vYmFy'],
    ['AccountName=x;AccountKey=a1b2c3d4==;EndpointSuffix=y', 'a1b2c3d4=='],
  ],
  counterExamples: [
    'api_key_id=17',
    '{"apiKeys":2}',
    'primary_key=42',
    'apiKey: {{ api_key }}',
    'key=value',
    'api_key: missing',
  ],
  source: 'Common usage; Azure Storage, "Configure connection strings"',
});
