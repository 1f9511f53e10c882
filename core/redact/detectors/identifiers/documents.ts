import type { IdentifierDeclaration } from '../identifier.ts';

/** Numbers of documents, vehicles, wallets and cards, known by the words before them or by a shape of their own. */
export const documentIdentifiers: readonly IdentifierDeclaration[] = [
  {
    id: 'passport',
    title: 'Passport number',
    words: ['passport', 'passeport', 'reisepass', 'pasaporte', 'passaporto', 'travel document'],
    shape: String.raw`(?:[A-Z]{1,3}[ ]?\d{6,8}|\d{2}[A-Z]{2}\d{5}|\d{9}|[A-Z]\d{7}[A-Z])`,
    example: 'AB1234567',
    source: 'ICAO Doc 9303',
  },
  {
    id: 'driving-licence',
    title: 'Driving licence number',
    words: [
      'driving licence',
      'driving license',
      'driver license',
      'driver licence',
      'drivers license',
      'drivers licence',
      'dl number',
      'license',
      'licence',
      'permis de conduire',
      'fuhrerschein',
      'patente',
      'permiso de conducir',
      'carta de condu',
      'rijbewijs',
      'korkort',
      'ajokortti',
      'prawo jazdy',
    ],
    shape: String.raw`(?=[A-Z0-9 -]*\d{3})(?:[A-Z]{1,2}\d{6,13}[A-Z]?|\d{8,14}|[A-Z]{5}\d{6}[A-Z0-9]{5}|\d{2}[ .-]\d{2}[ .-]\d{6}|[A-Z]\d[A-Z0-9]{7}[A-Z]|[A-Z]\d{3}-\d{4}-\d{4}|\d{3,6}[/-]\d{2,4}[/-]?\d{0,6})`,
    alone: false,
    example: 'H12234567',
    source: 'Directive 2006/126/EC; AAMVA card design standard',
  },
  {
    id: 'uk-driving-licence',
    title: 'British driving licence',
    words: ['dvla', 'driver number'],
    shape: String.raw`[A-Z9]{5}\d[0156]\d(?:[0-2]\d|3[01])\d[A-Z9]{2}[A-Z0-9]{3}`,
    openings: ['AAAAA9', 'AAAA99', 'AAA999', 'AA9999'],
    example: 'MORGA657054SM9IJ',
    source: 'DVLA, driver number',
  },
  {
    id: 'it-driving-licence',
    title: 'Italian driving licence',
    words: ['patente di guida', 'patente'],
    shape: String.raw`(?:[A-Z]{2}\d{7}[A-Z]|U1[BCDFGHLMNPRSTUWYXZ0-9][A-Z0-9]{6}[A-Z])`,
    openings: ['AA9999999A'],
    example: 'AA0123456B',
    source: 'Ministero delle Infrastrutture e dei Trasporti',
  },
  {
    id: 'vehicle-identification',
    title: 'Vehicle identification number',
    words: ['vin', 'chassis', 'vehicle identification'],
    shape: '[A-HJ-NPR-Z0-9]{17}',
    check: vehicle,
    alone: false,
    example: '1HGCM82633A004352',
    wrong: '1HGCM82633A004353',
    source: 'ISO 3779; 49 CFR 565',
  },
  {
    id: 'licence-plate',
    title: 'Licence plate',
    words: [
      'license plate',
      'licence plate',
      'number plate',
      'registration',
      'car reg',
      'kennzeichen',
      'plate',
    ],
    shape: String.raw`(?:[A-Z]{2}\d{2}[ -]?[A-Z]{3}|[A-Z]{2}[ -]?\d{2}[ -]?[A-Z]{1,2}[ -]?\d{4}|[A-Z]{1,3}[ -][A-Z]{1,2}[ -]?\d{1,4}[EH]?)`,
    openings: ['AA99 AAA'],
    example: 'AB51 ABC',
    source: 'DVLA, vehicle registration; Fahrzeug-Zulassungsverordnung',
  },
  {
    id: 'eu-health-card',
    title: 'European health insurance card',
    words: ['ehic', 'health insurance card', 'gesundheitskarte', 'cartao europeu'],
    shape: String.raw`80\d{3}[ ]?\d{3,4}[ ]?\d{4}[ ]?\d{4}[ ]?\d{4,5}`,
    alone: false,
    example: '80756001234567890123',
    source: 'European Commission, Decision S2',
  },
  {
    id: 'bitcoin-address',
    title: 'Bitcoin address',
    words: ['bitcoin', 'btc', 'wallet'],
    shape: '(?:[13][1-9A-HJ-NP-Za-km-z]{25,34}|bc1[02-9ac-hj-np-z]{11,87})',
    example: '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2',
    source: 'BIP 13, BIP 173',
  },
  {
    id: 'ethereum-address',
    title: 'Ethereum address',
    words: ['ethereum', 'eth', 'wallet'],
    shape: '0x[0-9a-f]{40}',
    example: '0x52908400098527886E0F7030069857D2E4169EE7',
    source: 'EIP-55',
  },
];

/** Letters count as digits, and the ninth character is the remainder by 11. */
function vehicle(value: string): boolean {
  const worth = '0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ';
  const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
  const sum = weights.reduce(
    (total, weight, index) => total + weight * (worth.indexOf(value.charAt(index)) % 10),
    0,
  );
  return value.charAt(8) === '0123456789X'[sum % 11];
}
