import type { Person } from './oidc/person.ts';
import type { RunningStack } from './stack.ts';

export interface BannerOptions {
  people: readonly Person[];
  dataDir: string;
  operatorFile: string;
  startedInMs: number;
}

/** What the operator reads once everything answers. */
export function banner(
  stack: RunningStack,
  { people, dataDir, operatorFile, startedInMs }: BannerOptions,
): string {
  const { ignoredTypes, ignoredProperties } = stack.executed;
  const lines = [
    '',
    `  Site      ${stack.url}/`,
    ...stack.pages.map(({ title, path }) => `  ${title.padEnd(9)} ${stack.url}${path}`),
    `  AWS       . ${operatorFile}   (endpoint and keys of the operator, for any AWS client)`,
    `  Data      ${dataDir}`,
    '',
    '  Sign in as',
    ...people.map(({ sub, name, groups }) => `    ${sub.padEnd(8)} ${name} (${groups.join(', ')})`),
    '',
    '  Outputs, as cdk deploy prints them',
    ...Object.entries(stack.outputs).map(([name, value]) => `    ${name} = ${value}`),
    '',
  ];
  if (ignoredTypes.size > 0) {
    const types = [...ignoredTypes].map(([type, count]) => `${type}${count > 1 ? ` ×${count}` : ''}`);
    lines.push('  Without effect here, types:', ...types.sort().map((type) => `    ${type}`), '');
  }
  if (ignoredProperties.size > 0) {
    lines.push(
      '  Without effect here, properties:',
      ...[...ignoredProperties].sort().map((name) => `    ${name}`),
      '',
    );
  }
  lines.push(`  Ready in ${(startedInMs / 1000).toFixed(1)} s. Ctrl-C stops it.`, '');
  return lines.join('\n');
}
