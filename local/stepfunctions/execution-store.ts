import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Execution } from './execution.ts';

/** Closed executions beyond this many are forgotten, oldest first. */
const MAX_CLOSED = 10_000;

/** All executions, in memory and as one file each, so that running ones survive a restart. */
export class ExecutionStore {
  readonly #directory: string;
  readonly #executions = new Map<string, Execution>();

  constructor(directory: string) {
    this.#directory = directory;
    mkdirSync(directory, { recursive: true });
    for (const file of readdirSync(directory).filter((name) => name.endsWith('.json'))) {
      const execution = JSON.parse(readFileSync(path.join(directory, file), 'utf8')) as Execution;
      this.#executions.set(execution.arn, execution);
    }
  }

  find(arn: string): Execution | undefined {
    return this.#executions.get(arn);
  }

  /** Newest first. */
  of(stateMachineArn: string): Execution[] {
    return [...this.#executions.values()]
      .filter((execution) => execution.stateMachineArn === stateMachineArn)
      .sort((a, b) => b.startedAt - a.startedAt);
  }

  save(execution: Execution): void {
    this.#executions.set(execution.arn, execution);
    const file = this.#file(execution.arn);
    writeFileSync(`${file}.new`, JSON.stringify(execution));
    renameSync(`${file}.new`, file);
    if (this.#executions.size > MAX_CLOSED) this.#forgetOldest();
  }

  #forgetOldest(): void {
    const oldest = [...this.#executions.values()].find(({ status }) => status !== 'RUNNING');
    if (!oldest) return;
    this.#executions.delete(oldest.arn);
    rmSync(this.#file(oldest.arn), { force: true });
  }

  #file(arn: string): string {
    return path.join(this.#directory, `${createHash('sha256').update(arn).digest('hex').slice(0, 32)}.json`);
  }
}
