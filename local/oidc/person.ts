/** Somebody who can sign in at the stand-in. */
export interface Person {
  sub: string;
  name: string;
  email: string;
  groups: string[];
}

/** The person that a `login_hint` means: a subject, a mail address, or what stands before its `@`. */
export function findPerson(people: readonly Person[], hint: string): Person | undefined {
  const wanted = hint.toLowerCase();
  return people.find(({ sub, email }) =>
    [sub, email, email.split('@')[0] ?? ''].some((name) => name.toLowerCase() === wanted),
  );
}

/** What tokens say about a person, the access token and the id token alike. */
export function claimsOf({ sub, name, email, groups }: Person) {
  return { sub, name, email, email_verified: true, groups };
}
