import type { Resource } from './aws/types.ts';

/** What a template reads back from a resource that has been made: `Ref` and `Fn::GetAtt`. */
export interface Provisioned {
  ref: string;
  attributes: Record<string, string>;
  /** Names of properties that were present and have no effect here; the runner lists them at start. */
  ignored?: string[];
}

/** Whoever plays some CloudFormation types. Resources arrive one by one, in dependency order, properties resolved. */
export interface Provisioner {
  /** The CloudFormation types it plays, e.g. `AWS::S3::Bucket`. */
  readonly types: readonly string[];
  /** Makes the resource, or finds it again from an earlier run in the same data folder. */
  provision(resource: Resource): Provisioned | Promise<Provisioned>;
}

/** A name as CloudFormation makes one up when the template gives none; stable, so that data survives a restart. */
export function physicalName(resource: Resource, property: string): string {
  const given = resource.properties[property];
  return typeof given === 'string' && given !== '' ? given : resource.logicalId;
}

/** The properties of `resource` that are not among `known`. */
export function unknownProperties(resource: Resource, known: readonly string[]): string[] {
  return Object.keys(resource.properties).filter((name) => !known.includes(name));
}
