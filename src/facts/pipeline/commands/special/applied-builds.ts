import type { Node, Word } from '../../../../documents/shell/index.ts'
import { objectsIn } from '../../../manifests/plain.ts'
import type { Repository } from '../../../repository.ts'
import { pathFrom } from '../shell/paths.ts'
import { renderWords } from '../shell/render.ts'
import type { Context, Shell } from '../shell/state.ts'

/*
 * `oc process -f shop-bc.yaml | oc apply -f -`: what tells the cluster how an image is made changes nothing that runs there
 * (docs.openshift.com, "Understanding build configurations", "Managing image streams").
 */

/** The kinds that only say how images are made, and where they are kept; an ImageStreamTag moves a tag, as `oc tag` does. */
const making = new Set(['BuildConfig', 'Build', 'ImageStream'])

/**
 * Whether all that a command applies is such an object: each file is named, here, and of these kinds alone.
 * @param args after the program: `apply -f -`
 * @returns false where anything about it is not known
 */
export async function appliesOnlyBuilds(
  args: readonly string[],
  shell: Shell,
  { pipe, source }: Context,
  repository: Repository,
): Promise<boolean> {
  const named = filesIn(args)
  const files = [
    ...named.filter((file) => file !== '-'),
    ...(named.includes('-') ? filesInPipe(pipe?.before ?? [], (word) => renderWords([word], shell, source)) : []),
  ]
  if (files.length === 0) return false
  for (const file of files) {
    const path = pathFrom(file, shell)
    if (path === undefined || !repository.has(path) || !(await holdsOnlyBuilds(path, repository))) return false
  }
  return true
}

async function holdsOnlyBuilds(path: string, repository: Repository): Promise<boolean> {
  const objects = ((await repository.yaml(path)) ?? []).flatMap(objectsIn)
  return objects.length > 0 && objects.every((object) => making.has(object.get('kind')?.text ?? ''))
}

/** Programs that change the text which they are given, and add no other file to it. */
const filters = /^(sed|envsubst|tee|grep|awk|jq|yq|tr)$/

/** What comes out of a pipe: the files that its first command is given. `-`, no file, where others may add to them. */
function filesInPipe(nodes: readonly Node[], render: (word: Word) => readonly string[]): readonly string[] {
  const [first, ...rest] = nodes.map((node) => (node.kind === 'simple' ? node.words.flatMap(render) : []))
  const files = filesIn(first ?? [])
  return files.length > 0 && rest.every(([program]) => filters.test(program ?? '')) ? files : ['-']
}

/** What `-f` and `--filename` name; a folder and an address are no file of the repository. */
const filesIn = (words: readonly string[]): readonly string[] =>
  words.flatMap((word, i) => {
    const [, joined] = /^(?:--filename=|-f=?)(.+)$/.exec(word) ?? []
    const file = joined ?? (/^(-f|--filename)$/.test(word) ? words[i + 1] : undefined)
    return file?.split(',') ?? []
  })
