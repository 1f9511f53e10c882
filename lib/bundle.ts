import { cpSync, globSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { type FunctionName, functionEnvironment } from '../contract/environment.ts';

const root = path.resolve(import.meta.dirname, '..');

/** The functions that decide with Cedar, and so need the policies and the engine beside their code. */
const deciding: readonly FunctionName[] = ['requests', 'approvals', 'queries', 'results', 'audit', 'keeper'];

export const functionNames = Object.keys(functionEnvironment) as FunctionName[];

/** The folder of every function's code. */
export type Bundles = Record<FunctionName, string>;

export interface BundleOptions {
  /** The platform team's file, which is compiled into the functions. */
  configFile: string;
  /** Where the bundles go, one folder a function. */
  directory: string;
}

/**
 * Bundles every function as one ES module, and copies the policies beside those that decide. CDK's own `NodejsFunction`
 * would start a process for each; one call for all of them takes a second instead of ten.
 *
 * @throws esbuild's `BuildFailure`, which names file and line.
 */
export async function bundleFunctions({ configFile, directory }: BundleOptions): Promise<Bundles> {
  await build({
    entryPoints: functionNames.map((name) => ({
      in: path.join(root, 'lambdas', name, 'index.ts'),
      out: path.join(name, 'index'),
    })),
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // The modules' own entry first: a third smaller than what `main` gives for the AWS SDK.
    mainFields: ['module', 'main'],
    minify: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    // Some dependencies are CommonJS and call `require` for Node's own modules, which ES modules lack.
    banner: {
      js: "import{createRequire as makeRequire}from'node:module';const require=makeRequire(import.meta.url);",
    },
    alias: {
      '#vitrine.config': configFile,
      '@aws-sdk/credential-provider-node': path.join(root, 'adapters/environment-credentials.ts'),
    },
    absWorkingDir: root,
    logLevel: 'silent',
  });
  for (const name of deciding) copyPolicies(path.join(directory, name, 'policies'));
  return Object.fromEntries(functionNames.map((name) => [name, path.join(directory, name)])) as Bundles;
}

function copyPolicies(directory: string): void {
  mkdirSync(directory, { recursive: true });
  const engine = 'node_modules/@cedar-policy/cedar-wasm/web/cedar_wasm_bg.wasm';
  for (const file of [
    ...globSync('policies/*.cedar', { cwd: root }),
    'policies/vitrine.cedarschema',
    engine,
  ]) {
    cpSync(path.join(root, file), path.join(directory, path.basename(file)));
  }
}
