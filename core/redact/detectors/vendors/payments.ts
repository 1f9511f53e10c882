import { publicExamples, seenOnly, unsearched } from '../source.ts';
import type { TokenDeclaration } from '../token-format.ts';

/** Payments, shops, banks and coins. */
export const paymentsTokens: readonly TokenDeclaration[] = [
  [
    'stripe-key',
    'Stripe key',
    'sk_live_{w10-250} sk_test_{w10-250} rk_live_{w10-250} rk_test_{w10-250} sk_prod_{w10-250} rk_prod_{w10-250} whsec_{B32-64} sk_org_{w20-250} pk_live_{w24-250} pk_test_{w24-250}',
    'Stripe documentation, "API keys", https://docs.stripe.com/keys',
  ],
  [
    'square-token',
    'Square token',
    'sq0atp-{b22-60} sq0csp-{b43-60} sq0idp-{b22} EAAA{b60} EAAA{b22-60}',
    seenOnly(
      'Square developer documentation, "Access tokens and other Square credentials", https://developer.squareup.com/docs/build-basics/access-tokens',
    ),
  ],
  [
    'paypal-token',
    'PayPal token',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the notation’s braces behind a dollar of the token.
    'access_token$production${l16}${h32} access_token$sandbox${l16}${h32} A21AA{b80-100}',
    unsearched,
  ],
  ['adyen-key', 'Adyen key', 'AQE{b10-20}{B100-300}', unsearched],
  [
    'checkout-com-key',
    'Checkout.com key',
    'sk_sbox_{l27-30} sk_{uuid} sk_test_{uuid}',
    seenOnly(
      'Checkout.com documentation, "API keys", https://www.checkout.com/docs/developer-resources/api/manage-api-keys/api-keys',
    ),
  ],
  ['gocardless-token', 'GoCardless token', 'live_{e40} sandbox_{e40}', unsearched],
  [
    'plaid-token',
    'Plaid token',
    'access-sandbox-{uuid} access-production-{uuid} access-development-{uuid} public-sandbox-{uuid} public-production-{uuid} link-sandbox-{uuid} link-production-{uuid} asset-report-sandbox-{uuid} asset-report-production-{uuid}',
    'https://plaid.com/docs/quickstart/glossary/',
  ],
  [
    'mollie-key',
    'Mollie key',
    'live_{w30} test_{w30}',
    seenOnly('https://docs.mollie.com/docs/authentication'),
  ],
  [
    'razorpay-key',
    'Razorpay key',
    'rzp_live_{w14} rzp_test_{w14}',
    seenOnly('https://razorpay.com/docs/api/authentication'),
  ],
  ['paystack-key', 'Paystack key', 'sk_live_{h40} sk_test_{h40}', publicExamples],
  [
    'flutterwave-key',
    'Flutterwave key',
    'FLWSECK_TEST-{H32}-X FLWPUBK_TEST-{H32}-X FLWSECK_TEST-{H12} FLWSECK-{H32}-X FLWPUBK-{H32}-X FLWSECK_TEST-{l12-40}',
    'https://developer.flutterwave.com/v3.0/docs/authentication',
  ],
  [
    'mercado-pago-token',
    'Mercado Pago token',
    'APP_USR-{d10-20}-{d6}-{h32}-{d6-12} TEST-{d10-20}-{d6}-{h32}-{d6-12}',
    unsearched,
  ],
  [
    'dwolla-or-duffel-token',
    'Dwolla or Duffel token',
    'duffel_test_{e43} duffel_live_{e43}',
    seenOnly('https://duffel.com/docs/api/overview/making-requests'),
  ],
  [
    'shippo-token',
    'Shippo token',
    'shippo_live_{h40} shippo_test_{h40}',
    'https://docs.goshippo.com/guides/authentication',
  ],
  ['lob-key', 'Lob key', 'live_{h35} test_{h35} live_pub_{h31} test_pub_{h31}', unsearched],
  [
    'shopify-token',
    'Shopify token',
    'shpat_{H32} shpca_{H32} shppa_{H32} shpss_{H32} shptka_{H32} shpua_{H32}',
    seenOnly(
      'Shopify developer changelog, "Length of the Shopify access token is increasing", https://shopify.dev/changelog/length-of-the-shopify-access-token-is-increasing, and "App secret key length has increased"',
    ),
  ],
  ['freemius-key', 'Freemius key', 'sk_{e29}', unsearched],
  [
    'coinbase-key',
    'Coinbase key',
    'organizations/{uuid}/apiKeys/{uuid}',
    seenOnly(
      'https://docs.cdp.coinbase.com/coinbase-app/authentication-authorization/api-key-authentication',
    ),
  ],
  ['chargebee-key', 'Chargebee key', 'live_cu{w30-40} test_cu{w30-40}', unsearched],
  [
    'paddle-key',
    'Paddle key',
    'pdl_live_apikey_{l26}_{w22}_{w3} pdl_sdbx_apikey_{l26}_{w22}_{w3} pdl_test_apikey_{l26}_{w22}_{w3} pdl_ntfset_{l26}_{B32}',
    'Paddle documentation, "Authentication", https://developer.paddle.com/api-reference/about/authentication',
  ],
  [
    'polar-token',
    'Polar token',
    'polar_oat_{b32-60} polar_pat_{b32-60} polar_cst_{b32-60} polar_at_{b32-60} polar_rt_{b32-60} polar_ac_{b32-60}',
    'https://polar.sh/docs/integrate/oat; https://github.com/polarsource/polar/blob/main/server/polar/oauth2/constants.py; lengths seen in public examples only',
  ],
  ['settlemint-token', 'Settlemint token', 'sm_pat_{w16} sm_aat_{w16} sm_sat_{w16}', unsearched],
  [
    'bitcoin-extended-private-key',
    'Bitcoin extended private key',
    'xprv{w100-110} yprv{w100-110} zprv{w100-110} tprv{w100-110}',
    'BIP 32',
  ],
];
