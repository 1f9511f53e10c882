import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { type ConfigInput, parseConfig } from '../../core/policy/config.ts';
import { createApp } from '../../lib/app.ts';
import { type Bundles, functionNames } from '../../lib/bundle.ts';
import { VitrineStack } from '../../lib/vitrine-stack.ts';
import { sampleConfig } from '../support/sample-config.ts';

interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
  DeletionPolicy?: string;
  Condition?: string;
}

interface Statement {
  Effect: 'Allow' | 'Deny';
  Sid?: string;
  Action?: string | string[];
  NotAction?: string | string[];
  Resource?: unknown;
  Principal?: unknown;
  Condition?: Record<string, Record<string, unknown>>;
}

/**
 * The template for the sample configuration with these changes; the functions' code and the web app are of no account here.
 * Every template is checked against the AwsSolutions rules, `checked` ones against CloudFormation's own, too, which takes seconds.
 */
export function synthesized(changes: Partial<ConfigInput> = {}, { checked = false } = {}) {
  const directory = mkdtempSync(path.join(tmpdir(), 'vitrine-lib-'));
  try {
    const app = createApp({ outdir: path.join(directory, 'out'), builtinCloudFormationValidation: checked });
    app.node.setContext('aws:cdk:disable-asset-staging', true);
    const stack = new VitrineStack(app, 'Vitrine', {
      config: parseConfig({ ...sampleConfig(), ...changes }),
      bundles: emptyBundles(directory),
      site: emptySite(directory),
    });
    return new Synthesized(Template.fromStack(stack));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function emptyBundles(directory: string): Bundles {
  const folders = functionNames.map((name) => {
    const folder = path.join(directory, name);
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'index.mjs'), `export const handler = () => '${name}';\n`);
    return [name, folder];
  });
  return Object.fromEntries(folders) as Bundles;
}

function emptySite(directory: string): string {
  const site = path.join(directory, 'site');
  mkdirSync(site);
  writeFileSync(path.join(site, 'index.html'), '<!doctype html>\n');
  return site;
}

/** Ways to look things up in a template. */
class Synthesized {
  readonly template: Template;

  constructor(template: Template) {
    this.template = template;
  }

  all(type: string): [string, Resource][] {
    return Object.entries(this.template.findResources(type)) as [string, Resource][];
  }

  /** The one resource of a type whose logical id begins so. */
  one(type: string, idPrefix = ''): Resource & { id: string } {
    const found = this.all(type).filter(
      ([id]) => new RegExp(`^${idPrefix}[0-9A-F]{8}$`).test(id) || idPrefix === '',
    );
    const [first] = found;
    if (!first || found.length > 1) throw new Error(`${found.length} resources ${type} ${idPrefix}.`);
    return { id: first[0], ...first[1] };
  }

  /** What a role's own policies say. */
  statements(roleIdPrefix: string): Statement[] {
    const { id } = this.one('AWS::IAM::Role', roleIdPrefix);
    return this.all('AWS::IAM::Policy')
      .filter(([, { Properties }]) => JSON.stringify(Properties['Roles']).includes(`"${id}"`))
      .flatMap(([, { Properties }]) => statementsOf(Properties['PolicyDocument']));
  }

  /** Every action that a role is allowed, with what on. */
  allowed(roleIdPrefix: string): { action: string; resource: string; statement: Statement }[] {
    return this.statements(roleIdPrefix)
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap((statement) =>
        [statement.Action ?? []]
          .flat()
          .flatMap((action) =>
            [statement.Resource].flat().map((resource) => ({ action, resource: plain(resource), statement })),
          ),
      );
  }
}

export function statementsOf(document: unknown): Statement[] {
  return (document as { Statement: Statement[] }).Statement;
}

/** A value of the template in one line, intrinsic functions as `<Name>` or `<Name.Attribute>`. */
export function plain(value: unknown): string {
  if (typeof value === 'string') return value;
  const {
    Ref,
    'Fn::GetAtt': attribute,
    'Fn::Join': join,
  } = value as {
    Ref?: string;
    'Fn::GetAtt'?: string[];
    'Fn::Join'?: [string, unknown[]];
  };
  if (Ref !== undefined) return `<${Ref}>`;
  if (attribute) return `<${attribute.join('.')}>`;
  if (join) return join[1].map(plain).join(join[0]);
  return JSON.stringify(value);
}
