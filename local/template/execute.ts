import type { Resource } from '../aws/types.ts';
import type { Provisioned, Provisioner } from '../provisioner.ts';
import type { Assembly, AssemblyStack } from './assembly.ts';
import { type ReadSecret, resolveDynamicReferences } from './dynamic-references.ts';
import { NO_VALUE, resolve, type Scope } from './intrinsics.ts';
import { dependencyOrder } from './order.ts';
import { parameterValues } from './parameters.ts';

export interface ExecuteOptions {
  provisioners: readonly Provisioner[];
  parameters: Readonly<Record<string, string>>;
  accountId: string;
  region: string;
  readSecret: ReadSecret;
}

export interface Executed {
  /** Every resource that was made, by logical id. */
  resources: Map<string, { resource: Resource; provisioned: Provisioned }>;
  /** The stacks' outputs, by name. */
  outputs: Record<string, string>;
  /** Types that nobody plays, with how often they occur. */
  ignoredTypes: Map<string, number>;
  /** `Type.Property` names that have no effect here. */
  ignoredProperties: Set<string>;
}

/** Carries out the templates of an assembly, stack by stack, resource by resource. */
export async function executeAssembly(assembly: Assembly, options: ExecuteOptions): Promise<Executed> {
  const executed: Executed = {
    resources: new Map(),
    outputs: {},
    ignoredTypes: new Map(),
    ignoredProperties: new Set(),
  };
  const exported = new Map<string, unknown>();
  for (const stack of assembly.stacks) await executeStack(stack, options, executed, exported);
  return executed;
}

async function executeStack(
  stack: AssemblyStack,
  options: ExecuteOptions,
  executed: Executed,
  exported: Map<string, unknown>,
): Promise<void> {
  const { template } = stack;
  const made = new Map<string, Provisioned>();
  const scope = scopeOf(stack, options, made, exported);
  for (const logicalId of dependencyOrder(template)) {
    const declared = template.Resources[logicalId];
    if (!declared || (declared.Condition !== undefined && !scope.condition(declared.Condition))) continue;
    const resource = {
      stackName: stack.name,
      logicalId,
      type: declared.Type,
      properties: await resolveDynamicReferences(
        resolve(declared.Properties ?? {}, scope) as Record<string, unknown>,
        options.readSecret,
      ),
    };
    const provisioned = await make(resource, options, executed);
    made.set(logicalId, provisioned);
    executed.resources.set(logicalId, { resource, provisioned });
  }
  for (const [name, output] of Object.entries(template.Outputs ?? {})) {
    if (output.Condition !== undefined && !scope.condition(output.Condition)) continue;
    const value = resolve(output.Value, scope);
    executed.outputs[name] = String(value);
    if (output.Export) exported.set(String(resolve(output.Export.Name, scope)), value);
  }
}

async function make(resource: Resource, options: ExecuteOptions, executed: Executed): Promise<Provisioned> {
  const provisioner = options.provisioners.find(({ types }) => types.includes(resource.type));
  if (!provisioner) {
    executed.ignoredTypes.set(resource.type, (executed.ignoredTypes.get(resource.type) ?? 0) + 1);
    return standIn(resource, options);
  }
  try {
    const provisioned = await provisioner.provision(resource);
    for (const name of provisioned.ignored ?? []) executed.ignoredProperties.add(`${resource.type}.${name}`);
    return provisioned;
  } catch (cause) {
    throw new Error(`${resource.type} ${resource.logicalId} could not be made.`, { cause });
  }
}

/** The answer to every attribute that has none of its own. */
const ANY_ATTRIBUTE = '*';

/** Something to refer to, for a type that nobody plays: an ARN-shaped value, and its logical id for all else. */
function standIn(resource: Resource, { region, accountId }: ExecuteOptions): Provisioned {
  const service = resource.type.split('::')[1]?.toLowerCase() ?? 'custom';
  const arn = `arn:aws:${service}:${region}:${accountId}:${resource.logicalId}`;
  return { ref: resource.logicalId, attributes: { Arn: arn, [ANY_ATTRIBUTE]: resource.logicalId } };
}

function scopeOf(
  stack: AssemblyStack,
  options: ExecuteOptions,
  made: Map<string, Provisioned>,
  exported: Map<string, unknown>,
): Scope {
  const { template, name: stackName } = stack;
  const { accountId, region } = options;
  const parameters = parameterValues(template, options.parameters);
  const pseudo = new Map<string, unknown>([
    ['AWS::AccountId', accountId],
    ['AWS::Region', region],
    ['AWS::Partition', 'aws'],
    ['AWS::URLSuffix', 'amazonaws.com'],
    ['AWS::StackName', stackName],
    ['AWS::StackId', `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}/local`],
    ['AWS::NotificationARNs', []],
    ['AWS::NoValue', NO_VALUE],
  ]);
  const scope: Scope = {
    region,
    ref: (name) => {
      if (pseudo.has(name)) return pseudo.get(name);
      if (parameters.has(name)) return parameters.get(name);
      return known(made.get(name), `${stackName}: nothing is called ${name}`).ref;
    },
    attribute: (logicalId, name) => {
      const { attributes } = known(made.get(logicalId), `${stackName}: no resource ${logicalId}`);
      const value = attributes[name] ?? attributes[ANY_ATTRIBUTE];
      return known(value, `${stackName}: ${logicalId} has no attribute ${name} here`);
    },
    condition: (name) => {
      const declared = template.Conditions?.[name];
      return resolve(known(declared, `${stackName}: no condition ${name}`), scope) === true;
    },
    mapping: (map, first, second) =>
      known(template.Mappings?.[map]?.[first]?.[second], `${stackName}: no ${map}.${first}.${second}`),
    imported: (name) => known(exported.get(name), `${stackName}: no stack exports ${name}`),
  };
  return scope;
}

function known<T>(value: T | undefined, otherwise: string): T {
  if (value === undefined) throw new Error(`${otherwise}.`);
  return value;
}
