import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Config, parseConfig } from '../core/policy/config.ts';

const scopeName = 'my-logs';

/** A configuration as read, and the file it is in. */
export interface ConfigFile {
  file: string;
  config: Config;
}

/** @throws {ConfigError} naming every field that is wrong. */
export async function readConfigFile(file: string): Promise<ConfigFile> {
  const { default: input } = (await import(pathToFileURL(file).href)) as { default: unknown };
  return { file, config: parseConfig(input) };
}

/**
 * Files given with `--logs` are there to be looked at: those that no scope names get a scope of their own, in a configuration
 * beside the other state that adds it to the given one. Whoever may ask or approve anywhere may do so there.
 */
export async function withLogFileScope(
  given: ConfigFile,
  logGroups: readonly string[],
  directory: string,
): Promise<ConfigFile> {
  const scopes = Object.values(given.config.scopes);
  const unnamed = logGroups.filter((group) => !scopes.some((scope) => scope.logGroups.includes(group)));
  if (unnamed.length === 0) return given;
  const union = (groups: readonly (readonly string[])[]) => [...new Set(groups.flat())];
  const scope = {
    title: 'Files given with --logs',
    owner: 'You',
    sensitivity: 'low',
    logGroups: [...new Set(unnamed)],
    requesters: union(scopes.map(({ requesters }) => requesters)),
    approvers: union(scopes.map(({ approvers }) => approvers)),
    maxLookback: '3650d',
  };
  const file = join(directory, 'vitrine.config.mjs');
  writeFileSync(
    file,
    `import given from ${JSON.stringify(given.file)};\n` +
      `const scope = ${JSON.stringify(scope, null, 2)};\n` +
      `export default { ...given, scopes: { ...given.scopes, ${JSON.stringify(scopeName)}: scope } };\n`,
  );
  return readConfigFile(file);
}
