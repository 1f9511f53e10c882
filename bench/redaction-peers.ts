import { Redactor } from '@redactpii/node';
import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import { OpenRedaction } from 'openredaction';
import { SyncRedactor } from 'redact-pii';
import { detectors } from '../core/redact/detectors/index.ts';

export interface Peer {
  readonly name: string;
  /** The share of the lines that it is timed on, so that slow ones end. */
  readonly share: number;
  readonly run: (lines: readonly string[]) => void | Promise<void>;
}

/** Other libraries for Node, as their documentation calls them, each with the rules that it brings; and the way of many scripts. */
export function peers(): Peer[] {
  const redactPii = new SyncRedactor();
  const redactorPii = new Redactor();
  const openRedaction = new OpenRedaction();
  const naive = oneAfterAnother();
  return [
    {
      name: 'secretlint, finding only, 1,000 lines at once',
      share: 0.1,
      run: async (lines) => {
        for (let from = 0; from < lines.length; from += 1_000)
          await lint(lines.slice(from, from + 1_000).join('\n'));
      },
    },
    {
      name: 'secretlint, finding only, line by line',
      share: 0.01,
      run: async (lines) => {
        for (const line of lines) await lint(line);
      },
    },
    { name: '@redactpii/node', share: 0.2, run: eachLine((line) => redactorPii.redact(line)) },
    { name: 'redact-pii', share: 0.02, run: eachLine((line) => redactPii.redact(line)) },
    {
      name: 'openredaction',
      share: 0.001,
      run: async (lines) => {
        for (const line of lines) await openRedaction.detect(line);
      },
    },
    { name: 'one expression an anchor, one after another', share: 0.02, run: eachLine(naive) },
  ];
}

const eachLine = (redact: (line: string) => unknown) => (lines: readonly string[]) => {
  for (const line of lines) redact(line);
};

const rules = [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator, options: {} }];

function lint(content: string): Promise<unknown> {
  const source = { filePath: 'app.log', content, ext: '.log', contentType: 'text' as const };
  return lintSource({ source, options: { config: { rules }, noPhysicFilePath: true } });
}

/** Every anchor as an expression of its own. */
function oneAfterAnother(): (line: string) => string {
  const anchors = [...new Set(detectors.flatMap((detector) => detector.anchors ?? []))];
  const expressions = anchors.map(
    (anchor) => new RegExp(`${anchor.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}[\\w./+=-]{16,}`, 'gi'),
  );
  return (line) => expressions.reduce((text, expression) => text.replace(expression, '[redacted]'), line);
}
