import type { Config } from './config.ts';

/** A configuration as the evidence has it. */
export interface Rules {
  /** SHA-256 of the text in lower-case hexadecimal, by which every event names the rules that it was made under. */
  readonly version: string;
  readonly text: string;
}

/** Where the evidence bucket has the configurations that were in force. */
export const rulesPrefix = 'rules/';

/** The configuration as a text that the locked bucket keeps. */
export function rulesOf(config: Config, sha256: (text: string) => string): Rules {
  const text = `${JSON.stringify(config, null, 2)}\n`;
  return { version: sha256(text), text };
}

export function isRulesVersion(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

export function rulesKey(version: string): string {
  return `${rulesPrefix}${version}.json`;
}
