import type { Place } from '../../documents/place.ts'
import { commandsOf } from '../../documents/shell/commands.ts'
import { argumentsOf, programOf } from '../image/arguments.ts'
import { spots } from '../image/builds.ts'
import type { Repository } from '../repository.ts'
import type { Pin } from '../schema/artifact.ts'
import type { Observations } from '../table.ts'

interface Install {
  readonly program: string
  readonly words: readonly string[]
  readonly place: Place
  /** folder in which it runs, as far as it is known */
  readonly folder: string
  /** inside an image that is built: the lockfile must have been copied there, which the folder of the file stands for */
  readonly image: boolean
}

/**
 * Dependency installs that go past an existing lockfile, and tools taken at `latest`. An install without a lockfile
 * beside it ignores nothing, and is no subject (verdicts.md: "an install that ignores an existing lockfile").
 */
export async function installPins(repository: Repository, observed: Observations): Promise<Pin[]> {
  const pins: Pin[] = []
  for (const install of [...inPipelines(observed), ...(await inDockerfiles(repository, observed))]) {
    const judged = judge(install, repository)
    if (judged) {
      pins.push({
        id: `${judged.what} ${judged.name} in ${install.place.file}`,
        ...judged,
        party: 'third',
        counts: true,
        place: install.place,
      })
    }
  }
  return pins
}

function inPipelines(observed: Observations): Install[] {
  return [...spots(observed.workflows)].map(({ act }) => ({
    program: programOf(act),
    words: act.words,
    place: act.place,
    folder: '',
    image: false,
  }))
}

async function inDockerfiles(repository: Repository, observed: Observations): Promise<Install[]> {
  const files = new Set(observed.baseImages.filter((base) => base.shipped === true).map((base) => base.file))
  const found: Install[] = []
  for (const file of files) {
    const document = await repository.dockerfile(file)
    for (const instruction of document?.stages.flatMap((stage) => stage.instructions) ?? []) {
      if (instruction.keyword !== 'RUN') continue
      for (const command of commandsOf(instruction.arguments)) {
        const [program = '', ...words] = command.words
        found.push({ program, words, place: instruction.place, folder: file.replace(/\/?[^/]*$/, ''), image: true })
      }
    }
  }
  return found
}

type Judged = Pick<Pin, 'what' | 'name' | 'ref' | 'pinned'>

const past = (name: string): Judged => ({ what: 'install', name, ref: '', pinned: 'none' })
const held = (name: string): Judged => ({ what: 'install', name, ref: '', pinned: 'lockfile' })
const latest = (name: string): Judged => ({ what: 'tool', name, ref: 'latest', pinned: 'moving' })

function judge({ program, words, folder }: Install, repository: Repository): Judged | undefined {
  const args = argumentsOf({ words } as Parameters<typeof argumentsOf>[0])
  const has = (...names: string[]) =>
    names.some((name) => repository.has(folder ? `${folder}/${name}` : name) || (folder !== '' && repository.has(name)))
  const [verb, what] = args.rest
  switch (program) {
    case 'npm': {
      if (verb === 'ci' || verb === 'clean-install') return held('npm ci')
      if (verb !== 'install' && verb !== 'i') return undefined
      if (what) return /@latest$/.test(what) ? latest(`npm install ${what}`) : undefined
      if (args.has('-g', '--global', '--prefix', '-C')) return undefined
      return has('package-lock.json', 'npm-shrinkwrap.json') ? past('npm install') : undefined
    }
    case 'npx':
      return verb && /@latest$/.test(verb) ? latest(`npx ${verb}`) : undefined
    case 'yarn': {
      if (verb !== undefined && verb !== 'install') return undefined
      if (
        verb === undefined &&
        words.length > 0 &&
        !words.some((word) => /^--(frozen-lockfile|immutable|production|prod)/.test(word))
      )
        return undefined
      if (!has('yarn.lock')) return undefined
      if (args.has('--frozen-lockfile', '--immutable')) return held('yarn install')
      // Yarn 2 and later refuse to change the lockfile in CI by themselves.
      return has('.yarnrc.yml') ? held('yarn install') : past('yarn install')
    }
    case 'pnpm': {
      if (verb !== 'install' && verb !== 'i') return undefined
      return args.has('--no-frozen-lockfile') ? past('pnpm install --no-frozen-lockfile') : held('pnpm install')
    }
    case 'bundle':
      return verb === 'update' ? past('bundle update') : verb === 'install' ? held('bundle install') : undefined
    case 'composer':
      return verb === 'update' && !what
        ? past('composer update')
        : verb === 'install'
          ? held('composer install')
          : undefined
    case 'go':
      return verb === 'install' && what && /@latest$/.test(what) ? latest(`go install ${what}`) : undefined
    case 'poetry':
      return verb === 'update' ? past('poetry update') : verb === 'install' ? held('poetry install') : undefined
    case 'pipenv':
      if (verb === 'sync' || args.has('--deploy')) return held('pipenv install --deploy')
      return verb === 'install' && !what && has('Pipfile.lock') ? past('pipenv install') : undefined
    default:
      return undefined
  }
}
