import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Template } from '../../local/template/template.ts';

/** Writes a cloud assembly of one stack; `assets` maps object keys to files and their content. */
export function writeAssembly(template: Template, assets: Record<string, Record<string, string>>): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'vitrine-assembly-'));
  const write = (file: string, content: string): void => {
    mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
    writeFileSync(path.join(directory, file), content);
  };
  write('Test.template.json', JSON.stringify(template));
  const files = Object.keys(assets).map((key) => [
    key,
    { source: { path: `asset.${key}`, packaging: 'zip' }, destinations: { current: { objectKey: key } } },
  ]);
  for (const [key, contents] of Object.entries(assets)) {
    for (const [file, content] of Object.entries(contents)) write(`asset.${key}/${file}`, content);
  }
  write('Test.assets.json', JSON.stringify({ files: Object.fromEntries(files) }));
  const manifest = {
    artifacts: {
      'Test.assets': { type: 'cdk:asset-manifest', properties: { file: 'Test.assets.json' } },
      Test: {
        type: 'aws:cloudformation:stack',
        properties: { templateFile: 'Test.template.json' },
        dependencies: ['Test.assets'],
      },
    },
  };
  write('manifest.json', JSON.stringify(manifest));
  return directory;
}
