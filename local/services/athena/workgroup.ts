import type { Resource } from '../../aws/types.ts';
import { type Input, integer, object, optionalText } from '../wire/input.ts';
import { type Location, parseLocation } from './partitions.ts';

export interface Workgroup {
  name: string;
  scanLimitBytes: number;
  /** Whether the workgroup's settings win over those of the query. */
  enforced: boolean;
  output: Location | undefined;
  enabled: boolean;
  /** As declared, for GetWorkGroup. */
  configuration: Input;
}

/** Athena takes no scan limit under 10 MB. */
const MIN_SCAN_LIMIT_BYTES = 10_000_000;

export function workgroupOf(resource: Resource, name: string): Workgroup {
  const configuration = object(resource.properties, 'WorkGroupConfiguration');
  const output = optionalText(object(configuration, 'ResultConfiguration'), 'OutputLocation');
  return {
    name,
    scanLimitBytes: integer(configuration, 'BytesScannedCutoffPerQuery', {
      min: MIN_SCAN_LIMIT_BYTES,
      otherwise: Number.MAX_SAFE_INTEGER,
    }),
    enforced: String(configuration['EnforceWorkGroupConfiguration'] ?? true) === 'true',
    output: output === undefined ? undefined : parseLocation(output),
    enabled: optionalText(resource.properties, 'State') !== 'DISABLED',
    configuration,
  };
}
