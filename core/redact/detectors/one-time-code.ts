import type { Detector, Hit, Match } from '../detector.ts';
import { nothing } from '../detector.ts';
import { keyed } from './keyed.ts';

const type = 'one-time-code';
const source = 'RFC 4226; RFC 6238; common usage';

export const oneTimeCode = keyed({
  id: type,
  type,
  title: 'One-time code or PIN, by the name of its key',
  category: 'credential',
  evidence: 'key',
  names: [
    'otp',
    'otp code',
    'totp',
    'pin code',
    'pin number',
    'user pin',
    'card pin',
    'login pin',
    'verification code',
    'confirmation code',
    'recovery code',
    'backup code',
    'activation code',
    'mfa code',
    '2fa code',
    'sms code',
    'security code',
    'one time code',
    'totp code',
  ],
  exceptValue: ({ decoded }) => !/^(?=.*\d)[A-Za-z0-9][A-Za-z0-9 -]{2,23}$/.test(decoded),
  examples: [
    ['GET /verify?otp=482193&user=7', '482193'],
    ['{"verificationCode":"482-193"}', '482-193'],
    ['recovery_code=kd83h-qz01l', 'kd83h-qz01l'],
    ['pin_code: 4821', '4821'],
  ],
  counterExamples: ['otp: sent', 'verification code: expired', 'totp_enabled=1', 'otp_length=6'],
  source,
});

export const spokenCode: Detector = {
  id: 'spoken-code',
  type,
  title: 'One-time code or PIN in a sentence',
  category: 'credential',
  evidence: 'hint',
  anchors: [
    'code is ',
    'code: ',
    'code for ',
    'password is ',
    'passcode is ',
    'otp is ',
    'pin is ',
    'pin: ',
    'otp ',
  ],
  verify,
  examples: [
    ['Your verification code is 482193', '482193'],
    ['482 is short, your one-time password is 482-193.', '482-193'],
    ['PIN: 4821', '4821'],
  ],
  counterExamples: [
    'exit code: 1234',
    'Status Code: 4040',
    'response code is 2000',
    'SQL code: 23505',
    'error code: 482193',
    'the code is 482193',
    'gpio pin: 4821',
  ],
  source,
};

const said =
  /\b(?:verification|confirmation|security|login|sign-in|access|one-time|activation|sms|mfa|2fa|otp|recovery|backup) code$|\b(?:one-time|temporary|your) (?:password|passcode|code)$|\b(?:otp|passcode)$|(?:^|[^\w ] ?|\byour |\bcard |\buser )pin$/i;
const code = /^(?:\d{4,10}|\d{3}[ -]\d{3,4})(?![\w.:/-]*\w)/;
const reach = 32;

function verify({ text, start, end, limit, spend }: Hit): readonly Match[] {
  spend(reach);
  const word = /^[a-z]+/i.exec(text.slice(start, end))?.[0] ?? '';
  if (!said.test(text.slice(Math.max(0, start - reach), start + word.length))) return nothing;
  const value = code.exec(text.slice(end, Math.min(limit, end + reach)))?.[0];
  return value === undefined
    ? nothing
    : [{ start: end, end: end + value.length, canonical: value.replace(/\D/g, '') }];
}
