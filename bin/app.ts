import { rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Config, ConfigError, parseConfig } from '../core/policy/config.ts';
import { createApp } from '../lib/app.ts';
import { bundleFunctions } from '../lib/bundle.ts';
import { checkPolicies } from '../lib/check-policies.ts';
import { buildSite } from '../lib/site-build.ts';
import { VitrineStack } from '../lib/vitrine-stack.ts';

const neededMajor = 24;
if (Number(process.versions.node.split('.')[0]) !== neededMajor) {
  stop(
    `Vitrine is synthesized with Node ${neededMajor}, this is ${process.version}. ` +
      'Run `npx cdk`: it uses the Node of this checkout, which `npm ci` installs.',
  );
}

const root = path.resolve(import.meta.dirname, '..');
const app = createApp();
const configFile = path.resolve(root, String(app.node.tryGetContext('config') ?? 'vitrine.config.ts'));
const stackName = String(app.node.tryGetContext('stackName') ?? 'Vitrine');

const config = await readConfig(configFile);
const problems = checkPolicies(path.join(root, 'policies'));
if (problems.length > 0)
  stop(`The policies are not valid:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);

// Beside the assembly: whoever synthesizes somewhere else at the same time does not get in the way.
const work = path.join(app.outdir, '.build');
const [bundles, site] = await Promise.all([
  bundleFunctions({ configFile, directory: path.join(work, 'functions') }),
  buildSite(path.join(work, 'site')),
]).catch((error: unknown) => stop(`The code could not be built.\n${messageOf(error)}`));
new VitrineStack(app, stackName, { config, bundles, site });
app.synth();
// The assembly holds copies.
rmSync(work, { recursive: true });

async function readConfig(file: string): Promise<Config> {
  const imported = await import(pathToFileURL(file).href).catch((error: unknown) =>
    stop(`${file} could not be read: ${messageOf(error)}`),
  );
  try {
    return parseConfig((imported as { default?: unknown }).default);
  } catch (error) {
    if (error instanceof ConfigError) stop(error.message);
    throw error;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function stop(message: string): never {
  console.error(message);
  process.exit(1);
}
