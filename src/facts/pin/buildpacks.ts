import { joinPath } from '../../documents/path.ts'
import type { DataNode } from '../../documents/tree.ts'
import { argumentsOf, programOf } from '../image/arguments.ts'
import type { Act, Workflow } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import type { Pin } from '../schema/artifact.ts'

/**
 * Buildpacks that a manifest of Cloud Foundry names by the address of their repository (docs.cloudfoundry.org, "App manifest
 * attribute reference": `buildpacks`; "Custom buildpacks": a branch or tag behind `#`), where a pipeline pushes by it: the
 * platform builds what runs with whatever stands there on that day. Those of the platform itself have only a name.
 */
export async function buildpackPins(repository: Repository, workflows: readonly Workflow[]): Promise<Pin[]> {
  const acts = workflows.flatMap(({ jobs }) => jobs.flatMap(({ steps }) => steps.flatMap((step) => step.acts)))
  const manifests = new Set(acts.filter(isPush).flatMap((act) => manifestsOf(act, repository)))
  const pins: Pin[] = []
  for (const path of manifests) {
    for (const document of (await repository.yaml(path)) ?? []) {
      for (const app of document.get('applications')?.items ?? []) {
        const one = app.get('buildpack')
        const listed = [...(app.get('buildpacks')?.items ?? []), ...(one ? [one] : [])]
        pins.push(...listed.flatMap((node) => pinOf(node, path)))
      }
    }
  }
  return pins
}

const isPush = (act: Act): boolean =>
  /^cf[78]?$/.test(programOf(act)) && /^(v3-)?(push|zdt-push|apply-manifest)$/.test(argumentsOf(act).rest[0] ?? '')

function manifestsOf(act: Act, repository: Repository): readonly string[] {
  if (act.directory === undefined) return []
  const given = argumentsOf(act).flag('-f', '--manifest')
  return (given.length ? given : ['manifest.yml', 'manifest.yaml'])
    .map((file) => joinPath(act.directory as string, file))
    .filter((path) => path !== undefined && repository.has(path)) as string[]
}

function pinOf(node: DataNode, path: string): Pin[] {
  const [, address = '', ref = ''] = /^((?:https?:\/\/|git@|ssh:\/\/)[^#\s]+)(?:#(.*))?$/.exec(node.text ?? '') ?? []
  if (address === '' || /\(\(|\$/.test(address + ref)) return []
  const isRelease = /\/releases\/download\/[^/]*\d|[-_]v?\d+\.\d+\.\d+[^/]*\.(zip|tgz|tar\.gz)$/.test(address)
  const pinned = /^[\da-f]{40}$/.test(ref)
    ? 'sha'
    : isRelease || /^(refs\/tags\/)?v?\d+\.\d+\.\d+$/.test(ref)
      ? 'version'
      : ref
        ? 'moving'
        : 'none'
  return [
    {
      id: `buildpack ${address} in ${path}`,
      what: 'image',
      name: address,
      ref,
      pinned,
      party: 'third',
      counts: true,
      place: node.place,
    },
  ]
}
