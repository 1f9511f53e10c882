import type { Detector, Match } from '../detector.ts';
import { nothing } from '../detector.ts';
import { publicExamples } from './source.ts';

const token = /[A-Z][A-Za-z0-9_-]{22,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}(?![A-Za-z0-9])/;

/** The user's number in base 64, the time and a MAC. */
export const discordToken: Detector = {
  id: 'discord-bot-token',
  type: 'discord-bot-token',
  title: 'Discord bot token',
  category: 'credential',
  evidence: 'shape',
  anchors: ['bot '],
  verify: ({ text, end, limit }) => {
    const found = token.exec(text.slice(end, Math.min(limit, end + 80)));
    return found?.index === 0 ? [matchOf(end, found[0])] : nothing;
  },
  verifyAlone: (text) => {
    const found = token.exec(text);
    return found && text.length - found[0].length < 3 ? matchOf(found.index, found[0]) : undefined;
  },
  examples: [
    [
      'as Bot MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs',
      'MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs',
    ],
  ],
  counterExamples: ['bot is ready'],
  source: publicExamples,
};

function matchOf(start: number, value: string): Match {
  return { start, end: start + value.length, canonical: value };
}
