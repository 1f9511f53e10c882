import type { Redactor } from './engine.ts';

/** Nothing that is known by itself, so that only the name of its field can hide it. */
const unknownSecret = 'Zq7xkW9r';

/** What a redactor changes: texts, and fields whatever they hold. */
export function sensitivity(redactor: Redactor): {
  isSensitive: (text: string) => boolean;
  isSecretField: (name: string) => boolean;
} {
  return {
    isSensitive: (text) => redactor.redact(text).text !== text,
    isSecretField: (name) => redactor.redactField(name, unknownSecret).text !== unknownSecret,
  };
}
