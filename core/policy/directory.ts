import type { Config } from './config.ts';

/** One person, whatever the way in. */
export interface Person {
  key: string;
  name: string;
  email: string;
  groups: readonly string[];
}

/** What a verified token says about somebody. */
export interface Claims {
  subject: string;
  email?: string;
  groups?: readonly string[];
}

/**
 * The person behind a verified token, or undefined. The subject alone identifies: mail addresses are only checked against
 * it, since many issuers let people change theirs. Groups count when the configuration and the token both name them; a
 * token without the claim proves no group.
 */
export function identify(config: Config, claims: Claims): Person | undefined {
  const found = Object.entries(config.people).find(([, person]) => person.subjects.includes(claims.subject));
  if (!found) return undefined;
  const [key, person] = found;
  if (claims.email !== undefined && !addressesOf(person).includes(claims.email.toLowerCase()))
    return undefined;
  const inToken = new Set(claims.groups ?? []);
  return {
    key,
    name: person.name,
    email: person.email,
    groups: person.groups.filter((group) => inToken.has(group)),
  };
}

/** The person of that key as configured, for mails and links: no token is there to check groups against. */
export function personNamed(config: Config, key: string): Person | undefined {
  const person = Object.hasOwn(config.people, key) ? config.people[key] : undefined;
  return person && { key, name: person.name, email: person.email, groups: person.groups };
}

/** People in any of these groups. */
export function membersOf(config: Config, groups: readonly string[]): Person[] {
  return Object.entries(config.people)
    .filter(([, person]) => person.groups.some((group) => groups.includes(group)))
    .map(([key, person]) => ({ key, name: person.name, email: person.email, groups: person.groups }));
}

/** The name to show for a key. */
export function displayName(config: Config, key: string): string {
  return personNamed(config, key)?.name ?? key;
}

function addressesOf(person: Config['people'][string]): string[] {
  return [person.email, ...person.otherEmails].map((address) => address.toLowerCase());
}
