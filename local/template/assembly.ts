import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Template } from './template.ts';

export interface AssemblyStack {
  name: string;
  template: Template;
}

export interface Assembly {
  /** In deployment order: a stack comes after those that it imports from. */
  stacks: AssemblyStack[];
  /** Where the content of an asset lies on disk, by the object key that the template names (`<hash>.zip`). */
  assets: Map<string, string>;
}

interface Artifact {
  type: string;
  properties?: { templateFile?: string; stackName?: string; file?: string };
  dependencies?: string[];
}

interface AssetManifest {
  files?: Record<string, { source: { path: string }; destinations: Record<string, { objectKey: string }> }>;
}

/** Reads a cloud assembly (`cdk.out`) as `cdk synth` leaves it. */
export function readAssembly(directory: string): Assembly {
  const manifest = readJson<{ artifacts?: Record<string, Artifact> }>(path.join(directory, 'manifest.json'));
  const artifacts = manifest.artifacts ?? {};
  const assets = new Map<string, string>();
  for (const artifact of Object.values(artifacts)) {
    if (artifact.type === 'cdk:asset-manifest' && artifact.properties?.file !== undefined) {
      readAssets(directory, artifact.properties.file, assets);
    }
  }
  const stacks = inOrder(artifacts).map(([id, artifact]) => ({
    name: artifact.properties?.stackName ?? id,
    template: readJson<Template>(
      path.join(directory, artifact.properties?.templateFile ?? `${id}.template.json`),
    ),
  }));
  if (stacks.length === 0) throw new Error(`${directory} holds no CloudFormation stack.`);
  return { stacks, assets };
}

function readAssets(directory: string, file: string, assets: Map<string, string>): void {
  const manifest = readJson<AssetManifest>(path.join(directory, file));
  for (const { source, destinations } of Object.values(manifest.files ?? {})) {
    for (const { objectKey } of Object.values(destinations)) {
      assets.set(objectKey, path.resolve(directory, source.path));
    }
  }
}

function inOrder(artifacts: Record<string, Artifact>): [string, Artifact][] {
  const ordered: [string, Artifact][] = [];
  const seen = new Set<string>();
  const visit = (id: string): void => {
    const artifact = artifacts[id];
    if (!artifact || seen.has(id)) return;
    seen.add(id);
    for (const dependency of artifact.dependencies ?? []) visit(dependency);
    if (artifact.type === 'aws:cloudformation:stack') ordered.push([id, artifact]);
  };
  for (const id of Object.keys(artifacts)) visit(id);
  return ordered;
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}
