import type { Config } from '../../core/policy/config.ts';
import type { Person } from './person.ts';

/** The people of a configuration as they sign in at the stand-in: by the first of their subjects. */
export function peopleOf(config: Config): Person[] {
  return Object.entries(config.people).map(([key, { name, email, groups, subjects }]) => ({
    sub: subjects[0] ?? key,
    name,
    email,
    groups,
  }));
}
