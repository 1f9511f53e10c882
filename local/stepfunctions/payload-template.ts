import { callIntrinsic } from './intrinsic.ts';
import { type PathScope, readPath } from './path.ts';

/** Fills `Parameters` or `ResultSelector`: keys ending in `.$` hold a path or an intrinsic function. */
export function fillTemplate(template: unknown, scope: PathScope): unknown {
  if (Array.isArray(template)) return template.map((item) => fillTemplate(item, scope));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) =>
      key.endsWith('.$')
        ? [key.slice(0, -2), evaluate(String(value), scope)]
        : [key, fillTemplate(value, scope)],
    ),
  );
}

/** A path or a call such as `States.Format('grant-{}', $.id)`. */
export function evaluate(expression: string, scope: PathScope): unknown {
  return expression.startsWith('$') ? readPath(expression, scope) : callIntrinsic(expression, scope);
}
