import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface Ran {
  status: number;
  stdout: string;
  stderr: string;
}

/** The `vitrine` command with a home of its own, run as people run it. */
export class CommandLine {
  readonly #url: string;
  readonly #home = mkdtempSync(join(tmpdir(), 'vitrine-home-'));
  readonly #env: Record<string, string>;

  constructor(url: string, env: Record<string, string> = {}) {
    this.#url = url;
    this.#env = env;
  }

  /** Runs a command to its end. */
  run(...args: string[]): Promise<Ran> {
    return new Promise((done) => {
      const options = {
        env: { PATH: process.env['PATH'], VITRINE_HOME: this.#home, VITRINE_URL: this.#url, ...this.#env },
        timeout: 50_000,
        maxBuffer: 50_000_000,
      };
      execFile(
        process.execPath,
        [resolve(import.meta.dirname, '../../bin/vitrine.ts'), ...args],
        options,
        (error, stdout, stderr) => {
          const status = error ? (typeof error.code === 'number' ? error.code : 1) : 0;
          done({ status, stdout, stderr });
        },
      );
    });
  }

  /** Runs a command that must succeed, and gives what it printed. */
  async ok(...args: string[]): Promise<string> {
    const { status, stdout, stderr } = await this.run(...args);
    if (status !== 0) throw new Error(`vitrine ${args.join(' ')} ended with ${status}:\n${stderr}`);
    return stdout;
  }

  async json<T = Record<string, unknown>>(...args: string[]): Promise<T> {
    return JSON.parse(await this.ok(...args, '--output', 'json')) as T;
  }

  async jsonLines<T = Record<string, string>>(...args: string[]): Promise<T[]> {
    const text = await this.ok(...args, '--output', 'json');
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as T);
  }

  close(): void {
    rmSync(this.#home, { recursive: true, force: true });
  }
}
