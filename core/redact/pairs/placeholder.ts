import type { Level } from '../detector.ts';

/** How a value is written, as that tells how far its words can be taken literally. */
export type Writing = 'quoted' | 'assigned' | 'prose';

/**
 * Does the text only say where a secret would be, or that there is none? At level `strict` a word of prose counts as a
 * secret, too.
 */
export function isPlaceholder(value: string, writing: Writing, level: Level): boolean {
  const text = value.trim();
  if (text === '' || absent.has(text.toLowerCase())) return true;
  if (text.length <= 256 && stands.some((shape) => shape.test(text))) return true;
  if (writing !== 'quoted' && level === 'standard' && text.length <= 256 && expression.test(text))
    return true;
  return (
    writing === 'prose' && level === 'standard' && status.has(text.toLowerCase().replace(/[.,:!]+$/, ''))
  );
}

const absent = new Set(
  'null nil none undefined true false yes no nan void n/a na empty blank unset redacted masked hidden filtered removed omitted'.split(
    ' ',
  ),
);

/** One expression for several, which is asked faster. They have no groups that count. */
function oneOfShapes(flags: string, ...shapes: RegExp[]): RegExp {
  return new RegExp(shapes.map(({ source }) => source).join('|'), flags);
}

const stands: readonly RegExp[] = [
  /^(?:([^A-Za-z0-9]|[xX])\1*|[01yn])$/iu, // one character again and again, such as ***, xxxx and ----, or a flag such as 1
  oneOfShapes(
    '',
    /^\W*$/, // punctuation
    /^<[A-Za-z][A-Za-z0-9 _.:-]*>$/, // <password>
    /^\$\{[^{}]*\}$/, // ${PASSWORD}
    /^\$\(/, // $(cat password)
    /^\$[A-Z_][A-Z0-9_]*$/, // $PASSWORD
    /^%[A-Z_][A-Z0-9_]*%$/, // %PASSWORD%
    /^\{\{[^{}]*\}\}$/, // {{ password }}
    /^#\{[^{}]*\}$/, // #{password}
    /^@[A-Z_][A-Z0-9_]*@$/, // @PASSWORD@
    /^\{[A-Za-z_]\w*\}$/, // {password}
    /^%[sdv](?![A-Za-z0-9])/, // %s
    /^[A-Za-z0-9_.~:-]{0,20}(?:x{8,}|X{8,}|\*{8,}|\.{3,}|#{8,})[\w=-]{0,8}$/, // hf_xxxxxxxxxxxx
    /^[[({<]?\*{2,}[^*]{0,20}\**[\])}>]?$/, // ***REDACTED***
    /^\[[A-Z][A-Z_ ]*\]$/, // [PASSWORD]
    /^[A-Za-z_$][\w$.]{0,64}[[(]$/, // os.environ[ before a quote
  ),
  oneOfShapes(
    'i',
    /^(?:your|insert|put|enter|replace|change)[-_ ]?(?:[a-z]+[-_ ]){0,4}(?:key|token|secret|password|here|me|this)$/, // your_api_key
    /^[[({<](?:redacted|masked|hidden|filtered|removed|omitted|secret|protected|sensitive|null|none|empty|object object)[\])}>]$/,
    /^\((?:sensitive|known|none|no|not|null|hidden|empty|unset|unchanged|unknown|redacted|masked|secret)\b[\w ]{0,32}\)?$/, // (sensitive value)
  ),
];

/** Code that gets the value from elsewhere: `load(name)`, `process.env.PASSWORD`, `var.db_password`. */
const expression =
  /^(?:(?:new |await )?[A-Za-z_$]+(?:\.[A-Za-z_$][\w$]*)*\([A-Za-z_$.,\s]*\)?;?|(?:var|local|data|process\.env|os\.environ|self|this|config|settings|params|args|env|secrets|module|options|props|req|request)(?:\.[A-Za-z_]+|\[['"\w]+\])+;?)$/;

const status = new Set(
  (
    'a an and are as at be been but by can cannot could did do does for from had has have if in into is it may must not of on or ' +
    'should so than that the then there this to was were will with would you your please try ' +
    'access accepted active added bad cached changed cleared correct created deleted denied disabled does done enabled error ' +
    'expired expires fail failed failure fetched found generated got granted incorrect invalid issued loaded locked malformed ' +
    'mandatory mismatch missing mismatched needed ok okay optional present provided received refreshed rejected renewed required ' +
    'reset revoked rotated saved sent set stored string success successful unauthorized unchanged unexpected unknown updated used ' +
    'valid validated validation verified weak wrong'
  ).split(' '),
);
