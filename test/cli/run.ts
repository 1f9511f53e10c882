import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Host, Output } from '../../cli/host.ts';
import { main } from '../../cli/main.ts';
import type { Profile } from '../../cli/profile/profile.ts';
import { profileFile } from '../../cli/profile/profile.ts';
import { writeProfile } from '../../cli/profile/store.ts';
import type { FakeSite } from './fake-site.ts';

export interface Machine {
  host: Host;
  file: (profile?: string) => string;
  stdout: string[];
  stderr: string[];
  openedInBrowser: string[];
  /** What the command reads from standard input. */
  input: string;
  /** What happens each time the command sleeps. */
  whileAsleep: (sleptMs: number) => void;
  interrupt: () => void;
  run: (...args: string[]) => Promise<{ status: number; stdout: string; stderr: string }>;
}

/** A machine of its own for one test: an empty home, a clock that only sleeping moves, and no terminal. */
export function machine(env: Record<string, string> = {}, terminal: Partial<Output> = {}): Machine {
  const home = mkdtempSync(join(tmpdir(), 'vitrine-cli-'));
  const stdout: string[] = [];
  const stderr: string[] = [];
  let nowMs = Date.now();
  let interruption = new AbortController();
  const made: Machine = {
    stdout,
    stderr,
    openedInBrowser: [],
    input: '',
    file: (profile = 'default') => profileFile({ VITRINE_HOME: home }, profile),
    whileAsleep: () => undefined,
    interrupt: () => interruption.abort(),
    host: {
      env: { VITRINE_HOME: home, ...env },
      stdin: {
        async *[Symbol.asyncIterator]() {
          yield made.input;
        },
      },
      stdout: { write: (text) => stdout.push(text), ...terminal },
      stderr: { write: (text) => stderr.push(text) },
      now: () => nowMs,
      sleep: async (durationMs) => {
        nowMs += durationMs;
        made.whileAsleep(durationMs);
      },
      openBrowser: async (url) => {
        made.openedInBrowser.push(url);
      },
      catchInterrupt: () => {
        interruption = new AbortController();
        return { signal: interruption.signal, end: () => undefined };
      },
    },
    run: async (...args) => {
      stdout.length = 0;
      stderr.length = 0;
      const status = await main(args, made.host);
      return { status, stdout: stdout.join(''), stderr: stderr.join('') };
    },
  };
  return made;
}

/** A machine on which somebody is signed in at the site. */
export async function signedInAt(site: FakeSite, terminal: Partial<Output> = {}): Promise<Machine> {
  const made = machine({}, terminal);
  await writeProfile(made.file(), profileOf(site));
  return made;
}

export function profileOf(site: { url: string }, tokens: Partial<Profile['tokens']> = {}): Profile {
  return {
    url: site.url,
    issuer: `${site.url}/oidc`,
    clientId: 'vitrine-cli',
    audience: 'https://vitrine.example.com/api',
    tokens: { accessToken: 'header.claims.signature', expiresAt: '2999-01-01T00:00:00.000Z', ...tokens },
  };
}
