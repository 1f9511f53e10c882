import type { Detector } from '../detector.ts';
import { keyed } from './keyed.ts';

const byKey = { category: 'personal', evidence: 'key' } as const;

const birthDate = keyed({
  ...byKey,
  id: 'birth-date',
  type: 'birth-date',
  title: 'Date of birth, by the name of its key',
  names: ['date of birth', 'birth date', 'birthday', 'birth day', 'geburtsdatum', 'fecha nacimiento'],
  wholeNames: ['dob', 'userdob', 'customerdob', 'patientdob'],
  exceptValue: ({ decoded }) => !/\d/.test(decoded),
  examples: [
    ['{"dateOfBirth":"1984-03-12"}', '1984-03-12'],
    ['dob=12/03/1984 ok', '12/03/1984'],
  ],
  counterExamples: ['birthday: unknown', 'date_of_birth missing'],
  source: 'Common usage',
});

/** Names and addresses go on over blanks, up to what ends a value. */
const personName = keyed({
  ...byKey,
  id: 'person-name',
  type: 'name',
  title: 'Name of a person, by the name of its key',
  names: [
    'first name',
    'last name',
    'full name',
    'given name',
    'family name',
    'middle name',
    'maiden name',
    'surname',
    'card holder',
    'cardholder name',
    'customer name',
    'patient name',
    'contact name',
    'vorname',
    'nachname',
    'apellido',
  ],
  exceptValue: ({ decoded, writing }) => writing === 'prose' || !/\p{L}{2}/u.test(decoded),
  examples: [
    ['{"firstName":"Alice"}', 'Alice'],
    ['last_name="Le Blanc" x', 'Le Blanc'],
  ],
  counterExamples: ['first_name: missing', 'filename=app.log', 'hostname=web-1', 'username is required'],
  source: 'Common usage; schema.org Person',
});

const postalAddress = keyed({
  ...byKey,
  id: 'postal-address',
  type: 'address',
  title: 'Postal address, by the name of its key',
  names: [
    'street address',
    'home address',
    'postal address',
    'billing address',
    'shipping address',
    'mailing address',
    'delivery address',
    'address line',
    'address line 1',
    'address line 2',
    'addr line',
    'street name',
  ],
  wholeNames: ['street', 'streetaddress', 'addressline1', 'addressline2'],
  exceptValue: ({ decoded, writing }) => writing === 'prose' || !/[\p{L}\d]{2}/u.test(decoded),
  examples: [
    ['{"streetAddress":"221B Baker Street"}', '221B Baker Street'],
    ["billing_address='1 Main St, Springfield'", '1 Main St, Springfield'],
  ],
  counterExamples: ['billing address: missing', 'address=0x7ffe'],
  source: 'Common usage; schema.org PostalAddress',
});

const geoPosition = keyed({
  ...byKey,
  id: 'geo-position',
  type: 'geo',
  title: 'Geographical position, by the name of its key',
  names: ['latitude', 'longitude', 'lat long', 'lat lng', 'geo location', 'geo point', 'coordinates', 'gps'],
  wholeNames: ['lat', 'lng', 'lon', 'latlng', 'latlong'],
  exceptValue: ({ decoded }) => !/^-?\d{1,3}\.\d{2,}(?:\s?[,;]\s?-?\d{1,3}\.\d{2,})?$/.test(decoded),
  examples: [
    ['{"latitude":48.858370}', '48.858370'],
    ['lat=48.8584 lng=2.2945', '48.8584'],
    ['coordinates="48.8584,2.2945"', '48.8584,2.2945'],
  ],
  counterExamples: ['latitude: none', 'lat=12', 'coordinates=x'],
  source: 'Common usage; RFC 7946',
});

const cardSecurity = keyed({
  ...byKey,
  category: 'payment',
  id: 'card-security-code',
  type: 'card-code',
  title: 'Card verification code, by the name of its key',
  names: [
    'cvv',
    'cvv2',
    'cvc',
    'cvc2',
    'csc code',
    'card verification',
    'card verification value',
    'card security code',
    'security code',
  ],
  exceptValue: ({ decoded }) => !/^\d{3,4}$/.test(decoded),
  examples: [
    ['{"cvv":"123"}', '123'],
    ['cvc=4321 x', '4321'],
  ],
  counterExamples: ['cvv: missing', 'security_code=ok'],
  source: 'PCI Data Security Standard, requirement 3',
});

const cardExpiry = keyed({
  ...byKey,
  category: 'payment',
  id: 'card-expiry',
  type: 'card-expiry',
  title: 'Expiry date of a card, by the name of its key',
  names: [
    'card expiry',
    'card expiration',
    'card exp',
    'exp month',
    'exp year',
    'expiry month',
    'expiry year',
    'exp date',
    'cc exp',
    'expiration month',
    'expiration year',
  ],
  exceptValue: ({ decoded }) => !/^\d{1,4}(?:\s?[/-]\s?\d{2,4})?$/.test(decoded),
  examples: [
    ['{"cardExpiry":"12/29"}', '12/29'],
    ['exp_month=11', '11'],
  ],
  counterExamples: ['card expiry: invalid'],
  source: 'PCI Data Security Standard, requirement 3',
});

const bankCode = keyed({
  ...byKey,
  category: 'payment',
  id: 'bank-code',
  type: 'bic',
  title: 'Business identifier code of a bank, by the name of its key',
  names: ['bic', 'swift', 'swift code', 'bic code', 'swift bic'],
  exceptValue: ({ decoded }) => !/^[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/.test(decoded),
  examples: [
    ['bic=DEUTDEFF500', 'DEUTDEFF500'],
    ['{"swift":"BNPAFRPP"}', 'BNPAFRPP'],
  ],
  counterExamples: ['swift: 5.9', 'bic: none', 'public=DEUTSCHE'],
  source: 'ISO 9362',
});

const identityNumber = keyed({
  ...byKey,
  id: 'identity-number',
  type: 'identity-number',
  title: 'Number of an identity, a tax payer or a document, by the name of its key',
  names: [
    'national id',
    'national identity',
    'national identifier',
    'identity number',
    'identity card',
    'citizen id',
    'personal number',
    'tax number',
    'tax id',
    'taxpayer id',
    'passport number',
    'passport no',
    'passport id',
    'driver license',
    'drivers license',
    'driving licence',
    'license number',
    'licence number',
    'social security number',
    'social insurance number',
    'medical record number',
  ],
  wholeNames: ['ssn', 'userssn', 'nationalid', 'mrn'],
  exceptValue: ({ decoded }) => !/^(?=(?:\D*\d){5})[A-Za-z0-9][A-Za-z0-9 ./-]{4,22}$/.test(decoded),
  examples: [
    ['{"nationalId":"86095742719"}', '86095742719'],
    ['ssn=123-45-6789 ok', '123-45-6789'],
    ['license_number: D1234567', 'D1234567'],
  ],
  counterExamples: ['national_id: missing', 'tax_id=12', 'tax number: invalid', 'passport_number=null'],
  source: 'Common usage; schema.org Person, taxID',
});

export const personalKeys: readonly Detector[] = [
  birthDate,
  personName,
  postalAddress,
  geoPosition,
  cardSecurity,
  cardExpiry,
  bankCode,
  identityNumber,
];
