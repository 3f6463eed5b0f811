import type { Kind } from '../../config/vocabulary.ts'
import { dirname } from '../../documents/path.ts'
import type { Place } from '../../documents/place.ts'
import { commandsOf } from '../../documents/shell/commands.ts'
import { programOf } from '../image/arguments.ts'
import { type Spot, spots } from '../image/builds.ts'
import type { Repository } from '../repository.ts'
import type { Pin } from '../schema/artifact.ts'
import type { Observations } from '../table.ts'
import { judgeFetched } from './fetched.ts'
import { type Call, judgeInstall } from './installers.ts'

interface Install extends Call {
  readonly place: Place
  /** Something is built or shipped from what it takes in. */
  readonly builds: boolean
  /** the command as it is written, where it makes or deploys something itself */
  readonly makes?: string
}

/**
 * Dependency installs, whether they hold to the lockfile or not, and tools taken at `latest`. An install without a
 * lockfile beside it ignores nothing, and counts only where something is built from it.
 */
export async function installPins(repository: Repository, observed: Observations): Promise<Pin[]> {
  const pins: Pin[] = []
  const installs = [...(await inPipelines(repository, observed)), ...(await inDockerfiles(repository, observed))]
  for (const install of installs) {
    const judged =
      (await judgeInstall(install, repository, install.builds)) ??
      (install.makes === undefined ? undefined : await judgeFetched(install.makes, install.folder, repository))
    if (!judged) continue
    const id = `${judged.what} ${judged.name} in ${install.place.file}`
    pins.push({ id, ...judged, party: 'third', counts: true, place: install.place })
  }
  return pins
}

async function inPipelines(repository: Repository, observed: Observations): Promise<Install[]> {
  const found: Install[] = []
  for (const spot of spots(observed.workflows)) {
    const { act } = spot
    // `act.text` is what was written; a package script or a make target that was followed has its own act
    if (act.inputs) continue
    found.push({
      program: programOf(act),
      words: act.words,
      place: act.place,
      folder: folderOf(spot),
      image: false,
      around: (await repository.text(spot.workflow.file))?.content ?? '',
      ...(act.kinds.some((kind) => makes.has(kind)) && { makes: act.text }),
      builds: spot.job.steps.some((step) =>
        step.acts.some(({ kinds }) => kinds.some((kind) => ['package', 'publish', 'deploy'].includes(kind))),
      ),
    })
  }
  return found
}

const makes: ReadonlySet<Kind> = new Set(['build', 'package', 'publish', 'deploy', 'apply'])

/** Where an act runs: as the finder of commands says; else beside the package script that calls it. */
function folderOf({ act }: Spot): string | undefined {
  if (act.directory !== undefined) return act.directory
  return /(^|\/)package\.json$/.test(act.place.file) ? dirname(act.place.file) : undefined
}

async function inDockerfiles(repository: Repository, observed: Observations): Promise<Install[]> {
  const files = new Set(observed.baseImages.filter((base) => base.shipped === true).map((base) => base.file))
  const found: Install[] = []
  for (const file of files) {
    const document = await repository.dockerfile(file)
    const around = (await repository.text(file))?.content ?? ''
    for (const instruction of document?.stages.flatMap((stage) => stage.instructions) ?? []) {
      if (instruction.keyword !== 'RUN') continue
      for (const command of commandsOf(instruction.arguments)) {
        const [program = '', ...words] = command.words
        // the folder of the Dockerfile stands for what was copied, and the folders above it where it is no package
        const call = { program, words, folder: dirname(file), image: true, around }
        found.push({ ...call, place: instruction.place, builds: true })
      }
    }
  }
  return found
}
