import { dirname, join } from '../../documents/path.ts'
import { repositoryPath } from '../pipeline/commands/shell/paths.ts'
import type { Act } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import { argumentsOf, programOf } from './arguments.ts'
import { type Making, unknownMaking } from './making.ts'

const platforms = /^(fly|flyctl|railway|heroku|kamal)\b|^gcloud (\w+ )?run deploy|^az containerapp up/

/** Whether {@link buildsOfPlatform} can say anything of an act: its tool sends a folder to a platform that builds it. */
export const mayBuildOnPlatform = ({ tool }: Act): boolean => platforms.test(tool)

/**
 * What a platform builds of the folder that is sent to it, and keeps in its own registry: of the Dockerfile there, where one
 * is, or that its own file names.
 * @param act the command that deploys
 * @param repository whose `fly.toml`, `config/deploy.yml` are read
 * @returns undefined where nothing is built: a ready-made image is named, or the platform goes by no Dockerfile
 */
export async function buildsOfPlatform(act: Act, repository: Repository): Promise<readonly Making[] | undefined> {
  const { rest } = argumentsOf(act)
  switch (programOf(act)) {
    case 'fly':
    case 'flyctl':
      return rest[0] === 'deploy' ? ofFly(act, repository) : undefined
    case 'railway':
      return rest[0] === 'up' ? ofFolder(act, rest[1]) : undefined
    case 'heroku':
      return rest[0] === 'container:push' ? ofHeroku(act) : undefined
    case 'kamal':
      return ofKamal(act, repository)
    case 'gcloud':
    case 'az':
      return ofSource(act)
    default:
      return undefined
  }
}

/** What is built of a folder, by a Dockerfile if one is there; under which name it is kept, nothing here tells. */
const ofFolder = ({ directory }: Act, folder = ''): readonly Making[] => [
  {
    ...unknownMaking,
    pushes: true,
    context: folder.replace(/^\.\/?$/, '') || (directory === undefined ? undefined : ''),
  },
]

/** `gcloud run deploy --source .` and `az containerapp up --source .`: cloud.google.com/run/docs/deploying-source-code. */
function ofSource(act: Act): readonly Making[] | undefined {
  const [source] = argumentsOf(act).flag('--source')
  return source === undefined || /:\/\//.test(source) ? undefined : ofFolder(act, source)
}

/**
 * fly.io/docs/flyctl/deploy and fly.io/docs/reference/configuration, "The build section": paths in the file are taken from
 * where it stands; the tag is `deployment-` and a number of the platform, or a label that is given.
 */
async function ofFly(act: Act, repository: Repository): Promise<readonly Making[] | undefined> {
  const args = argumentsOf(act)
  if (args.has('--image', '-i')) return undefined
  const at = act.directory ?? ''
  const folder = args.rest[1]?.replace(/^\.\/?$/, '') ?? ''
  const named = args.flag('--config', '-c')[0] ?? join(folder, 'fly.toml')
  const path = repositoryPath(named, at)
  const config = path ? await repository.toml(path) : undefined
  const build = config?.get('build')
  if (build?.get('image')) return undefined
  const app = args.flag('--app', '-a')[0] ?? config?.get('app')?.text ?? '${FLY_APP}'
  const label = args.flag('--image-label')[0] ?? 'deployment-${FLY_DEPLOYMENT}'
  const written = build?.get('dockerfile')?.text
  return [
    {
      ...unknownMaking,
      tags: [`registry.fly.io/${app}:${label}`],
      pushes: true,
      context: folder || (act.directory === undefined ? undefined : ''),
      file: args.flag('--dockerfile')[0] ?? (written && path ? `/${join(dirname(path), written)}` : undefined),
      target: args.flag('--build-target')[0] ?? build?.get('build-target')?.text,
      withoutFile: build?.get('builder') !== undefined || build?.get('buildpacks') !== undefined,
    },
  ]
}

/** devcenter.heroku.com/articles/container-registry-and-runtime: one image for each type of process, always `latest`. */
function ofHeroku(act: Act): readonly Making[] {
  const args = argumentsOf(act)
  const app = args.flag('--app', '-a')[0] ?? '${HEROKU_APP}'
  const types = args.rest.slice(1)
  return (types.length ? types : ['web']).map((type) => ({
    ...unknownMaking,
    tags: [`registry.heroku.com/${app}/${type}`],
    pushes: true,
    context: act.directory === undefined ? undefined : '',
  }))
}

/** kamal-deploy.org/docs/configuration: the tag is `--version`, or VERSION of the environment, else the commit, all of it. */
async function ofKamal(act: Act, repository: Repository): Promise<readonly Making[] | undefined> {
  const args = argumentsOf(act)
  if (!/^(deploy|redeploy|setup|build)$/.test(args.rest[0] ?? '') || args.has('--skip-push', '-P')) return undefined
  const path = repositoryPath(args.flag('--config-file', '-c')[0] ?? 'config/deploy.yml', act.directory ?? '')
  const [config] = (path ? await repository.yaml(path) : undefined) ?? []
  const image = config?.get('image')?.text
  if (!image) return [{ ...unknownMaking, pushes: true }]
  const server = config?.at('registry', 'server')?.text
  const build = config?.get('builder')
  const version =
    args.flag('--version')[0] ?? /(?:^|\s)VERSION=["']?([^\s"']+)/.exec(act.text)?.[1] ?? '$(git rev-parse HEAD)'
  return [
    {
      ...unknownMaking,
      tags: [`${server ? `${server}/` : ''}${image}:${version}`],
      pushes: true,
      context: build?.get('context')?.text ?? '',
      file: build?.get('dockerfile')?.text,
      target: build?.get('target')?.text,
    },
  ]
}
