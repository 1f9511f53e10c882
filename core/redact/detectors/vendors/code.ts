import { publicExamples, seenOnly, unsearched } from '../source.ts';
import type { TokenDeclaration } from '../token-format.ts';

/** Code hosting, builds, packages and their analysis. */
export const codeTokens: readonly TokenDeclaration[] = [
  [
    'github-token',
    'GitHub token',
    'ghp_{w36-255} gho_{w36-255} ghu_{w36-255} ghs_{w36-255} ghs_{d1-12}_{t80-1500} ghr_{w36-255} github_pat_{b60-255}',
    'GitHub documentation, "About authentication to GitHub", https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github, and "Generating an installation access token for a GitHub App"',
  ],
  [
    'gitlab-token',
    'GitLab token',
    'glpat-{b20-64} glpat-{b27-300}.{l9} gldt-{b20-64} glrt-{b20-64} glrt-{b27-300}.{l9} glrtr-{b20-64} glcbt-{b20-64} glcbt-{w1-5}_{b20-64} glptt-{h40} glptt-{b40} glft-{b20-64} glft-{h64}-{d1-10} glimt-{b25} glagent-{b50-1024} gloas-{b64} glsoat-{b20-64} glffct-{b20-64} GR1348941{b20-50} glwt-{b20-64}',
    'GitLab documentation, "Token overview", https://docs.gitlab.com/security/tokens/',
  ],
  [
    'gitlab-session',
    'GitLab session',
    '_gitlab_session={l32}',
    'GitLab documentation, "Token overview", https://docs.gitlab.com/security/tokens/',
  ],
  [
    'bitbucket-token',
    'Bitbucket token',
    'ATBB{w32} BBDC-{B40-50} ATCTT3xFfG{e60-300}',
    seenOnly(
      'Bitbucket Cloud documentation, "Using API tokens", https://support.atlassian.com/bitbucket-cloud/docs/using-api-tokens',
    ),
  ],
  [
    'atlassian-token',
    'Atlassian token',
    'ATATT3{e60-300} ATOA{e40-300}',
    seenOnly(
      'Atlassian documentation, "BitbucketCloudApiTokenUtils", https://docs.atlassian.com/atlassian-bamboo/11.0.7/com/atlassian/bamboo/repository/configuration/BitbucketCloudApiTokenUtils.html',
    ),
  ],
  [
    'npm-token',
    'npm token',
    'npm_{w36}',
    seenOnly('npm documentation, "About access tokens", https://docs.npmjs.com/about-access-tokens'),
  ],
  [
    'pypi-upload-token',
    'PyPI upload token',
    'pypi-AgEIcHlwaS5vcmc{b40-1000} pypi-AgENdGVzdC5weXBp{b40-1000} pypi-Ag{b50-1000}',
    seenOnly(
      'PyPI help, "How can I use API tokens to authenticate with PyPI?", https://pypi.org/help/#apitoken',
    ),
  ],
  [
    'rubygems-api-key',
    'RubyGems API key',
    'rubygems_{h48}',
    seenOnly('RubyGems guides, "RubyGems.org API", https://guides.rubygems.org/rubygems-org-api/'),
  ],
  ['clojars-deploy-token', 'Clojars deploy token', 'CLOJARS_{H60}', unsearched],
  [
    'crates-io-token',
    'crates.io token',
    'cio{w32}',
    seenOnly('https://man.archlinux.org/man/cargo-login.1.en'),
  ],
  [
    'nuget-api-key',
    'NuGet API key',
    'oy2{l43}',
    seenOnly('https://learn.microsoft.com/nuget/nuget-org/scoped-api-keys'),
  ],
  [
    'packagist-token',
    'Packagist token',
    'packagist_uut_{h68} packagist_out_{h68} packagist_ort_{h68} packagist_ack_{h68}',
    'Private Packagist documentation, "Composer authentication", https://packagist.com/docs/composer-authentication',
  ],
  [
    'docker-access-token',
    'Docker access token',
    'dckr_pat_{b27} dckr_oat_{b32}',
    seenOnly(
      'Docker documentation, "Personal access tokens", https://docs.docker.com/security/access-tokens/personal-access-tokens/',
    ),
  ],
  [
    'jfrog-token',
    'JFrog token',
    'AKCp{w64-72} cmVmd{w59} AP2{l8+} AP3{l8+} AP5{l8+} AP6{l8+} APA{l8+} APB{l8+} AKC{l10+}',
    'https://jfrog.com/help/r/jfrog-platform-administration-documentation/understanding-identity-tokens; API keys seen in public examples only',
  ],
  [
    'circleci-token',
    'CircleCI token',
    'CCIPAT_{w22}_{h40} CCIPRJ_{w22}_{h40}',
    'CircleCI changelog, "New format for API access tokens", https://circleci.com/changelog/new-format-for-api-access-tokens/',
  ],
  [
    'buildkite-token',
    'Buildkite token',
    'bkua_{h40} bkua_{b53-60} bkaa_{b60-90} bkaj_{b40-600} bkar_{b60-90} bkct_{b30-300} bkpt_{b100-300} bkpat_{b40-70} bkps_{b50-80}',
    'Buildkite documentation, "Token security", https://buildkite.com/docs/platform/security/tokens',
  ],
  [
    'harness-token',
    'Harness token',
    'pat.{b22}.{H24}.{w20} sat.{b22}.{H24}.{w20}',
    seenOnly(
      'Harness documentation, "Manage API keys", https://developer.harness.io/docs/platform/User-Management/add-and-manage-api-keys',
    ),
  ],
  [
    'sonarqube-token',
    'SonarQube token',
    'sqp_{w40} squ_{w40} sqa_{w40} sqb_{w40}',
    seenOnly(
      'SonarQube documentation, "Managing your tokens", https://docs.sonarsource.com/sonarqube-server/2026.1/user-guide/managing-tokens',
    ),
  ],
  [
    'sourcegraph-token',
    'Sourcegraph token',
    'sgp_{w1-32}_{H40} sgph_{w1-32}_{H40} sgp_{H40} sgph_{H40} slk_{H64} sgd_{H64}',
    seenOnly(
      'Sourcegraph documentation, "Creating an access token", https://sourcegraph.com/docs/cli/how-tos/creating-an-access-token',
    ),
  ],
  [
    'snyk-token',
    'Snyk token',
    'snyk_uat.{w6-12}.{e80-200} snyk_sat.{w6-12}.{e80-200}',
    seenOnly(
      'Snyk documentation, "Personal access tokens (PATs)", https://docs.snyk.io/snyk-api/authentication-for-api/personal-access-tokens-pats',
    ),
  ],
  ['qlty-token', 'Qlty token', 'qltcp_{w20-64} qltcw_{w20-64}', unsearched],
  ['semgrep-token', 'Semgrep token', 'sgp_{w40-64}', unsearched],
  ['endor-labs-key', 'Endor Labs key', 'endr+{b16}', unsearched],
  ['scalingo-token', 'Scalingo token', 'tk-us-{b48}', unsearched],
  [
    'pulumi-token',
    'Pulumi token',
    'pul-{h40}',
    seenOnly('https://pulumi.com/docs/reference/cloud-rest-api/access-tokens/'),
  ],
  [
    'hcp-terraform-token',
    'HCP Terraform token',
    '{w14}.atlasv1.{b60-80}',
    seenOnly(
      'https://developer.hashicorp.com/terraform/enterprise/1.0.x/users-teams-organizations/api-tokens',
    ),
  ],
  ['infracost-api-key', 'Infracost API key', 'ico-{w32}', unsearched],
  ['spacelift-token', 'Spacelift token', 'spct_{w32-64}', unsearched],
  [
    'prefect-api-key',
    'Prefect API key',
    'pnu_{l36} pnb_{l36}',
    seenOnly('https://docs.prefect.io/latest/cloud/users/api-keys'),
  ],
  [
    'postman-api-key',
    'Postman API key',
    'PMAK-{h24}-{h34} PMAT-{w26}',
    seenOnly('https://learning.postman.com/docs/reference/postman-api/authentication'),
  ],
  ['readme-api-key', 'ReadMe API key', 'rdme_{l70} rdme_{w50-80}', unsearched],
  ['stytch-secret', 'Stytch secret', 'secret-test-{b36}= secret-live-{b36}=', unsearched],
  [
    'figma-token',
    'Figma token',
    'figd_{b40-60} figu_{b40-60} figo_{b40-60} figoh_{b40-60} figor_{b40-60} figdr_{b40-60} figuh_{b40-60}',
    seenOnly(
      'Figma developer documentation, "Personal access tokens", https://developers.figma.com/docs/rest-api/personal-access-tokens/',
    ),
  ],
  ['linear-key', 'Linear key', 'lin_api_{w40} lin_oauth_{H64} lin_wh_{w40}', publicExamples],
  [
    'notion-token',
    'Notion token',
    'ntn_{d11}{w35} secret_{w43}',
    seenOnly(
      'Notion developer documentation, "Credential security", https://developers.notion.com/guides/authorization/credential-security',
    ),
  ],
  [
    'airtable-token',
    'Airtable token',
    'pat{w14}.{h64}',
    seenOnly('https://support.airtable.com/docs/creating-personal-access-tokens'),
  ],
  ['clickup-token', 'ClickUp token', 'pk_{d6-10}_{u32}', 'https://developer.clickup.com/docs/authentication'],
  [
    'easypost-key',
    'EasyPost key',
    'EZAK{w54} EZTK{w54}',
    seenOnly('https://docs.easypost.com/docs/authentication'),
  ],
  [
    'typeform-token',
    'Typeform token',
    'tfp_{e40-64}',
    seenOnly('https://developer.typeform.com/get-started/'),
  ],
  ['retool-token', 'Retool token', 'retool_{w26-40}', unsearched],
  ['chromatic-token', 'Chromatic token', 'chpt_{l12-20}', unsearched],
  [
    'deno-deploy-token',
    'Deno Deploy token',
    'ddp_{w36} ddw_{w36} ddo_{w36} jsrp_{b30-60} jsrd_{b30-60}',
    unsearched,
  ],
  [
    'vercel-token',
    'Vercel token',
    'vcp_{w24-64} vci_{w24-64} vca_{w24-64} vcr_{w24-64} vck_{w24-64} vercel_blob_rw_{w16}_{w30}',
    seenOnly('https://vercel.com/docs/accounts/access-tokens'),
  ],
  [
    'netlify-token',
    'Netlify token',
    'nfp_{w36} nfc_{w36} nfo_{w36} nfu_{w36} nfb_{w36}',
    seenOnly(
      'Netlify documentation, "Get started with the Netlify API", https://docs.netlify.com/api/get-started/',
    ),
  ],
  ['render-api-key', 'Render API key', 'rnd_{w28-40}', seenOnly('https://render.com/docs/api')],
  ['railway-token', 'Railway token', 'rw_Fe26.2**{e60-300}', unsearched],
  [
    'fly-io-token',
    'Fly.io token',
    'fo1_{b43} fm1_{e100-600} fm1a_{e100-600} fm1r_{e100-600} fm2_{e100-600}',
    seenOnly('https://fly.io/docs/flyctl/tokens-create/'),
  ],
  ['bitrise-token', 'Bitrise token', 'bitpat_{b40-90} bitwat_{b40-90}', unsearched],
];
