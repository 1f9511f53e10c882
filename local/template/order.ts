import { references } from './intrinsics.ts';
import type { Template } from './template.ts';

/**
 * The logical ids of a template's resources, each after those that it refers to or depends on.
 *
 * @throws Error naming the circle when there is one.
 */
export function dependencyOrder(template: Template): string[] {
  const ordered: string[] = [];
  const done = new Set<string>();
  const visit = (logicalId: string, trail: string[]): void => {
    if (done.has(logicalId)) return;
    if (trail.includes(logicalId)) {
      throw new Error(`Resources depend on each other: ${[...trail, logicalId].join(' → ')}.`);
    }
    const resource = template.Resources[logicalId];
    if (!resource) return;
    const dependencies = [...references(resource.Properties), ...[resource.DependsOn ?? []].flat()];
    for (const dependency of new Set(dependencies)) visit(dependency, [...trail, logicalId]);
    done.add(logicalId);
    ordered.push(logicalId);
  };
  for (const logicalId of Object.keys(template.Resources)) visit(logicalId, []);
  return ordered;
}
