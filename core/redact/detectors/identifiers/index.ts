import type { Detector } from '../../detector.ts';
import { identifier } from '../identifier.ts';
import { americanIdentifiers } from './americas.ts';
import { otherIdentifiers } from './asia-pacific-africa.ts';
import { documentIdentifiers } from './documents.ts';
import { europeanIdentifiers } from './europe.ts';

export const identifierDetectors: readonly Detector[] = [
  ...americanIdentifiers,
  ...europeanIdentifiers,
  ...otherIdentifiers,
  ...documentIdentifiers,
].map(identifier);
