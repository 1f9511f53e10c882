import { useCallback, useState } from 'preact/hooks';

const prefix = 'vitrine.draft.';

/**
 * What is typed, kept in this tab's storage: a sign-in that ends in the middle leaves the page, and the words must be
 * there again afterwards. Fields that the stored draft lacks, or has of another type, get their initial value.
 */
export function useDraft<T extends Record<string, string | boolean>>(
  name: string,
  initial: T,
): [T, (change: Partial<T>) => void, () => void] {
  const [draft, setDraft] = useState(() => restore(sessionStorage.getItem(prefix + name), initial));
  const change = useCallback(
    (changed: Partial<T>) =>
      setDraft((current) => {
        const next = { ...current, ...changed };
        sessionStorage.setItem(prefix + name, JSON.stringify(next));
        return next;
      }),
    [name],
  );
  const forget = useCallback(() => {
    sessionStorage.removeItem(prefix + name);
    setDraft(initial);
  }, [name, initial]);
  return [draft, change, forget];
}

/** Removes every draft, for the next person at this tab. */
export function forgetDrafts(): void {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(prefix)) sessionStorage.removeItem(key);
  }
}

/** The initial values, replaced by those stored ones that have the same name and type. */
export function restore<T extends Record<string, string | boolean>>(stored: string | null, initial: T): T {
  let found: unknown;
  try {
    found = JSON.parse(stored ?? 'null');
  } catch {
    return initial;
  }
  if (!(found instanceof Object)) return initial;
  const fitting = Object.entries(found).filter(
    ([key, value]) => Object.hasOwn(initial, key) && typeof value === typeof initial[key],
  );
  return { ...initial, ...Object.fromEntries(fitting) };
}
