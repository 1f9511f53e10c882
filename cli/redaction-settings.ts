import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Config, ConfigError, parseConfig } from '../core/policy/config.ts';
import { redactionSettings } from '../core/policy/redaction.ts';
import type { RedactionSettings } from '../core/redact/settings.ts';
import { CliError } from './errors.ts';

export interface SettingsOptions {
  level: RedactionSettings['level'];
  /** A `vitrine.config.ts`, for its allowed values and its detectors. */
  config?: string;
  /** The scope whose own allowed values and detectors count as well. */
  scope?: string;
}

/** What is hidden by a command that works on files of one's own. */
export async function readSettings({
  level,
  config: file,
  scope,
}: SettingsOptions): Promise<RedactionSettings> {
  if (file === undefined) {
    if (scope === undefined) return { level };
    throw new CliError('usage', '--scope needs --config with the file that the scope is in');
  }
  const config = await readConfig(path.resolve(file));
  if (scope !== undefined && !Object.hasOwn(config.scopes, scope)) {
    throw new CliError(
      'usage',
      `${file} has no scope ${scope}; it has ${Object.keys(config.scopes).join(', ')}`,
    );
  }
  return redactionSettings(config, { redaction: level, ...(scope !== undefined && { scope }) });
}

async function readConfig(file: string): Promise<Config> {
  const imported: { default?: unknown } = await import(pathToFileURL(file).href).catch((error: unknown) => {
    throw new CliError(
      'usage',
      `${file} could not be read: ${error instanceof Error ? error.message : error}`,
      error,
    );
  });
  try {
    return parseConfig(imported.default);
  } catch (error) {
    if (error instanceof ConfigError) throw new CliError('usage', error.message, error);
    throw error;
  }
}
