import { dirname } from '../../documents/path.ts'
import { Hidden, type Seen } from '../hidden.ts'
import type { Repository } from '../repository.ts'
import { manifests } from '../service/signs.ts'
import type { Declared } from './declared.ts'
import { segmentsOf } from './path.ts'

/** A library that answers at a path of its own where nothing else is said. */
interface Library {
  readonly sign: RegExp
  readonly name: string
  /** undefined: wherever the service puts it, which a literal in its code does not tell */
  readonly path?: string
  /** the setting by which all its paths begin elsewhere, and what stands behind that */
  readonly base?: readonly [key: string, rest: string]
  /** settings that move it elsewhere, or switch it off */
  readonly moved?: readonly string[]
}

/**
 * docs.spring.io (Actuator: of its endpoints only `health` is exposed where nothing is said), quarkus.io (SmallRye Health),
 * docs.micronaut.io (Health endpoint), rubydoc.info (okcomputer, health_check), dropwizard.io (its port for admins).
 */
const libraries: readonly Library[] = [
  {
    name: 'Spring Boot Actuator',
    sign: /\bspring-boot-starter-actuator\b/,
    path: '/actuator/health',
    base: ['management.endpoints.web.base-path', '/health'],
    moved: [
      'management.server.port',
      'management.server.base-path',
      'management.endpoints.web.path-mapping',
      'management.endpoint.health.enabled',
      'management.endpoint.health.access',
      'management.endpoints.enabled-by-default',
      'management.endpoints.access',
    ],
  },
  {
    name: 'Quarkus',
    sign: /\bquarkus-smallrye-health\b/,
    path: '/q/health',
    moved: ['quarkus.smallrye-health', 'quarkus.http.non-application-root-path', 'quarkus.management'],
  },
  {
    name: 'Micronaut',
    sign: /\bmicronaut-management\b/,
    path: '/health',
    moved: ['endpoints.all', 'endpoints.health'],
  },
  { name: 'Helidon', sign: /\bhelidon-(?:health|webserver-observe-health|microprofile-health)\b/ },
  { name: 'Dropwizard', sign: /\bdropwizard-core\b/ },
  { name: 'okcomputer', sign: /^[ \t]*gem ["']okcomputer["']/m },
  { name: 'health_check', sign: /^[ \t]*gem ["']health_check["']/m },
  { name: 'lightship', sign: /"lightship"\s*:/ },
  { name: 'express-actuator', sign: /"express-actuator"\s*:/ },
]

const settings = /(?:^|\/)(?:application|bootstrap)[\w-]*\.(?:ya?ml|properties)$/

/** The endpoints that come with a library, where nothing is written about them. */
export async function endpointsOfLibraries(repository: Repository): Promise<readonly Declared[]> {
  const found: Declared[] = []
  for (const { path, area } of repository.named(...manifests, 'build.gradle', 'libs.versions.toml')) {
    if (area !== 'main') continue
    const content = (await repository.text(path))?.content ?? ''
    for (const library of libraries) {
      const match = library.sign.exec(content)
      if (!match) continue
      const place = { file: path, start: match.index, end: match.index + match[0].length }
      const segments = await pathOf(library, repository)
      found.push({ by: 'framework', segments, rooted: false, sure: true, service: dirname(path), place })
    }
  }
  return found
}

async function pathOf(
  { name, path, base, moved = [] }: Library,
  repository: Repository,
): Promise<Seen<readonly string[]>> {
  const hidden = new Hidden(`at which path ${name} answers whether the service is well`, {
    kind: 'answer',
    text: 'attest with a name and a date that the smoke tests ask for all endpoints of health (docs/policy.md)',
  })
  if (path === undefined) return hidden
  const bases = new Set<string>()
  for (const file of repository.ending('.yml', '.yaml', '.properties')) {
    if (file.area !== 'main' || !settings.test(file.path)) continue
    const said = await readerOf(file.path, repository)
    if (moved.some((key) => said(key) !== undefined)) return hidden
    const own = base && said(base[0])
    if (own !== undefined) bases.add(own)
  }
  if (bases.size === 0) return segmentsOf(path)
  const [own] = bases
  return bases.size === 1 && /^[\w/-]*$/.test(own as string) ? segmentsOf(`${own}${base?.[1]}`) : hidden
}

/** Reads a key of a file of settings: its text, an empty one where it holds more keys, undefined where it is not there. */
async function readerOf(path: string, repository: Repository): Promise<(key: string) => string | undefined> {
  if (path.endsWith('.properties')) {
    const content = (await repository.text(path))?.content ?? ''
    return (key) => {
      const found = new RegExp(`^[ \\t]*${key.replace(/\./g, '\\.')}(\\.[\\w.-]+)?[ \\t]*[=:][ \\t]*(.*)$`, 'm').exec(
        content,
      )
      return found ? (found[2] ?? '').trim() : undefined
    }
  }
  const documents = (await repository.yaml(path)) ?? []
  return (key) => {
    for (const document of documents) {
      const node = document.at(...key.split('.')) ?? document.get(key)
      if (node) return node.text ?? ''
    }
    return undefined
  }
}
