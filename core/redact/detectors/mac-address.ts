import { isAlphanumeric, testAt } from '../characters.ts';
import { alphanumeric, anything, classesOf } from '../classes.ts';
import type { Detector } from '../detector.ts';
import { nothing } from '../detector.ts';
import { gate } from '../gate.ts';

const pair = '[0-9a-fA-F]{2}';
const address = new RegExp(
  `(?:${pair}(?::${pair}){5}|${pair}(?:-${pair}){5}|[0-9a-fA-F]{4}(?:\\.[0-9a-fA-F]{4}){2})(?![A-Za-z0-9]|[:-]${pair})`,
  'y',
);

const outsideWord = gate({ before: anything & ~alphanumeric & ~classesOf('-') });

export const macAddress: Detector = {
  id: 'mac-address',
  type: 'mac',
  title: 'Hardware address of a network interface',
  category: 'personal',
  evidence: 'shape',
  openings: ['HH:HH:HH:HH:HH:HH', 'HH-HH-HH-HH-HH-HH', 'HHHH.HHHH.HHHH'],
  gateOf: () => outsideWord,
  verify: ({ text, start }) => {
    if (testAt(text, start - 1, isAlphanumeric) || /[:-]/.test(text.charAt(start - 1))) return nothing;
    address.lastIndex = start;
    if (!address.test(text)) return nothing;
    const end = address.lastIndex;
    const canonical = text.slice(start, end).replace(/[:.-]/g, '').toLowerCase();
    return [{ start, end, canonical }];
  },
  examples: [
    ['lease 00:1A:2B:3C:4D:5E up', '00:1A:2B:3C:4D:5E'],
    ['00-1a-2b-3c-4d-5e', '00-1a-2b-3c-4d-5e'],
    ['port 001a.2b3c.4d5e', '001a.2b3c.4d5e'],
  ],
  counterExamples: ['12:34:56', 'print 00:1A:2B:3C:4D:5E:6F', '2026-11-21-05-00'],
  source: 'IEEE 802, section 8.1',
};
