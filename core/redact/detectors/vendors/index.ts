import type { Detector } from '../../detector.ts';
import { namedToken } from '../named-token.ts';
import { tokenFormat } from '../token-format.ts';
import { aiTokens } from './ai.ts';
import { cloudTokens } from './cloud.ts';
import { codeTokens } from './code.ts';
import { messagingTokens } from './messaging.ts';
import { namedTokens } from './named.ts';
import { observabilityTokens } from './observability.ts';
import { paymentsTokens } from './payments.ts';

/** Tokens that their vendors have given a format, then those that the vendor's name tells. */
export const vendorDetectors: readonly Detector[] = [
  ...[aiTokens, cloudTokens, codeTokens, messagingTokens, observabilityTokens, paymentsTokens]
    .flat()
    .map(tokenFormat),
  ...namedTokens.map(namedToken),
];
