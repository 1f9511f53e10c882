import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AwsError, type Caller, type Installation } from '../../aws/types.ts';
import { fileName } from '../wire/files.ts';
import { type Input, optionalText, text } from '../wire/input.ts';
import { LogGroup } from './log-group.ts';

/** The log groups by name, their ARNs, and who may do what with them. */
export class GroupStore {
  readonly now: () => number;
  readonly #installation: Installation;
  readonly #folder: string;
  readonly #groups = new Map<string, LogGroup>();

  constructor(installation: Installation) {
    this.#installation = installation;
    this.now = installation.clock;
    this.#folder = join(installation.dataDir, 'logs');
    mkdirSync(this.#folder, { recursive: true });
  }

  /** The group of that name, made when it does not exist yet. */
  ensure(name: string, retentionDays?: number): LogGroup {
    const known = this.#groups.get(name);
    if (known) return known;
    const file = join(this.#folder, `${fileName(name)}.jsonl`);
    const group = new LogGroup({ name, file, retentionDays, now: this.now() });
    this.#groups.set(name, group);
    return group;
  }

  has(name: string): boolean {
    return this.#groups.has(name);
  }

  names(): string[] {
    return [...this.#groups.keys()].sort();
  }

  /** @throws AwsError `ResourceNotFoundException` */
  get(name: string): LogGroup {
    const group = this.#groups.get(name);
    if (!group) throw notFound('log group', name);
    return group;
  }

  /** The group that a request names, once the caller may do the operation on it. */
  authorized(input: Input, caller: Caller, operation: string): LogGroup {
    const name = nameOfGroup(optionalText(input, 'logGroupIdentifier') ?? text(input, 'logGroupName'));
    this.authorize(caller, operation, this.arn(name));
    return this.get(name);
  }

  authorize(caller: Caller, operation: string, arn: string): void {
    this.#installation.authorize(caller, `logs:${operation}`, arn);
  }

  /** A group's ARN as IAM compares it, with the trailing `:*`. */
  arn(groupName: string): string {
    const { region, accountId } = this.#installation;
    return `arn:aws:logs:${region}:${accountId}:log-group:${groupName}:*`;
  }

  streamArn(groupName: string, streamName: string): string {
    return `${this.arn(groupName).slice(0, -1)}log-stream:${streamName}`;
  }
}

/** A group's name, from the name itself or an ARN. */
export function nameOfGroup(identifier: string): string {
  return identifier.replace(/^arn:aws:logs:[^:]*:[^:]*:log-group:/, '').replace(/:\*$/, '');
}

export function notFound(kind: string, name: string): AwsError {
  return new AwsError('ResourceNotFoundException', `The specified ${kind} does not exist: ${name}`);
}
