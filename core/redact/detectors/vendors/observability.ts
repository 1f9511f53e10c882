import { publicExamples, seenOnly, unsearched } from '../source.ts';
import type { TokenDeclaration } from '../token-format.ts';

/** Monitoring, analytics, support and business software. */
export const observabilityTokens: readonly TokenDeclaration[] = [
  [
    'grafana-token',
    'Grafana token',
    'glsa_{w32}_{H8} glc_{B32-400} eyJrIjoi{B60-400}',
    seenOnly(
      'Grafana documentation, "Service accounts", https://grafana.com/docs/grafana/latest/administration/service-accounts/',
    ),
  ],
  [
    'new-relic-key',
    'New Relic key',
    'NRAK-{u27} NRII-{b32} NRJS-{h19} NRAA-{h27} NRRA-{h42} NRIQ-{b32} NRSP-{h20-60} NRBR-{h19}',
    seenOnly(
      'New Relic documentation, "API keys", https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/',
    ),
  ],
  [
    'datadog-token',
    'Datadog token',
    'ddapp_{w34} ddpat_{w30-60} pub{h32}',
    seenOnly(
      'AWS Secrets Manager user guide, "Datadog application key", https://docs.aws.amazon.com/secretsmanager/latest/userguide/mes-partner-DatadogApplicationKey.html',
    ),
  ],
  [
    'dynatrace-token',
    'Dynatrace token',
    'dt0{a1}{d2}.{u24}.{u64} dt0c01.{l24}.{l64} dt0s01.{u8-24}.{u64} dt0s16.{u8-24}.{u64}',
    'Dynatrace documentation, "Access tokens", https://docs.dynatrace.com/docs/manage/access-control/access-tokens',
  ],
  [
    'sentry-token',
    'Sentry token',
    'sntrys_eyJ{e60-400} sntryu_{h64} sntrya_{h64} sntryi_{h64}',
    'Sentry documentation, "Token and credential formats", https://docs.sentry.io/security-legal-pii/security/token-formats/',
  ],
  [
    'sentry-dsn',
    'Sentry DSN',
    '{h32}@sentry.io/{d1-10} {h32}@o{d2-20}.ingest.sentry.io/{d1-20} {h32}@o{d2-20}.ingest.us.sentry.io/{d1-20} {h32}@o{d2-20}.ingest.de.sentry.io/{d1-20}',
    'Sentry documentation, "Token and credential formats", https://docs.sentry.io/security-legal-pii/security/token-formats/',
  ],
  [
    'honeycomb-key',
    'Honeycomb key',
    'h{l2}ik_{l58} h{l2}lk_{l58} h{l2}mk_{l58}',
    'Honeycomb documentation, "Authentication", https://docs.honeycomb.io/api/authentication',
  ],
  [
    'posthog-key',
    'PostHog key',
    'phx_{w40-48} phc_{w40-48} phs_{w40-48} pha_{w30-64} phr_{w30-64}',
    seenOnly(
      'PostHog documentation, "OAuth integration", https://posthog.com/docs/api/oauth, and "Project secret API keys"',
    ),
  ],
  [
    'elastic-key',
    'Elastic key',
    'essu_{B40-120}',
    seenOnly('https://elastic.co/docs/deploy-manage/api-keys/elastic-cloud-api-keys'),
  ],
  [
    'axiom-token',
    'Axiom token',
    'xaat-{uuid} xapt-{uuid} xait-{uuid}',
    seenOnly('https://axiom.co/docs/reference/tokens'),
  ],
  ['baselime-or-checkly-key', 'Baselime or Checkly key', 'cu_{h32} checkly_{w30-60}', unsearched],
  [
    'pagerduty-key',
    'PagerDuty key',
    'u+{b18} pd_{w20-40}',
    'https://support.pagerduty.com/main/docs/api-access-keys',
  ],
  [
    'statsig-key',
    'Statsig key',
    'console-{w40-48} secret-{w40-48}',
    seenOnly('https://docs.statsig.com/access-management/api-keys'),
  ],
  ['segment-token', 'Segment token', 'sgp_{w64} sgp_{w30-64}', unsearched],
  ['tinybird-token', 'Tinybird token', 'p.eyJ{e80-300}', unsearched],
  [
    'mapbox-token',
    'Mapbox token',
    'sk.eyJ{e60-200} pk.eyJ{e60-200} pk.{w60}.{w22} tk.eyJ{e60-200}',
    'https://docs.mapbox.com/api/ja/accounts/tokens',
  ],
  ['adafruit-io-key', 'Adafruit IO key', 'aio_{w28}', unsearched],
  ['esri-key', 'Esri key', 'AAPK{b50-120} AAPT{b50-300}', unsearched],
  [
    'contentful-token',
    'Contentful token',
    'CFPAT-{b43}',
    seenOnly('https://contentful.com/help/personal-access-tokens'),
  ],
  ['sanity-token', 'Sanity token', 'sk{w78-180}', unsearched],
  [
    'dropbox-token',
    'Dropbox token',
    'sl.{b130-160} sl.u.{b130+}',
    seenOnly('https://www.dropbox.com/developers/documentation/http/documentation'),
  ],
  ['webflow-token', 'Webflow token', 'ws-{h64}', unsearched],
  ['calendly-token', 'Calendly token', 'eyJraWQiOiIxY2{e80+}', unsearched],
  ['adobe-client-secret', 'Adobe client secret', 'p8e-{l32} p8e-{b25-40}', unsearched],
  ['intra42-secret', 'Intra42 secret', 's-s4t2ud-{h64} s-s4t2af-{h64}', unsearched],
  ['nylas-key', 'Nylas key', 'nyk_v0_{w40-80}', unsearched],
  ['liveblocks-key', 'Liveblocks key', 'sk_prod_{b40-80} sk_dev_{b40-80}', unsearched],
  [
    'inngest-key',
    'Inngest key',
    'signkey-{w2-24}-{h64}',
    seenOnly('https://api-docs.inngest.com/authentication'),
  ],
  ['trigger-dev-key', 'Trigger.dev key', 'tr_prod_{w20-32} tr_dev_{w20-32} tr_pat_{w40}', unsearched],
  ['svix-key', 'Svix key', 'testsk_{e30-60} sk_{w32}.eu sk_{w32}.us', publicExamples],
  ['knock-key', 'Knock key', 'sk_{b40-50}', unsearched],
  [
    'maxmind-key',
    'Maxmind key',
    '{w6}_{w29}_mmk',
    'https://dev.maxmind.com/geoip/release-notes/2023-03-16-changes-to-maxmind-license-keys/',
  ],
  [
    'onfido-token',
    'Onfido token',
    'api_live.{b11}.{b32} api_sandbox.{b11}.{b32} api_live_us.{b11}.{b32} api_live_ca.{b11}.{b32}',
    seenOnly('https://documentation.onfido.com/'),
  ],
  [
    'persona-key',
    'Persona key',
    'persona_production_{uuid} persona_sandbox_{uuid}',
    seenOnly('https://docs.withpersona.com/docs/api-keys'),
  ],
  ['samsara-token', 'Samsara token', 'samsara_api_{w30}', unsearched],
  ['ubidots-token', 'Ubidots token', 'BBFF-{w30} BBUS-{w30}', unsearched],
  ['wakatime-key', 'WakaTime key', 'waka_{uuid} waka_tok_{w40-100}', unsearched],
  ['beamer-key', 'Beamer key', 'b_{e44}', unsearched],
];
