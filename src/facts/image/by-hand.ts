import { basename, dirname } from '../../documents/path.ts'
import type { Place } from '../../documents/place.ts'
import { Hidden } from '../hidden.ts'
import { readMakefile } from '../pipeline/commands/follow/makefile.ts'
import { findActs } from '../pipeline/commands/index.ts'
import type { Act, Job, Step, Workflow } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'

/** What a person may start that pushes an image: a target of a makefile, a script. */
interface Recipe {
  readonly file: string
  readonly name: string
  /** how it is started in the folder of its file */
  readonly command: string
}

const pushes =
  /\b(docker|podman|buildah|nerdctl|crane|ko|pack)\b[^\n]{0,2000}\b(push|publish)\b|\bbuildx?\b[^\n]*(\\\n[^\n]*){0,15}--(push\b|publish\b|output[= ]\S*type=(registry|image,push))/

/** What is done to an image beside its push, perhaps by another target. */
const aside =
  /\b(cosign|notation|sigstore)\b|DOCKER_CONTENT_TRUST|docker trust|\b(trivy|grype|docker scout|snyk container)\b/

/** A repository has a few for each of its services. */
const most = 200
const largest = 200_000

/**
 * The makefiles and shell scripts that push images, as pipelines that a person starts: for a repository whose pipelines push
 * none, they are how its images leave it. No deployment is told by them, nor any order between two of them.
 */
export async function pushedByHand(repository: Repository): Promise<readonly Workflow[]> {
  const recipes: Recipe[] = []
  let open = false
  for (const { path, area } of repository.files) {
    if (area !== 'main' || !/(^|\/)(GNUmakefile|[Mm]akefile|[\w.-]+\.(ba)?sh)$/.test(path)) continue
    const text = await repository.text(path)
    if (!text || text.content.length > largest) continue
    open ||= aside.test(text.content)
    if (!pushes.test(text.content)) continue
    const name = basename(path)
    if (/\.(ba)?sh$/.test(name)) recipes.push({ file: path, name, command: `bash ./${name}` })
    else
      for (const [target, { recipe }] of readMakefile(text).rules)
        if (pushes.test(recipe.map((line) => line.text).join('\n')))
          recipes.push({ file: path, name: target, command: `make -f ${name} ${target}` })
  }
  const workflows = []
  for (const recipe of recipes.slice(0, most)) workflows.push(await workflowOf(recipe, open, repository))
  return workflows
}

async function workflowOf({ file, name, command }: Recipe, open: boolean, repository: Repository): Promise<Workflow> {
  const place: Place = { file }
  const script = {
    text: command,
    placeOf: () => place,
    shell: 'bash',
    errexit: true,
    pipefail: false,
    directory: dirname(file),
    variables: {},
    via: [],
    name,
  }
  const step: Step = {
    id: `${name}/0`,
    name,
    place,
    via: [],
    runsAfterFailure: 'no',
    continueOnError: false,
    acts: await findActs(script, repository),
  }
  const job: Job = {
    id: name,
    key: name,
    name,
    place,
    via: [],
    needs: [],
    allowFailure: false,
    steps: open ? [step, { ...step, id: `${name}/1`, acts: [leftOpen(place)] }] : [step],
  }
  return {
    id: `${file}#${name}`,
    file,
    system: 'by hand',
    name,
    place,
    triggers: [{ kind: 'manual', place }],
    jobs: [job],
    hidden: [],
    problems: [],
  }
}

function leftOpen(place: Place): Act {
  const value = new Hidden('what other scripts here do to the images that are pushed', {
    kind: 'file',
    text: 'build, scan, sign and push them in one pipeline',
  })
  const hidden = { place, value, couldBe: ['sign', 'image-scan'] } as const
  return { kinds: [], tool: '', text: '', place, via: [], onFailure: 'stops', words: [], hidden }
}
