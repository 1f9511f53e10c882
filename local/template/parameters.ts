import type { Template, TemplateParameter } from './template.ts';

/**
 * The values of a template's parameters: those given, else the defaults. Names that the template does not declare
 * are ignored, since every stack of an assembly is offered the same values.
 *
 * @throws Error naming each parameter that is missing or that its own declaration refuses.
 */
export function parameterValues(
  template: Template,
  given: Readonly<Record<string, string>>,
): Map<string, unknown> {
  const values = new Map<string, unknown>();
  const problems: string[] = [];
  for (const [name, parameter] of Object.entries(template.Parameters ?? {})) {
    const value = given[name] ?? parameter.Default?.toString();
    if (value === undefined) problems.push(`${name} has no value`);
    else if (!isAllowed(parameter, value)) problems.push(`${name} may not be ${JSON.stringify(value)}`);
    else values.set(name, isList(parameter) ? value.split(',').map((item) => item.trim()) : value);
  }
  if (problems.length > 0) throw new Error(`Template parameters: ${problems.join('; ')}.`);
  return values;
}

function isAllowed(parameter: TemplateParameter, value: string): boolean {
  const { AllowedPattern, AllowedValues, MinLength, MaxLength } = parameter;
  if (AllowedPattern !== undefined && !new RegExp(`^(?:${AllowedPattern})$`).test(value)) return false;
  if (AllowedValues && !AllowedValues.map(String).includes(value)) return false;
  return value.length >= (MinLength ?? 0) && value.length <= (MaxLength ?? Number.POSITIVE_INFINITY);
}

function isList(parameter: TemplateParameter): boolean {
  return parameter.Type === 'CommaDelimitedList' || parameter.Type.startsWith('List<');
}
