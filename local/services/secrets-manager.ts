import { randomInt, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AwsError,
  type AwsRequest,
  type AwsResponse,
  type AwsService,
  type Caller,
  type Installation,
  type Resource,
} from '../aws/types.ts';
import { type Provisioned, type Provisioner, physicalName, unknownProperties } from '../provisioner.ts';
import { fileName, writeAtomically } from './wire/files.ts';
import { type Input, integer, object, optionalText, text } from './wire/input.ts';
import { handleJson } from './wire/json-protocol.ts';

interface Secret {
  name: string;
  arn: string;
  versionId: string;
  value: string;
  createdAt: number;
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const CLASSES = {
  ExcludeLowercase: LOWER,
  ExcludeUppercase: LOWER.toUpperCase(),
  ExcludeNumbers: '0123456789',
  ExcludePunctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
} as const;

/** Secrets Manager of the stand-in: secrets of the template, generated once and kept in the data folder. */
export class SecretsManager implements AwsService, Provisioner {
  readonly signingName = 'secretsmanager';
  readonly types = ['AWS::SecretsManager::Secret'] as const;
  readonly #installation: Installation;
  readonly #folder: string;
  readonly #secrets = new Map<string, Secret>();

  constructor(installation: Installation) {
    this.#installation = installation;
    this.#folder = join(installation.dataDir, 'secrets');
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
  }

  handle(request: AwsRequest): Promise<AwsResponse> {
    return handleJson(request, {
      GetSecretValue: (input, caller) => this.#getSecretValue(input, caller),
      DescribeSecret: (input, caller) => this.#describeSecret(input, caller),
    });
  }

  provision(resource: Resource): Provisioned {
    const name = physicalName(resource, 'Name');
    const path = join(this.#folder, `${fileName(name)}.json`);
    const given = optionalText(resource.properties, 'SecretString');
    const stored = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Secret) : undefined;
    const secret =
      stored && (given ?? stored.value) === stored.value ? stored : this.#make(resource, name, given);
    if (secret !== stored) writeAtomically(path, JSON.stringify(secret));
    this.#secrets.set(secret.arn, secret);
    const known = ['Name', 'Description', 'SecretString', 'GenerateSecretString', 'Tags'];
    return { ref: secret.arn, attributes: { Id: secret.arn }, ignored: unknownProperties(resource, known) };
  }

  /** The text of a secret by name or ARN, for `{{resolve:secretsmanager:…}}` in the template. */
  read(idOrArn: string): string | undefined {
    return this.#lookUp(idOrArn)?.value;
  }

  #make(resource: Resource, name: string, given: string | undefined): Secret {
    const { region, accountId, clock } = this.#installation;
    const suffix = pick(LOWER, 6);
    return {
      name,
      arn: `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-${suffix}`,
      versionId: randomUUID(),
      value: given ?? generate(object(resource.properties, 'GenerateSecretString')),
      createdAt: clock(),
    };
  }

  #getSecretValue(input: Input, caller: Caller) {
    const secret = this.#use('GetSecretValue', input, caller);
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: secret.versionId,
      SecretString: secret.value,
      VersionStages: ['AWSCURRENT'],
      CreatedDate: secret.createdAt / 1000,
    };
  }

  #describeSecret(input: Input, caller: Caller) {
    const secret = this.#use('DescribeSecret', input, caller);
    return { ARN: secret.arn, Name: secret.name, CreatedDate: secret.createdAt / 1000 };
  }

  #use(operation: string, input: Input, caller: Caller): Secret {
    const id = text(input, 'SecretId');
    const secret = this.#lookUp(id);
    this.#installation.authorize(caller, `secretsmanager:${operation}`, secret?.arn ?? id);
    if (secret) return secret;
    throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  }

  #lookUp(idOrArn: string): Secret | undefined {
    return this.#secrets.get(idOrArn) ?? [...this.#secrets.values()].find(({ name }) => name === idOrArn);
  }
}

export function createSecretsManager(installation: Installation): SecretsManager {
  return new SecretsManager(installation);
}

/** A random password by the rules of `GenerateSecretString`, alone or inside the JSON template it names. */
function generate(rules: Input): string {
  const length = integer(rules, 'PasswordLength', { min: 1, max: 4096, otherwise: 32 });
  const excluded = new Set(optionalText(rules, 'ExcludeCharacters') ?? '');
  const classes = Object.entries(CLASSES)
    .filter(([rule]) => !isTrue(rules[rule]))
    .map(([, characters]) => [...characters].filter((character) => !excluded.has(character)).join(''))
    .filter((characters) => characters !== '');
  if (isTrue(rules['IncludeSpace'])) classes.push(' ');
  if (classes.length === 0)
    throw new AwsError('InvalidParameterException', 'The rules leave no character to use.');
  const password = requireEachClass(classes, length, rules);
  const key = optionalText(rules, 'GenerateStringKey');
  if (key === undefined) return password;
  const template = JSON.parse(optionalText(rules, 'SecretStringTemplate') ?? '{}') as Record<string, unknown>;
  return JSON.stringify({ ...template, [key]: password });
}

function requireEachClass(classes: readonly string[], length: number, rules: Input): string {
  const wantsAll = String(rules['RequireEachIncludedType'] ?? true) === 'true' && length >= classes.length;
  const required = wantsAll ? classes.map((characters) => pick(characters, 1)) : [];
  const characters = [...required.join(''), ...pick(classes.join(''), length - required.length)];
  // Fisher–Yates, so that the required characters are not always the first.
  for (let last = characters.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [characters[last], characters[other]] = [characters[other] ?? '', characters[last] ?? ''];
  }
  return characters.join('');
}

function pick(characters: string, count: number): string {
  return Array.from({ length: count }, () => characters[randomInt(characters.length)]).join('');
}

function isTrue(value: unknown): boolean {
  return String(value ?? false) === 'true';
}
