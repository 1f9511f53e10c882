import { writeFileSync } from 'node:fs';
import { openApiDocument } from '../contract/openapi.ts';

/** Writes docs/openapi.json from the contract; a test keeps the two the same. */
writeFileSync(
  new URL('../docs/openapi.json', import.meta.url),
  `${JSON.stringify(openApiDocument(), null, 2)}\n`,
);
