import { basename, dirname } from '../../documents/path.ts'
import { isHidden } from '../hidden.ts'
import { attribute, type InfrastructureResource, resourcesOf, textIn } from '../infrastructure/resource.ts'
import type { Repository } from '../repository.ts'
import { endpointAskedIn } from './commands.ts'
import type { Declared } from './declared.ts'
import { healthOf, segmentsOf } from './path.ts'

/** Files of platforms that name the path of a health check, each by the platform's own documentation. */
const platforms: readonly (readonly [file: RegExp, path: RegExp])[] = [
  [/(^|\/)fly[\w.-]*\.toml$/, /^[ \t]*path\s*=\s*["'](\/[^"'\n]*)["']/gm],
  [/(^|\/)render\.ya?ml$/, /^[ \t-]*healthCheckPath:\s*["']?(\/[^\s"'#]*)/gm],
  [/(^|\/)railway\.(?:json|toml)$/, /\bhealthcheckPath["']?\s*[:=]\s*["'](\/[^"'\n]*)["']/g],
  [/(^|\/)app[\w.-]*\.ya?ml$/, /^(?:readiness|liveness)_check:\s*\n(?:[ \t]+.*\n)*?[ \t]+path:\s*["']?(\/[^\s"'#]*)/gm],
  [/(^|\/)\.do\/[^/]+\.ya?ml$/, /^[ \t]*http_path:\s*["']?(\/[^\s"'#]*)/gm],
  [/(^|\/)config\/deploy[\w.-]*\.ya?ml$/, /^[ \t]+healthcheck:\s*\n(?:[ \t]+.*\n)*?[ \t]+path:\s*["']?(\/[^\s"'#]*)/gm],
  [/\.(?:nomad|nomad\.hcl)$/, /^[ \t]*path\s*=\s*["'](\/[^"'\n]*)["']/gm],
  [
    /(^|\/)(?:cf[-_]?)?manifests?[\w.-]*\.ya?ml$/,
    /^[ \t-]*(?:readiness-)?health-check-http-endpoint:\s*["']?(\/[^\s"'#]*)/gm,
  ],
]

const dockerfile = /(^|\/)(?:Dockerfile|Containerfile)(?:\.[\w.-]+)?$|\.Dockerfile$/
const forWork = /(?:^|[./_-])(?:dev|development|test|tests|local|ci|e2e|debug|devcontainer)(?:$|[./_-])/i
const compose = /(^|\/)(?:docker-|podman-)?compose[\w.-]*\.ya?ml$/

/** What the health checks of images, of services of Compose that are built here, and of platforms ask. */
export async function checkedEndpoints(repository: Repository): Promise<readonly Declared[]> {
  const found: Declared[] = []
  for (const { path, area } of repository.files) {
    if (area !== 'main' || path.startsWith('.github/')) continue
    if (dockerfile.test(path) && !forWork.test(path)) found.push(...(await ofImage(path, repository)))
    else if (compose.test(path) && !forWork.test(basename(path))) found.push(...(await ofCompose(path, repository)))
    else {
      const pattern = platforms.find(([file]) => file.test(path))?.[1]
      const content = pattern && (await repository.text(path))?.content
      for (const match of content?.matchAll(pattern as RegExp) ?? []) {
        const end = match.index + match[0].length
        found.push(
          endpoint(
            match[1] as string,
            dirname(path),
            path,
            match.index + match[0].lastIndexOf(match[1] as string),
            end,
          ),
        )
      }
    }
  }
  return found
}

async function ofImage(path: string, repository: Repository): Promise<readonly Declared[]> {
  const document = await repository.dockerfile(path)
  return (document?.stages.at(-1)?.instructions ?? []).flatMap(({ keyword, arguments: command, place }) => {
    const asked = keyword.toUpperCase() === 'HEALTHCHECK' ? endpointAskedIn(command) : undefined
    return asked ? [{ ...endpoint(asked.path, dirname(path), path, 0, 0), place }] : []
  })
}

async function ofCompose(path: string, repository: Repository): Promise<readonly Declared[]> {
  const [root] = (await repository.yaml(path)) ?? []
  return (root?.get('services')?.entries ?? []).flatMap(({ value }) => {
    const test = value.get('build') && value.at('healthcheck', 'test')
    const command = test && (test.text ?? test.items.map((item) => item.text ?? '').join(' '))
    const asked = command ? endpointAskedIn(command) : undefined
    if (!asked || !test) return []
    const context = value.at('build', 'context')?.text ?? value.get('build')?.text ?? '.'
    const folder = dirname(path) ? `${dirname(path)}/${context}` : context
    return [
      {
        ...endpoint(asked.path, folder.replace(/(?:^|\/)\.(?=\/|$)/g, '').replace(/^\//, ''), path, 0, 0),
        place: test.place,
      },
    ]
  })
}

function endpoint(path: string, service: string, file: string, start: number, end: number): Declared {
  const segments = segmentsOf(path)
  return {
    by: 'health check',
    segments,
    rooted: true,
    sure: healthOf(segments) !== undefined,
    service,
    place: { file, start, end },
  }
}

/** Attributes of resources that name the path of a health check. */
const attributes: readonly (readonly [types: readonly string[], path: string])[] = [
  [['aws_lb_target_group', 'aws_alb_target_group'], 'health_check.path'],
  [
    [
      'azurerm_linux_web_app',
      'azurerm_windows_web_app',
      'azurerm_app_service',
      'azurerm_linux_function_app',
      'azurerm_windows_function_app',
    ],
    'site_config.health_check_path',
  ],
  [['google_compute_health_check', 'google_compute_http_health_check'], 'request_path'],
  [['google_cloud_run_v2_service'], 'template.containers.liveness_probe.http_get.path'],
]

/** What balancers and platforms ask of what infrastructure code makes. */
export function checksOfCode(all: readonly InfrastructureResource[]): readonly Declared[] {
  return attributes.flatMap(([types, path]) =>
    resourcesOf(all, types).flatMap((resource): Declared[] => {
      const written = textIn(resource, path)
      if (written === undefined) return []
      const { place } = attribute(resource, path)
      const common = { by: 'health check', rooted: true, service: resource.address, place } as const
      if (isHidden(written)) return [{ ...common, segments: written, sure: true }]
      const segments = segmentsOf(written)
      return [{ ...common, segments, sure: healthOf(segments) !== undefined }]
    }),
  )
}
